package io.culvert.config.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.culvert.config.api.Answers.Changed;
import io.culvert.config.api.Answers.Found;
import io.culvert.config.app.Page;
import io.culvert.config.app.PopService;
import io.culvert.config.domain.Pop;
import io.culvert.config.domain.PopSettings;
import io.culvert.config.domain.RefusedException;
import io.culvert.config.domain.RefusedException.Reason;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** POPs for the operator. */
@Path("/api/v2/pops")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.OPERATOR)
public class PopResource {
  private final PopService pops;

  PopResource(PopService pops) {
    this.pops = pops;
  }

  /** A POP as the operator sees it; the fields are those a POST or PATCH takes. */
  public record PopJson(
      String id,
      String name,
      long version,
      String region,
      String location,
      double latitude,
      double longitude,
      List<String> gateways,
      @Nullable String probe,
      boolean acceptingTunnels,
      List<Integer> bandwidths,
      String releaseDeploymentDay,
      @Nullable String publicKey) {
    static PopJson of(Pop pop) {
      PopSettings settings = pop.settings();
      return new PopJson(
          pop.id(),
          pop.name(),
          pop.version(),
          settings.region(),
          settings.location(),
          settings.place().latitude(),
          settings.place().longitude(),
          settings.gateways(),
          settings.probe(),
          settings.acceptingTunnels(),
          settings.bandwidths(),
          settings.releaseDeploymentDay(),
          settings.publicKey());
    }
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Make a POP")
  public Uni<Response> create(byte[] body) {
    return pops.create(PopReader.read(JsonFields.parse(body), null))
        .map(pop -> Response.status(201).entity(changed(201, "created", pop)).build());
  }

  @GET
  @Operation(summary = "List POPs in order of name")
  public Uni<Found<PopJson>> list(
      @QueryParam("offset") @Nullable String offset, @QueryParam("limit") @Nullable String limit) {
    Query query = new Query();
    Page.Range range = query.range(limit, offset);
    query.check();
    return pops.all()
        .map(all -> Page.of(all, range))
        .map(
            page ->
                new Found<>(200, page.total(), page.items().stream().map(PopJson::of).toList()));
  }

  @GET
  @Path("/{name: " + PopReader.NAME + "}")
  @Operation(summary = "One POP by its name")
  public Uni<Found<PopJson>> get(String name) {
    return pops.all()
        .map(
            all ->
                all.stream()
                    .filter(pop -> pop.name().equals(name))
                    .findFirst()
                    .map(pop -> Found.one(PopJson.of(pop)))
                    .orElseThrow(
                        () -> RefusedException.because(Reason.NOT_FOUND, "there is no such POP")));
  }

  @PATCH
  @Path("/{name: " + PopReader.NAME + "}")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Change the fields that are sent")
  public Uni<Changed<PopJson>> change(String name, byte[] body) {
    ObjectNode json = JsonFields.parse(body);
    return pops.change(name, current -> PopReader.read(json, current))
        .map(pop -> changed(200, "updated", pop));
  }

  @DELETE
  @Path("/{name: " + PopReader.NAME + "}")
  @Operation(summary = "Remove a POP that no tunnel uses")
  public Uni<Changed<PopJson>> delete(String name) {
    return pops.delete(name)
        .map(_ -> new Changed<>(200, "pop deleted successfully", null, List.of()));
  }

  private static Changed<PopJson> changed(int status, String what, Pop pop) {
    return new Changed<>(
        status, "pop " + what + " successfully", List.of(PopJson.of(pop)), List.of());
  }
}
