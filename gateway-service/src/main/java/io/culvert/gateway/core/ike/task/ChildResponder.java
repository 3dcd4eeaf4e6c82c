package io.culvert.gateway.core.ike.task;

import io.culvert.gateway.core.ike.crypto.ChildKeys;
import io.culvert.gateway.core.ike.crypto.EspSuite;
import io.culvert.gateway.core.ike.crypto.InvalidKeException;
import io.culvert.gateway.core.ike.crypto.KeyExchange;
import io.culvert.gateway.core.ike.crypto.Secret;
import io.culvert.gateway.core.ike.payload.KePayload;
import io.culvert.gateway.core.ike.payload.NoncePayload;
import io.culvert.gateway.core.ike.payload.NotifyPayload;
import io.culvert.gateway.core.ike.payload.Payload;
import io.culvert.gateway.core.ike.payload.SaPayload;
import io.culvert.gateway.core.ike.payload.TsPayload;
import io.culvert.gateway.core.ike.proposal.ProposalSelector;
import io.culvert.gateway.core.ike.proposal.Selection;
import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.NotifyType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Answers a request for a child SA, new or a rekey, in CREATE_CHILD_SA (RFC 7296 §1.3.1, §1.3.3) or
 * within IKE_AUTH (§1.2). A request for transport mode is answered in tunnel mode, which the peer
 * may refuse.
 *
 * <pre>
 *   HDR, SK {[N(REKEY_SA),] SA, Ni, [KEi,] TSi, TSr}  ─►
 *                                                     ◄─  HDR, SK {SA, Nr, [KEr,] TSi, TSr}
 * </pre>
 */
public final class ChildResponder {
  private static final int NONCE = 32;
  private final ChildContext context;

  /** For an IKE SA. */
  public ChildResponder(ChildContext context) {
    this.context = context;
  }

  /** The answer. */
  public sealed interface Answer {
    /** Agreed; the payloads go into the response. */
    record Agreed(NegotiatedChild child, List<Payload> payloads) implements Answer {}

    /** Not agreed: the notification goes into the response, and the IKE SA lives on. */
    record Refused(
        NotifyPayload notification, Optional<Reason> reason, Map<String, String> evidence)
        implements Answer {}
  }

  private record Nonces(Bytes initiator, Bytes responder) {}

  /** Our half of a key exchange, agreed already. */
  private record Pfs(Bytes publicValue, Secret shared) {}

  /** Answers the child part of IKE_AUTH, which takes its nonces from IKE_SA_INIT. */
  public Answer inAuth(PayloadList request, ChildTerms terms, Bytes nonceI, Bytes nonceR) {
    return answer(request, terms, new Nonces(nonceI, nonceR), false);
  }

  /** Answers CREATE_CHILD_SA. */
  public Answer inCreateChild(PayloadList request, ChildTerms terms) {
    Optional<NoncePayload> nonce = request.first(NoncePayload.class);
    if (nonce.isEmpty()) {
      return malformed("no nonce");
    }
    Bytes nonceR = Bytes.of(context.randomness().bytes(NONCE));
    return answer(request, terms, new Nonces(nonce.get().nonce(), nonceR), true);
  }

  private Answer answer(PayloadList request, ChildTerms terms, Nonces nonces, boolean ownExchange) {
    Optional<SaPayload> sa = request.first(SaPayload.class);
    Optional<TsPayload> tsi = request.selectors(true);
    Optional<TsPayload> tsr = request.selectors(false);
    if (sa.isEmpty() || tsi.isEmpty() || tsr.isEmpty()) {
      return malformed("SA, TSi or TSr is missing");
    }
    int inboundSpi = context.spis().newChildSpi();
    Selection<EspSuite> selection =
        ownExchange
            ? ProposalSelector.selectEsp(
                sa.get(), terms.policy(), keSent(request), Bytes.ofInt(inboundSpi))
            : ProposalSelector.selectEspInAuth(sa.get(), terms.policy(), Bytes.ofInt(inboundSpi));
    if (!(selection instanceof Selection.Chosen<EspSuite> chosen)) {
      return refused(
          NotifyType.NO_PROPOSAL_CHOSEN, Reason.PROPOSAL_MISMATCH_CHILD, comparison(selection));
    }
    Optional<Narrowing> narrowed =
        Narrowing.of(tsr.get().selectors(), tsi.get().selectors(), terms);
    if (narrowed.isEmpty()) {
      return refused(
          NotifyType.TS_UNACCEPTABLE,
          Reason.TS_UNACCEPTABLE,
          Evidence.compare(
              SelectorText.of(tsi.get(), tsr.get()),
              SelectorText.of(terms.remote(), terms.local())));
    }
    if (chosen.suite().pfs().isEmpty()) {
      return agree(inboundSpi, chosen, narrowed.get(), nonces, ownExchange, Optional.empty());
    }
    return withPfs(request, inboundSpi, chosen, narrowed.get(), nonces);
  }

