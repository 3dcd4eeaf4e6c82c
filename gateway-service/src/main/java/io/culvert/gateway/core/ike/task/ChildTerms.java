package io.culvert.gateway.core.ike.task;

import io.culvert.gateway.core.ike.proposal.EspPolicy;
import io.culvert.gateway.core.net.TrafficSelector;
import io.culvert.gateway.core.wire.KeMethod;
import java.util.List;
import java.util.Optional;

/**
 * What may be agreed for a child SA.
 *
 * @param policy algorithms
 * @param local selectors of our side; the widest we grant or what we ask for
 * @param remote selectors of the peer's side
 * @param pfs the group we ask for in a request of ours; the one a child SA has comes first
 */
public record ChildTerms(
    EspPolicy policy,
    List<TrafficSelector> local,
    List<TrafficSelector> remote,
    Optional<KeMethod> pfs) {
  public ChildTerms {
    local = List.copyOf(local);
    remote = List.copyOf(remote);
  }

  /** The same for IKE_AUTH, which has no key exchange (RFC 7296 §1.2). */
  ChildTerms withoutPfs() {
    return new ChildTerms(policy.withoutPfs(), local, remote, Optional.empty());
  }

  /** What a gateway grants: anything on both sides, of both IP versions. */
  public static ChildTerms gateway(EspPolicy policy) {
    List<TrafficSelector> any = List.of(TrafficSelector.any4(), TrafficSelector.any6());
    return new ChildTerms(policy, any, any, Optional.empty());
  }
}
