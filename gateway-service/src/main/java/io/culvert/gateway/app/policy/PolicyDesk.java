package io.culvert.gateway.app.policy;

import io.culvert.contract.TunnelChange;
import io.culvert.gateway.core.ike.auth.Identity;
import io.culvert.gateway.core.ike.engine.Input.Accepted;
import io.culvert.gateway.core.ike.engine.Input.Refused;
import io.culvert.gateway.core.ike.engine.Input.Verdict;
import io.culvert.gateway.core.ike.task.Evidence;
import io.culvert.gateway.core.ike.task.Reason;
import io.culvert.gateway.core.ike.task.TunnelPolicy;
import io.culvert.gateway.core.ike.task.TunnelPolicy.AcceptedPsk;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** Decides whether a peer may have a tunnel here (design §4, "Identity"). */
public final class PolicyDesk {
  private final String pop;
  private final TunnelDirectory directory;
  private final Ppks ppks;

  /** A desk of a gateway in that POP. */
  public PolicyDesk(String pop, TunnelDirectory directory, Ppks ppks) {
    this.pop = pop;
    this.directory = directory;
    this.ppks = ppks;
  }

  /**
   * The verdict on an identity that has not been proven yet, coming from that address. It is looked
   * up only, so that it takes as long whatever it is.
   */
  public Verdict decide(Identity identity, InetAddress remote) {
    Optional<TunnelChange> found = directory.byIdentity(identity.toSource());
    Optional<Refused> hindrance =
        found.isPresent() ? hindrance(found.get(), remote) : Optional.of(unknown(identity));
    return hindrance.isPresent() ? hindrance.get() : verdict(found.orElseThrow());
  }

  private Optional<Refused> hindrance(TunnelChange tunnel, InetAddress remote) {
    if (!tunnel.enabled()) {
      return Optional.of(refused(Reason.TUNNEL_DISABLED, tunnel, "a connection", "disabled"));
    }
    if (!tunnel.licensed() && !directory.graced(tunnel.id())) {
      return Optional.of(
          refused(Reason.LICENCE_MISSING, tunnel, "a connection", "no licence for IPsec"));
    }
    if (!tunnel.pops().contains(pop)) {
      return Optional.of(refused(Reason.WRONG_POP, tunnel, pop, String.join(", ", tunnel.pops())));
    }
    String sourceIp = tunnel.sourceIp();
    if (sourceIp != null && !InetAddress.ofLiteral(sourceIp).equals(remote)) {
      return Optional.of(
          refused(Reason.SOURCE_NOT_ALLOWED, tunnel, remote.getHostAddress(), sourceIp));
    }
    return Optional.empty();
  }

  private Verdict verdict(TunnelChange tunnel) {
    List<AcceptedPsk> psks = directory.keysOf(tunnel.id());
    if (psks.isEmpty()) {
      return refused(Reason.KEY_UNAVAILABLE, tunnel, "a connection", "no key that opens in " + pop);
    }
    return new Accepted(
        new TunnelPolicy(
            tunnel.id(),
            tunnel.tenant(),
            tunnel.site(),
            tunnel.encryption(),
            psks,
            ppks.of(tunnel.identity().value()),
            Optional.ofNullable(tunnel.sourceIp()).map(InetAddress::ofLiteral)));
  }

  private static Refused unknown(Identity identity) {
    return new Refused(
        Reason.UNKNOWN_IDENTITY,
        0,
        Evidence.compare(identity.kind() + " " + identity.value(), "no tunnel of this identity"));
  }

  private static Refused refused(
      Reason reason, TunnelChange tunnel, String offered, String configured) {
    return new Refused(reason, tunnel.id(), Evidence.compare(offered, configured));
  }
}
