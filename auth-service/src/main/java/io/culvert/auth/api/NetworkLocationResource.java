package io.culvert.auth.api;

import io.culvert.auth.app.TenantAuthStore;
import io.culvert.auth.domain.NetworkLocation;
import io.culvert.auth.domain.RefusedException;
import io.culvert.auth.domain.TenantAuth;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/** {@code /api/v2/network-locations}: named sets of addresses. */
@Path("/api/v2/network-locations")
@RolesAllowed({"viewer", "admin"})
public class NetworkLocationResource {
  private static final String WHAT = "network location";

  private final TenantAuthStore store;
  private final Caller caller;

  NetworkLocationResource(TenantAuthStore store, Caller caller) {
    this.store = store;
    this.caller = caller;
  }

  /** A location as it comes in and goes out; {@code id} only goes out. */
  record LocationDto(@Nullable Long id, @Nullable String name, @Nullable List<String> ranges) {
    static LocationDto of(NetworkLocation location) {
      return new LocationDto(location.id(), location.name(), location.ranges());
    }
  }

  /** Those whose name or addresses have the text in them. */
  @GET
  public Uni<Answer<List<LocationDto>>> list(
      @QueryParam("search") @Nullable String search,
      @QueryParam("limit") @Nullable String limit,
      @QueryParam("offset") @Nullable String offset) {
    Query query = Query.of(limit, offset);
    String wanted = search == null ? "" : search.strip();
    return store
        .read(caller.tenant())
        .map(
            auth ->
                query.page(
                    auth.locations().stream()
                        .filter(location -> location.mentions(wanted))
                        .map(LocationDto::of)
                        .toList()));
  }

  /** One of them. */
  @GET
  @Path("/{id}")
  public Uni<Answer<LocationDto>> get(@PathParam("id") String id) {
    return store.read(caller.tenant()).map(auth -> Answer.ok(find(auth, Query.id(id, WHAT))));
  }

  /** One more; 409 when its name is taken. */
  @POST
  @RolesAllowed("admin")
  @ResponseStatus(201)
  public Uni<Answer<LocationDto>> create(@Nullable LocationDto body) {
    NetworkLocation location = read(body);
    return store
        .change(caller.tenant(), auth -> auth.add(location))
        .map(auth -> Answer.created(LocationDto.of(auth.locations().getLast())));
  }

  /** This instead of the one of that id. */
  @PUT
  @Path("/{id}")
  @RolesAllowed("admin")
  public Uni<Answer<LocationDto>> replace(@PathParam("id") String id, @Nullable LocationDto body) {
    long wanted = Query.id(id, WHAT);
    NetworkLocation location = read(body);
    return store
        .change(caller.tenant(), auth -> auth.replace(wanted, location))
        .map(auth -> Answer.ok(find(auth, wanted)));
  }

  /** Removes it; 409 while a bypass rule uses it. */
  @DELETE
  @Path("/{id}")
  @RolesAllowed("admin")
  public Uni<Void> delete(@PathParam("id") String id) {
    long wanted = Query.id(id, WHAT);
    return store.change(caller.tenant(), auth -> auth.removeLocation(wanted)).replaceWithVoid();
  }

  private static NetworkLocation read(@Nullable LocationDto body) {
    if (body == null) {
      throw RefusedException.invalid("body", "is empty");
    }
    return NetworkLocation.of(body.name, body.ranges);
  }

  private static LocationDto find(TenantAuth auth, long id) {
    return auth.location(id)
        .map(LocationDto::of)
        .orElseThrow(() -> RefusedException.notFound(WHAT));
  }
}
