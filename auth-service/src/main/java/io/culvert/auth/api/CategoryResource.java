package io.culvert.auth.api;

import io.culvert.auth.app.KnownCategories;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** {@code /api/v2/authentication/categories}: the web categories that a rule can name. */
@Path("/api/v2/authentication/categories")
@RolesAllowed({"viewer", "admin"})
public class CategoryResource {
  private final KnownCategories known;

  CategoryResource(KnownCategories known) {
    this.known = known;
  }

  /** Those that have the text in their name. */
  @GET
  @Operation(
      summary = "Web categories a bypass rule can name",
      description = "In alphabetical order; with search, those that have this text in their name.")
  public Answer<List<String>> list(
      @QueryParam("search") @Nullable String search,
      @QueryParam("limit") @Nullable String limit,
      @QueryParam("offset") @Nullable String offset) {
    Query query = Query.of(limit, offset);
    return query.page(known.search(search == null ? "" : search.strip()));
  }
}
