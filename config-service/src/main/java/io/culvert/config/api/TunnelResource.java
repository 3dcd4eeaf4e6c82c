package io.culvert.config.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.culvert.config.api.Answers.Changed;
import io.culvert.config.api.Answers.Found;
import io.culvert.config.app.Caller;
import io.culvert.config.app.IdempotencyKey;
import io.culvert.config.app.Page;
import io.culvert.config.app.PskOrder;
import io.culvert.config.app.PskRotation;
import io.culvert.config.app.TunnelFilter;
import io.culvert.config.app.TunnelListing;
import io.culvert.config.app.TunnelOrder;
import io.culvert.config.app.TunnelService;
import io.culvert.config.app.TunnelView;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** Tunnels of the caller's tenant, in the shapes of the published API. */
@Path("/api/v2/steering/ipsec/tunnels")
@Produces(MediaType.APPLICATION_JSON)
public class TunnelResource {
  private final TunnelService tunnels;
  private final TunnelListing listing;
  private final PskRotation rotation;
  private final Callers callers;
  private final Replays replays;

  TunnelResource(
      TunnelService tunnels,
      TunnelListing listing,
      PskRotation rotation,
      Callers callers,
      Replays replays) {
    this.tunnels = tunnels;
    this.listing = listing;
    this.rotation = rotation;
    this.callers = callers;
    this.replays = replays;
  }

  @POST
  @RolesAllowed(Roles.ADMIN)
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Make a tunnel")
  @Parameter(
      name = IdempotencyKey.HEADER,
      in = ParameterIn.HEADER,
      description = "Repeating the request under the same key within a day makes no second tunnel",
      schema = @Schema(type = SchemaType.STRING, maxLength = 255))
  public Uni<Response> create(
      byte[] body, @QueryParam("force") @Nullable String force, @Context HttpHeaders headers) {
    Query query = new Query();
    boolean forced = query.flag("force", force);
    query.check();
    ObjectNode json = JsonFields.parse(body);
    Caller caller = callers.current();
    return replays.answer(
        caller,
        headers,
        "POST tunnels force=" + forced,
        body,
        () ->
            tunnels
                .create(caller, (now, pops) -> TunnelReader.read(json, now, pops), forced)
                .map(view -> changed(201, "tunnel created successfully", view)));
  }

  @GET
  @RolesAllowed({Roles.ADMIN, Roles.VIEWER, Roles.OPERATOR})
  @Operation(
      summary = "List tunnels",
      description =
          "All filters must match. Texts match as a part, without regard to case. sort is a column"
              + " such as site, or -site for the opposite direction.")
  @Blocking
  public Found<TunnelDto> list(@BeanParam TunnelListQuery asked) {
    Query query = new Query();
    TunnelFilter filter = asked.filter(query);
    TunnelOrder order = asked.order(query);
    Page.Range range = query.range(asked.limit, asked.offset);
    query.check();
    Page<TunnelView> page = listing.list(callers.current(), filter, order, range);
    return new Found<>(200, page.total(), page.items().stream().map(TunnelDto::of).toList());
  }

  @GET
  @Path("/{id: \\d{1,18}}")
  @RolesAllowed({Roles.ADMIN, Roles.VIEWER, Roles.OPERATOR})
  @Operation(summary = "One tunnel")
  public Uni<Response> get(long id) {
    return tunnels
        .get(callers.current(), id)
        .map(view -> tagged(200, Found.one(TunnelDto.of(view)), view));
  }

  @PATCH
  @Path("/{id: \\d{1,18}}")
  @RolesAllowed(Roles.ADMIN)
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Change the fields that are sent")
  public Uni<Response> change(
      long id,
      byte[] body,
      @QueryParam("force") @Nullable String force,
      @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
    Query query = new Query();
    boolean forced = query.flag("force", force);
    query.check();
    ObjectNode json = JsonFields.parse(body);
    return tunnels
        .change(
            callers.current(),
            id,
            (now, pops) -> TunnelReader.read(json, now, pops),
            IfMatch.of(ifMatch),
            forced)
        .map(view -> changed(200, "tunnel updated successfully", view));
  }

  @DELETE
  @Path("/{id: \\d{1,18}}")
  @RolesAllowed(Roles.ADMIN)
  @Operation(summary = "Remove a tunnel")
  public Uni<Changed<TunnelDto>> delete(
      long id, @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
    return tunnels
        .delete(callers.current(), id, IfMatch.of(ifMatch))
        .map(_ -> new Changed<>(200, "tunnel deleted successfully", null, List.of()));
  }

  @POST
  @Path("/{id: \\d{1,18}}/psk/rotate")
  @RolesAllowed(Roles.ADMIN)
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Give the tunnel another key; the present one is accepted for a while")
  public Uni<Response> rotate(
      long id, byte[] body, @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
    PskOrder order = RotationReader.read(JsonFields.parse(body));
    return rotation
        .rotate(callers.current(), id, order, IfMatch.of(ifMatch))
        .map(view -> changed(200, "key rotated", view));
  }

  @POST
  @Path("/{id: \\d{1,18}}/psk/retire")
  @RolesAllowed(Roles.ADMIN)
  @Operation(summary = "Accept the key before the present one no longer")
  public Uni<Response> retire(
      long id, @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
    return rotation
        .retire(callers.current(), id, IfMatch.of(ifMatch))
        .map(view -> changed(200, "previous key retired", view));
  }

  private static Response changed(int status, String result, TunnelView view) {
    return tagged(
        status, new Changed<>(status, result, List.of(TunnelDto.of(view)), view.warnings()), view);
  }

  private static Response tagged(int status, Object body, TunnelView view) {
    return Response.status(status)
        .entity(body)
        .header(HttpHeaders.ETAG, IfMatch.tag(view.tunnel().version()))
        .build();
  }
}
