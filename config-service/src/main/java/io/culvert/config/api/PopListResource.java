package io.culvert.config.api;

import io.culvert.config.api.Answers.Found;
import io.culvert.config.app.Page;
import io.culvert.config.app.PopService;
import io.culvert.config.domain.GeoPoint;
import io.culvert.config.domain.Pop;
import io.culvert.config.domain.RefusedException;
import io.culvert.config.domain.RefusedException.Reason;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** POPs for whoever makes tunnels, in the shapes of the published API. */
@Path("/api/v2/steering/ipsec/pops")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.ADMIN, Roles.VIEWER, Roles.OPERATOR})
public class PopListResource {
  private final PopService pops;

  PopListResource(PopService pops) {
    this.pops = pops;
  }

  @GET
  @Operation(summary = "List POPs, closest first where a place is given")
  public Uni<Found<PopDto>> list(
      @QueryParam("lat") @Nullable String lat,
      @QueryParam("long") @Nullable String lon,
      @QueryParam("name") @Nullable String name,
      @QueryParam("region") @Nullable String region,
      @QueryParam("country") @Nullable String country,
      @QueryParam("offset") @Nullable String offset,
      @QueryParam("limit") @Nullable String limit) {
    Query query = new Query();
    Optional<GeoPoint> from = query.place(Query.text(lat), Query.text(lon));
    Page.Range range = query.range(limit, offset);
    query.check();
    return pops.all()
        .map(
            all ->
                Page.of(
                    sorted(
                        all.stream()
                            .filter(p -> matches(name, p.name()))
                            .filter(p -> matches(region, p.settings().region()))
                            .filter(p -> matches(country, p.settings().country()))
                            .toList(),
                        from),
                    range))
        .map(
            page ->
                new Found<>(
                    200,
                    page.total(),
                    page.items().stream().map(p -> PopDto.of(p, from)).toList()));
  }

  @GET
  @Path("/{id}")
  @Operation(summary = "One POP by its id, such as 0x00CA")
  public Uni<Found<PopDto>> get(String id) {
    return pops.all()
        .map(
            all ->
                all.stream()
                    .filter(pop -> pop.id().equalsIgnoreCase(id))
                    .findFirst()
                    .map(pop -> Found.one(PopDto.of(pop, Optional.empty())))
                    .orElseThrow(
                        () -> RefusedException.because(Reason.NOT_FOUND, "there is no such POP")));
  }

  private static boolean matches(@Nullable String wanted, String value) {
    return wanted == null || wanted.isEmpty() || wanted.equalsIgnoreCase(value);
  }

  private static List<Pop> sorted(List<Pop> pops, Optional<GeoPoint> from) {
    return from.map(
            place ->
                pops.stream()
                    .sorted(
                        Comparator.comparingDouble((Pop p) -> place.milesTo(p.settings().place())))
                    .toList())
        .orElse(pops);
  }
}
