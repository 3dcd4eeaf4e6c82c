package io.culvert.gateway.core.ike.proposal;

import io.culvert.gateway.core.ike.payload.Proposal;
import io.culvert.gateway.core.ike.payload.Transform;
import io.culvert.gateway.core.wire.TransformType;
import java.util.List;
import java.util.Optional;

/**
 * What is acceptable for one transform type.
 *
 * @param type the type
 * @param allowed the acceptable transforms, best first. One that is offered must be equal to one of
 *     these: so a key length that is missing, wrong or out of place, and an attribute we do not
 *     know, make it unacceptable (RFC 7296 §3.3.5, §3.3.6)
 * @param optional whether a proposal may lack this type
 */
record Slot(TransformType type, List<Transform> allowed, boolean optional) {
  Slot {
    allowed = List.copyOf(allowed);
  }

  /** Whether a proposal can be met here. */
  boolean fits(Proposal proposal) {
    return pick(proposal).isPresent() || (optional && !proposes(proposal));
  }

  /** The best acceptable transform that is offered. */
  Optional<Transform> pick(Proposal proposal) {
    return allowed.stream().filter(proposal.transforms()::contains).findFirst();
  }

  /** Whether nothing but NONE is acceptable, or nothing at all. */
  boolean declines() {
    return optional && allowed.stream().allMatch(transform -> transform.id() == 0);
  }

  private boolean proposes(Proposal proposal) {
    return proposal.transforms().stream().anyMatch(t -> t.type() == type.value());
  }
}
