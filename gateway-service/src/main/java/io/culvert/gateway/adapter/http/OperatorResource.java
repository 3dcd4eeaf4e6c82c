package io.culvert.gateway.adapter.http;

import io.culvert.gateway.app.control.DrainSwitch;
import io.culvert.gateway.app.control.GatewayView;
import io.culvert.gateway.app.control.GatewayView.TunnelView;
import io.quarkus.oidc.OIDCException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/** {@code /api/v2/gateway}: what this gateway knows and carries. For operators. */
@Path("/api/v2/gateway")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed("operator")
@RunOnVirtualThread
public class OperatorResource {
  private final GatewayView.Source views;
  private final DrainSwitch drain;

  /** Answers from that source and turns that switch. */
  public OperatorResource(GatewayView.Source views, DrainSwitch drain) {
    this.views = views;
    this.drain = drain;
  }

  /** What an operator wants: to take the gateway out of service, or back into it. */
  public record DrainOrder(@Nullable Boolean on) {}

  /** The gateway as a whole. */
  @GET
  public GatewayView gateway() {
    return views.gateway();
  }

  /** One tunnel: which version of its configuration is in force here, and what it carries. */
  @GET
  @Path("/tunnels/{id:[0-9]{1,18}}")
  public Response tunnel(@PathParam("id") long id) {
    return views.tunnel(id).map(this::found).orElseGet(OperatorResource::unknown);
  }

  /** Whether the gateway is being drained, and what is left on it. */
  @GET
  @Path("/drain")
  public DrainSwitch.State drain() {
    return drain.state();
  }

  /** Sends devices to their failover POPs, or serves all again; what cannot be sent stays. */
  @POST
  @Path("/drain")
  @Consumes(MediaType.APPLICATION_JSON)
  public Response drain(@Nullable DrainOrder order) {
    Boolean on = order == null ? null : order.on();
    return on == null
        ? problem(400, "Bad Request", "Say {\"on\": true} or {\"on\": false}.")
        : Response.ok(drain.drain(on)).build();
  }

  private Response found(TunnelView view) {
    return Response.ok(view).build();
  }

  private static Response unknown() {
    return problem(404, "Not Found", "This gateway knows no such tunnel.");
  }

  /** Its absence is told in the log by itself, once. */
  @ServerExceptionMapper
  public Response identityProviderAway(OIDCException e) {
    return problem(503, "Service Unavailable", "The identity provider does not answer; try again.");
  }

  private static Response problem(int status, String title, String detail) {
    Map<String, Object> problem = new LinkedHashMap<>();
    problem.put("status", status);
    problem.put("title", title);
    problem.put("detail", detail);
    return Response.status(status).type("application/problem+json").entity(problem).build();
  }
}
