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
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
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
  private final Callers callers;

  PopResource(PopService pops, Callers callers) {
    this.pops = pops;
    this.callers = callers;
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
    return pops.create(callers.actor(), PopReader.read(JsonFields.parse(body), null))
        .map(pop -> changed(201, "created", pop));
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
  public Uni<Response> get(String name) {
    return pops.all()
        .map(
            all ->
                all.stream()
                    .filter(pop -> pop.name().equals(name))
                    .findFirst()
                    .map(pop -> tagged(200, Found.one(PopJson.of(pop)), pop))
                    .orElseThrow(
                        () -> RefusedException.because(Reason.NOT_FOUND, "there is no such POP")));
  }

  @PATCH
  @Path("/{name: " + PopReader.NAME + "}")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Change the fields that are sent")
  public Uni<Response> change(
      String name, byte[] body, @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
    ObjectNode json = JsonFields.parse(body);
    return pops.change(
            callers.actor(), name, IfMatch.of(ifMatch), current -> PopReader.read(json, current))
        .map(pop -> changed(200, "updated", pop));
  }

  @DELETE
  @Path("/{name: " + PopReader.NAME + "}")
  @Operation(summary = "Remove a POP that no tunnel uses")
  public Uni<Changed<PopJson>> delete(
      String name, @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
    return pops.delete(callers.actor(), name, IfMatch.of(ifMatch))
        .map(_ -> new Changed<>(200, "pop deleted successfully", null, List.of()));
  }

  private static Response changed(int status, String what, Pop pop) {
    return tagged(
        status,
        new Changed<>(status, "pop " + what + " successfully", List.of(PopJson.of(pop)), List.of()),
        pop);
  }

  private static Response tagged(int status, Object body, Pop pop) {
    return Response.status(status)
        .entity(body)
        .header(HttpHeaders.ETAG, IfMatch.tag(pop.version()))
        .build();
  }
}
