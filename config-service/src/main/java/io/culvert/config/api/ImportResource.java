package io.culvert.config.api;

import io.culvert.config.app.Import;
import io.culvert.config.app.ImportService;
import io.culvert.config.app.Page;
import io.culvert.config.app.ReviewedRow.Action;
import io.culvert.config.domain.RefusedException;
import io.culvert.config.domain.TunnelColumn;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Locale;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.multipart.FileUpload;
import org.jspecify.annotations.Nullable;

/** CSV files of tunnels: a review that changes nothing, then a commit of what was reviewed. */
@Path("/api/v2/steering/ipsec/tunnels/imports")
@Produces(MediaType.APPLICATION_JSON)
public class ImportResource {
  /** The media type of the files. */
  static final String CSV = "text/csv";

  private static final String REVIEW =
      "The file has a header and at most 10 MB. The import is kept for a day, as long as it is one"
          + " of the tenant's latest 20. A client that wants to follow it gives it an id (a UUID)"
          + " beforehand and reads …/imports/{id}/progress.";

  private final ImportService imports;
  private final Callers callers;

  ImportResource(ImportService imports, Callers callers) {
    this.imports = imports;
    this.callers = callers;
  }

  @POST
  @RolesAllowed(Roles.ADMIN)
  @Consumes(CSV)
  @Operation(summary = "Review a file of tunnels", description = REVIEW)
  public Response review(
      InputStream file,
      @HeaderParam(HttpHeaders.CONTENT_LENGTH) @Nullable Long length,
      @QueryParam("id") @Nullable String id,
      @QueryParam("force") @Nullable String force) {
    return review(new CsvFile(file, length == null ? 0 : length), id, force);
  }

  @POST
  @RolesAllowed(Roles.ADMIN)
  @Consumes(MediaType.MULTIPART_FORM_DATA)
  @Operation(summary = "Review a file of tunnels, sent as the part file", description = REVIEW)
  public Response upload(
      @RestForm("file") @Nullable FileUpload file,
      @QueryParam("id") @Nullable String id,
      @QueryParam("force") @Nullable String force)
      throws IOException {
    if (file == null) {
      throw RefusedException.invalid("file", "is needed: a part of this name with a file name");
    }
    try (InputStream in = Files.newInputStream(file.uploadedFile())) {
      return review(new CsvFile(in, file.size()), id, force);
    }
  }

  private Response review(CsvFile file, @Nullable String id, @Nullable String force) {
    Query query = new Query();
    boolean forced = query.flag("force", force);
    UUID chosen = id == null ? UUID.randomUUID() : uuid(id);
    query.check();
    Import made = imports.review(callers.current(), chosen, file, forced);
    return Response.status(201).entity(shown(made, null, new Page.Range(0, 100))).build();
  }

  private static UUID uuid(String id) {
    if (!id.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")) {
      throw RefusedException.invalid("id", "must be a UUID");
    }
    return UUID.fromString(id);
  }

  @GET
  @Path("/{id: [0-9a-fA-F-]{36}}")
  @RolesAllowed(Roles.ADMIN)
  @Operation(summary = "An import and part of its rows, all or those of one action")
  public ImportDto get(
      String id,
      @QueryParam("action") @Nullable String action,
      @QueryParam("offset") @Nullable String offset,
      @QueryParam("limit") @Nullable String limit) {
    Query query = new Query();
    Page.Range range = query.range(limit, offset);
    query.check();
    return shown(imports.find(callers.current(), uuid(id)), action(action), range);
  }

  private static @Nullable Action action(@Nullable String name) {
    if (name == null || name.isEmpty()) {
      return null;
    }
    return Arrays.stream(Action.values())
        .filter(action -> action.name().equals(name.toUpperCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                RefusedException.invalid(
                    "action", "must be one of create, update, unchanged, error"));
  }

  @POST
  @Path("/{id: [0-9a-fA-F-]{36}}/commit")
  @RolesAllowed(Roles.ADMIN)
  @Operation(summary = "Do all that was reviewed, or nothing")
  public ImportDto commit(String id) {
    Import done = imports.commit(callers.current(), uuid(id));
    return shown(done, null, new Page.Range(0, 100));
  }

  private ImportDto shown(Import found, @Nullable Action action, Page.Range range) {
    return ImportDto.of(found, imports.rows(found, action, range));
  }

  @GET
  @Path("/template")
  @Produces(CSV)
  @RolesAllowed({Roles.ADMIN, Roles.VIEWER, Roles.OPERATOR})
  @Operation(summary = "The header to begin a file with; as it is, it imports no tunnels")
  public Response template() {
    return Response.ok(TunnelColumn.ALL.replace(", ", ",") + "\r\n")
        .type(CSV + ";charset=UTF-8")
        .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"tunnels.csv\"")
        .build();
  }
}
