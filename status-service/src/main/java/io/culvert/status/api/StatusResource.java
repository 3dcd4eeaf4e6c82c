package io.culvert.status.api;

import io.culvert.status.app.StatusQueries;
import io.culvert.status.app.StatusQueries.Filter;
import io.culvert.status.app.StatusQueries.Page;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code /api/v2/status}: what is up, down and unknown, within the caller's tenant. */
@Path("/api/v2/status")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({"viewer", "admin", "operator"})
@NonBlocking
public class StatusResource {
  private static final int MAX_LIMIT = 100;

  private final StatusQueries queries;
  private final Caller caller;

  StatusResource(StatusQueries queries, Caller caller) {
    this.queries = queries;
    this.caller = caller;
  }

  /** The statuses of the tunnels at that POP whose overall status is that, by tunnel id. */
  @GET
  @Path("/tunnels")
  public Answer<List<TunnelStatusDto>> list(
      @QueryParam("pop") @Nullable String pop,
      @QueryParam("status") @Nullable String status,
      @QueryParam("limit") @Nullable String limit,
      @QueryParam("offset") @Nullable String offset) {
    Query query = new Query();
    Filter filter = new Filter(pop, query.state("status", status));
    int most = query.number("limit", limit, 1, MAX_LIMIT, MAX_LIMIT);
    int skipped = query.number("offset", offset, 0, Integer.MAX_VALUE, 0);
    query.check();
    Page page = queries.find(caller.scope(), filter, most, skipped);
    return new Answer<>(
        200, page.total(), page.statuses().stream().map(TunnelStatusDto::of).toList());
  }

  /** The status of one tunnel; 404 when it is not the caller's. */
  @GET
  @Path("/tunnels/{id}")
  public Answer<List<TunnelStatusDto>> get(@PathParam("id") String id) {
    long tunnel = id.matches("\\d{1,18}") ? Long.parseLong(id) : 0;
    return queries
        .get(caller.scope(), tunnel)
        .map(status -> new Answer<>(200, 1, List.of(TunnelStatusDto.of(status))))
        .orElseThrow(() -> new NotFoundException("There is no such tunnel."));
  }

  /** Counts by status, POP and region. */
  @GET
  @Path("/summary")
  public Answer<SummaryDto> summary() {
    return new Answer<>(200, null, SummaryDto.of(queries.summary(caller.scope())));
  }
}