  private static OptionalInt keSent(PayloadList request) {
    return request
        .first(KePayload.class)
        .map(ke -> OptionalInt.of(ke.method()))
        .orElse(OptionalInt.empty());
  }

  private Answer withPfs(
      PayloadList request,
      int inboundSpi,
      Selection.Chosen<EspSuite> chosen,
      Narrowing narrowed,
      Nonces nonces) {
    var group = chosen.suite().pfs().orElseThrow();
    Optional<KePayload> ke =
        request.first(KePayload.class).filter(k -> k.method() == group.value());
    if (ke.isEmpty()) {
      // RFC 7296 §1.3: ask again with this group
      return new Answer.Refused(Errors.invalidKe(group), Optional.empty(), Map.of());
    }
    KeyExchange ours = KeyExchange.begin(group, context.randomness());
    try {
      Secret shared = ours.agree(ke.get().data());
      return agree(
          inboundSpi,
          chosen,
          narrowed,
          nonces,
          true,
          Optional.of(new Pfs(ours.publicValue(), shared)));
    } catch (InvalidKeException e) {
      return malformed("KE is not of its group");
    }
  }

  private Answer agree(
      int inboundSpi,
      Selection.Chosen<EspSuite> chosen,
      Narrowing narrowed,
      Nonces nonces,
      boolean ownExchange,
      Optional<Pfs> pfs) {
    EspSuite suite = chosen.suite();
    ChildKeys keys =
        ChildKeys.derive(
            suite,
            context.prf(),
            context.skD(),
            pfs.map(Pfs::shared),
            nonces.initiator(),
            nonces.responder());
    pfs.ifPresent(p -> p.shared().erase());
    List<Payload> payloads = new ArrayList<>();
    payloads.add(new SaPayload(List.of(chosen.answer())));
    if (ownExchange) {
      payloads.add(new NoncePayload(nonces.responder()));
    }
    pfs.ifPresent(
        p -> payloads.add(new KePayload(suite.pfs().orElseThrow().value(), p.publicValue())));
    payloads.add(new TsPayload(true, narrowed.remote()));
    payloads.add(new TsPayload(false, narrowed.local()));
    NegotiatedChild child =
        new NegotiatedChild(
            inboundSpi,
            Spis.esp(chosen.peerSpi()).orElseThrow(),
            suite,
            NegotiatedChild.keysOfInitiator(keys),
            NegotiatedChild.keysOfResponder(keys),
            narrowed.local(),
            narrowed.remote(),
            LowestNonce.of(nonces.initiator(), nonces.responder()));
    return new Answer.Agreed(child, payloads);
  }

  private static Map<String, String> comparison(Selection<EspSuite> selection) {
    return switch (selection) {
      case Selection.NoProposal<EspSuite> none -> Evidence.compare(none.offered(), none.allowed());
      case Selection.Chosen<EspSuite> _ -> Map.of();
    };
  }

  private static Answer malformed(String problem) {
    return refused(NotifyType.INVALID_SYNTAX, Reason.INVALID_MESSAGE, Map.of("problem", problem));
  }

  private static Answer refused(NotifyType type, Reason reason, Map<String, String> evidence) {
    return new Answer.Refused(NotifyPayload.of(type), Optional.of(reason), evidence);
  }
}
