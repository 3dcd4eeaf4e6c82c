package io.culvert.config.api;

import io.culvert.config.api.Answers.Found;
import io.culvert.config.app.AuditLog;
import io.culvert.config.app.AuditLog.Filter;
import io.culvert.config.app.Page;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestMulti;
import org.jspecify.annotations.Nullable;

/**
 * Who changed what. A tenant's people see what was done to what is the tenant's; an operator sees
 * everything, also what belongs to no tenant.
 */
@Path("/api/v2/audit")
@RolesAllowed({Roles.ADMIN, Roles.VIEWER, Roles.OPERATOR})
public class AuditResource {
  private final AuditLog log;
  private final Callers callers;

  AuditResource(AuditLog log, Callers callers) {
    this.log = log;
    this.callers = callers;
  }

  @GET
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(summary = "List changes, newest first")
  public Uni<Found<AuditJson>> list(
      @BeanParam AuditQuery wanted,
      @QueryParam("offset") @Nullable String offset,
      @QueryParam("limit") @Nullable String limit) {
    Query query = new Query();
    Filter filter = wanted.filter(query, callers);
    Page.Range range = query.range(limit, offset);
    query.check();
    return log.list(filter, range)
        .map(
            page ->
                new Found<>(200, page.total(), page.items().stream().map(AuditJson::of).toList()));
  }

  @GET
  @Path("/export")
  @Produces(AuditCsv.MEDIA_TYPE)
  @Operation(summary = "All changes as a file, newest first: CSV, or by the header Accept NDJSON")
  public Multi<String> csv(@BeanParam AuditQuery wanted) {
    return RestMulti.fromUniResponse(
        log.all(filter(wanted)),
        entries ->
            Multi.createBy()
                .concatenating()
                .streams(Multi.createFrom().item(AuditCsv.HEADER), entries.map(AuditCsv::line)),
        _ ->
            Map.of(HttpHeaders.CONTENT_DISPOSITION, List.of("attachment; filename=\"audit.csv\"")));
  }

  @GET
  @Path("/export")
  @Produces("application/x-ndjson")
  public Multi<AuditJson> ndjson(@BeanParam AuditQuery wanted) {
    return RestMulti.fromUniResponse(
        log.all(filter(wanted)), entries -> entries.map(AuditJson::of));
  }

  private Filter filter(AuditQuery wanted) {
    Query query = new Query();
    Filter filter = wanted.filter(query, callers);
    query.check();
    return filter;
  }
}
