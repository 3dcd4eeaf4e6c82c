package io.culvert.gateway.core.ike.proposal;

import io.culvert.gateway.core.ike.payload.Proposal;
import io.culvert.gateway.core.ike.payload.SaPayload;
import io.culvert.gateway.core.ike.payload.Transform;
import io.culvert.gateway.core.wire.EncrId;
import io.culvert.gateway.core.wire.EsnId;
import io.culvert.gateway.core.wire.IntegId;
import io.culvert.gateway.core.wire.KeMethod;
import io.culvert.gateway.core.wire.PrfId;
import io.culvert.gateway.core.wire.ProtocolId;
import io.culvert.gateway.core.wire.TransformType;
import java.util.List;
import java.util.Optional;

/**
 * Says in text what was offered and what is allowed. It is made of our names and of numbers, never
 * of octets of the peer, and is bounded however long the offer is.
 */
final class ProposalText {
  /** The most characters either text has. */
  static final int LIMIT = 600;

  private static final String CUT = " ...";

  private ProposalText() {}

  /** The proposals of an offer, cut where there are too many. */
  static String offered(SaPayload offer) {
    StringBuilder text = new StringBuilder();
    for (Proposal proposal : offer.proposals()) {
      if (!append(text, proposal)) {
        return text.substring(0, Math.min(text.length(), LIMIT - CUT.length())) + CUT;
      }
    }
    return text.toString();
  }

  /** The transforms allowed, type by type. */
  static String allowed(ProtocolId protocol, List<Slot> slots) {
    StringBuilder text = new StringBuilder(protocol.toString());
    slots.stream()
        .filter(slot -> !slot.declines())
        .flatMap(slot -> slot.allowed().stream())
        .distinct()
        .forEach(transform -> text.append(' ').append(name(transform)));
    return text.substring(0, Math.min(text.length(), LIMIT));
  }

  /** Appends a proposal; false when there was no room for all of it. */
  private static boolean append(StringBuilder text, Proposal proposal) {
    text.append(text.isEmpty() ? "[" : " [").append(proposal.number());
    if (proposal.transforms().isEmpty()) {
      text.append(" no transforms");
    }
    ProtocolId.of(proposal.protocol())
        .ifPresentOrElse(
            known -> text.append(' ').append(known),
            () -> text.append(" PROTOCOL-").append(proposal.protocol()));
    for (Transform transform : proposal.transforms()) {
      if (text.length() > LIMIT) {
        return false;
      }
      text.append(' ').append(name(transform));
    }
    text.append(']');
    return text.length() <= LIMIT;
  }

  private static String name(Transform transform) {
    Optional<TransformType> type = TransformType.of(transform.type());
    if (type.isEmpty()) {
      return "TRANSFORM-" + transform.type() + "-" + transform.id();
    }
    Optional<? extends Enum<?>> known =
        switch (type.get()) {
          case ENCR -> EncrId.of(transform.id());
          case PRF -> PrfId.of(transform.id());
          case INTEG -> IntegId.of(transform.id());
          case KE, ADDKE1, ADDKE2, ADDKE3, ADDKE4, ADDKE5, ADDKE6, ADDKE7 ->
              KeMethod.of(transform.id());
          case ESN -> EsnId.of(transform.id());
        };
    String id = known.map(Enum::name).orElse(Integer.toString(transform.id()));
    String bits = transform.keyLength().isPresent() ? "-" + transform.keyLength().getAsInt() : "";
    return type.get() + "-" + id + bits;
  }
}
