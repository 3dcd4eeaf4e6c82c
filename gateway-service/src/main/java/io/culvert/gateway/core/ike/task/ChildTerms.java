package io.culvert.gateway.core.ike.task;

import io.culvert.gateway.core.ike.proposal.EspPolicy;
import io.culvert.gateway.core.net.TrafficSelector;
import java.util.List;

/**
 * What may be agreed for a child SA.
 *
 * @param policy algorithms
 * @param local selectors of our side; the widest we grant or what we ask for
 * @param remote selectors of the peer's side
 */
public record ChildTerms(
    EspPolicy policy, List<TrafficSelector> local, List<TrafficSelector> remote) {
  public ChildTerms {
    local = List.copyOf(local);
    remote = List.copyOf(remote);
  }

  /** What a gateway grants: anything on both sides, of both IP versions. */
  public static ChildTerms gateway(EspPolicy policy) {
    List<TrafficSelector> any = List.of(TrafficSelector.any4(), TrafficSelector.any6());
    return new ChildTerms(policy, any, any);
  }
}
