package io.culvert.auth.api;

import io.culvert.auth.app.BypassRules;
import io.culvert.auth.domain.Bypass;
import io.culvert.auth.domain.BypassNetwork;
import io.culvert.auth.domain.RefusedException;
import io.culvert.auth.domain.Violations;
import io.culvert.contract.AuthChange.BypassNetwork.Match;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.ArrayList;
import java.util.List;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/** {@code /api/v2/authentication/bypass/networks}: network locations that pass without log-in. */
@Path("/api/v2/authentication/bypass/networks")
@RolesAllowed({"viewer", "admin"})
public class BypassNetworksResource {
  private static final String USER_IP = "user-ip";
  private static final String EGRESS_IP = "egress-ip";

  private final BypassRules rules;
  private final Caller caller;

  BypassNetworksResource(BypassRules rules, Caller caller) {
    this.rules = rules;
    this.caller = caller;
  }

  /** A location's id, and {@code user-ip} or {@code egress-ip}. */
  record NetworkDto(@Nullable Long location, @Nullable String match) {
    static NetworkDto of(BypassNetwork network) {
      String match =
          switch (network.match()) {
            case USER_IP -> USER_IP;
            case EGRESS_IP -> EGRESS_IP;
          };
      return new NetworkDto(network.location(), match);
    }
  }

  /** The whole list. */
  record NetworksDto(@Nullable List<@Nullable NetworkDto> networks) {}

  /** All of them. */
  @GET
  public Uni<Answer<List<NetworkDto>>> list() {
    return rules.read(caller.tenant()).map(bypass -> Answer.all(shown(bypass)));
  }

  /** These and no others. */
  @PUT
  @RolesAllowed("admin")
  public Uni<Answer<List<NetworkDto>>> set(@Nullable NetworksDto body) {
    if (body == null || body.networks == null) {
      throw RefusedException.invalid("networks", "is missing; an empty list means none");
    }
    Violations violations = new Violations();
    List<BypassNetwork> networks = new ArrayList<>();
    for (int i = 0; i < body.networks.size(); i++) {
      networks.add(read(violations, "networks[" + i + "].", body.networks.get(i)));
    }
    violations.throwIfAny();
    return rules.setNetworks(caller.tenant(), networks).map(bypass -> Answer.all(shown(bypass)));
  }

  /** This one too; answers all. */
  @POST
  @RolesAllowed("admin")
  @ResponseStatus(201)
  public Uni<Answer<List<NetworkDto>>> add(@Nullable NetworkDto body) {
    Violations violations = new Violations();
    BypassNetwork network = read(violations, "", body);
    violations.throwIfAny();
    return rules.addNetwork(caller.tenant(), network).map(bypass -> Answer.created(shown(bypass)));
  }

  /** Not the one of this location. */
  @DELETE
  @Path("/{location}")
  @RolesAllowed("admin")
  public Uni<Void> remove(@PathParam("location") String location) {
    return rules
        .removeNetwork(caller.tenant(), Query.id(location, "bypass network"))
        .replaceWithVoid();
  }

  private static List<NetworkDto> shown(Bypass bypass) {
    return bypass.networks().stream().map(NetworkDto::of).toList();
  }

  private static BypassNetwork read(
      Violations violations, String prefix, @Nullable NetworkDto body) {
    Long location = body == null ? null : body.location;
    if (location == null) {
      violations.add(prefix + "location", "is missing");
    }
    String match = body == null || body.match == null ? "" : body.match;
    if (!match.equals(USER_IP) && !match.equals(EGRESS_IP)) {
      violations.add(prefix + "match", "must be user-ip or egress-ip");
    }
    return new BypassNetwork(
        location == null ? 0 : location, match.equals(EGRESS_IP) ? Match.EGRESS_IP : Match.USER_IP);
  }
}
