package io.culvert.auth.api;

import io.culvert.auth.app.TenantAuthStore;
import io.culvert.auth.domain.RefusedException;
import io.culvert.auth.domain.TenantAuth;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** {@code /api/v2/authentication/tunnel-accounts}: accounts of single tunnels. */
@Path("/api/v2/authentication/tunnel-accounts")
@RolesAllowed({"viewer", "admin"})
public class TunnelAccountResource {
  private final TenantAuthStore store;
  private final Caller caller;

  TunnelAccountResource(TenantAuthStore store, Caller caller) {
    this.store = store;
    this.caller = caller;
  }

  /** The account of users behind a tunnel. */
  record TunnelAccountDto(@Nullable Long tunnel, @Nullable Long account) {}

  @GET
  @Operation(summary = "Tunnels whose users log in with another account than the tenant's")
  public Uni<Answer<List<TunnelAccountDto>>> tunnelAccounts() {
    return store.read(caller.tenant()).map(auth -> Answer.all(list(auth)));
  }

  @PUT
  @Path("/{tunnel}")
  @RolesAllowed("admin")
  @Operation(
      summary = "Chooses the account for users behind a tunnel",
      description = "With null as the account, they log in with the tenant's again.")
  public Uni<Answer<List<TunnelAccountDto>>> setTunnelAccount(
      @PathParam("tunnel") String tunnel, @Nullable TunnelAccountDto body) {
    long wanted = Query.id(tunnel, "tunnel");
    if (body == null) {
      throw RefusedException.invalid("body", "is empty");
    }
    return store
        .change(caller.tenant(), auth -> auth.withTunnelAccount(wanted, body.account))
        .map(auth -> Answer.all(list(auth)));
  }

  private static List<TunnelAccountDto> list(TenantAuth auth) {
    return auth.tunnelAccounts().entrySet().stream()
        .sorted(Comparator.comparing(Map.Entry::getKey))
        .map(one -> new TunnelAccountDto(one.getKey(), one.getValue()))
        .toList();
  }
}
