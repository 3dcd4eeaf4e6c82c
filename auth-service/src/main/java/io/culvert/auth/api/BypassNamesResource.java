package io.culvert.auth.api;

import com.fasterxml.jackson.annotation.JsonFormat;
import io.culvert.auth.app.BypassRules;
import io.culvert.auth.app.KnownCategories;
import io.culvert.auth.domain.Bypass;
import io.culvert.auth.domain.Categories;
import io.culvert.auth.domain.Domains;
import io.culvert.auth.domain.RefusedException;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.List;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/** {@code /api/v2/authentication/bypass/domains} and {@code …/categories}. */
@Path("/api/v2/authentication/bypass")
@RolesAllowed({"viewer", "admin"})
public class BypassNamesResource {
  private static final String DOMAINS = "domains";
  private static final String CATEGORIES = "categories";

  private final BypassRules rules;
  private final KnownCategories known;
  private final Caller caller;

  BypassNamesResource(BypassRules rules, KnownCategories known, Caller caller) {
    this.rules = rules;
    this.known = known;
    this.caller = caller;
  }

  /** A list of domains, or one text with commas between them. */
  record DomainsDto(
      @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
          @Nullable List<String> domains) {}

  /** A list of categories, or one text with commas between them. */
  record CategoriesDto(
      @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
          @Nullable List<String> categories) {}

  /** All domains. */
  @GET
  @Path("/domains")
  public Uni<Answer<List<String>>> domains() {
    return rules.read(caller.tenant()).map(Bypass::domains).map(Answer::all);
  }

  /** These domains and no others. */
  @PUT
  @Path("/domains")
  @RolesAllowed("admin")
  public Uni<Answer<List<String>>> setDomains(@Nullable DomainsDto body) {
    List<String> names = Domains.read(DOMAINS, sent(DOMAINS, body == null ? null : body.domains));
    return rules.setDomains(caller.tenant(), names).map(Bypass::domains).map(Answer::all);
  }

  /** These domains too; answers all. */
  @POST
  @Path("/domains")
  @RolesAllowed("admin")
  @ResponseStatus(201)
  public Uni<Answer<List<String>>> addDomains(@Nullable DomainsDto body) {
    List<String> names = Domains.read(DOMAINS, some(DOMAINS, body == null ? null : body.domains));
    return rules.addDomains(caller.tenant(), names).map(Bypass::domains).map(Answer::created);
  }

  /** Not this domain. */
  @DELETE
  @Path("/domains/{name}")
  @RolesAllowed("admin")
  public Uni<Void> removeDomain(@PathParam("name") String name) {
    List<String> names = Domains.read("name", List.of(name));
    return rules.removeDomain(caller.tenant(), names.getFirst()).replaceWithVoid();
  }

  /** All categories. */
  @GET
  @Path("/categories")
  public Uni<Answer<List<String>>> categories() {
    return rules.read(caller.tenant()).map(Bypass::categories).map(Answer::all);
  }

  /** These categories and no others. */
  @PUT
  @Path("/categories")
  @RolesAllowed("admin")
  public Uni<Answer<List<String>>> setCategories(@Nullable CategoriesDto body) {
    List<String> names = read(sent(CATEGORIES, body == null ? null : body.categories));
    return rules.setCategories(caller.tenant(), names).map(Bypass::categories).map(Answer::all);
  }

  /** These categories too; answers all. */
  @POST
  @Path("/categories")
  @RolesAllowed("admin")
  @ResponseStatus(201)
  public Uni<Answer<List<String>>> addCategories(@Nullable CategoriesDto body) {
    List<String> names = read(some(CATEGORIES, body == null ? null : body.categories));
    return rules.addCategories(caller.tenant(), names).map(Bypass::categories).map(Answer::created);
  }

  /** Not this category. */
  @DELETE
  @Path("/categories/{name}")
  @RolesAllowed("admin")
  public Uni<Void> removeCategory(@PathParam("name") String name) {
    return rules.removeCategory(caller.tenant(), name.strip()).replaceWithVoid();
  }

  private List<String> read(List<String> categories) {
    return known.spelled(CATEGORIES, Categories.read(CATEGORIES, categories));
  }

  private static List<String> sent(String field, @Nullable List<String> list) {
    if (list == null) {
      throw RefusedException.invalid(field, "is missing; an empty list means none");
    }
    return list;
  }

  private static List<String> some(String field, @Nullable List<String> list) {
    if (list == null || list.isEmpty()) {
      throw RefusedException.invalid(field, "is missing");
    }
    return list;
  }
}
