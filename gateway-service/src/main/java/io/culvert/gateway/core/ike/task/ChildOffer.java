package io.culvert.gateway.core.ike.task;

import io.culvert.gateway.core.ike.crypto.ChildKeys;
import io.culvert.gateway.core.ike.crypto.EspSuite;
import io.culvert.gateway.core.ike.payload.SaPayload;
import io.culvert.gateway.core.ike.payload.TsPayload;
import io.culvert.gateway.core.ike.proposal.ProposalSelector;
import io.culvert.gateway.core.ike.proposal.Selection;
import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.KeMethod;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A child SA we offer, and the check that the answer keeps to it.
 *
 * @param pfs the group offered
 * @param inboundSpi ours
 */
record ChildOffer(ChildTerms terms, Optional<KeMethod> pfs, int inboundSpi) {
  /** What the peer made of it. */
  record Accepted(EspSuite suite, int inboundSpi, int outboundSpi, Narrowing narrowed) {
    NegotiatedChild child(ChildKeys keys, LowestNonce lowest) {
      return new NegotiatedChild(
          inboundSpi,
          outboundSpi,
          suite,
          NegotiatedChild.keysOfResponder(keys),
          NegotiatedChild.keysOfInitiator(keys),
          narrowed.local(),
          narrowed.remote(),
          lowest);
    }
  }

  SaPayload sa() {
    return terms.policy().offer(Bytes.ofInt(inboundSpi), pfs);
  }

  TsPayload tsi() {
    return new TsPayload(true, terms.local());
  }

  TsPayload tsr() {
    return new TsPayload(false, terms.remote());
  }

  Optional<Accepted> accept(PayloadList response) {
    Optional<SaPayload> sa = response.first(SaPayload.class);
    Optional<TsPayload> tsi = response.selectors(true);
    Optional<TsPayload> tsr = response.selectors(false);
    if (sa.isEmpty()
        || tsi.isEmpty()
        || tsr.isEmpty()
        || !(ProposalSelector.acceptEsp(sa.get(), terms.policy(), pfs, Bytes.ofInt(inboundSpi))
            instanceof Selection.Chosen<EspSuite> chosen)) {
      return Optional.empty();
    }
    OptionalInt outbound = Spis.esp(chosen.peerSpi());
    return outbound.isEmpty()
        ? Optional.empty()
        : Narrowing.of(tsi.get().selectors(), tsr.get().selectors(), terms)
            .map(n -> new Accepted(chosen.suite(), inboundSpi, outbound.getAsInt(), n));
  }
}
