package io.culvert.gateway.core.ike.task;

import io.culvert.gateway.core.ike.crypto.IkeSuite;
import io.culvert.gateway.core.ike.crypto.KeyExchange;
import io.culvert.gateway.core.ike.crypto.Prf;
import io.culvert.gateway.core.ike.crypto.Randomness;
import io.culvert.gateway.core.ike.payload.KePayload;
import io.culvert.gateway.core.ike.payload.NoncePayload;
import io.culvert.gateway.core.ike.payload.NotifyPayload;
import io.culvert.gateway.core.ike.payload.Payload;
import io.culvert.gateway.core.ike.payload.SaPayload;
import io.culvert.gateway.core.ike.proposal.IkePolicy;
import io.culvert.gateway.core.ike.proposal.ProposalSelector;
import io.culvert.gateway.core.ike.proposal.Selection;
import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.KeMethod;
import io.culvert.gateway.core.wire.NotifyType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * Answers IKE_SA_INIT (RFC 7296 §1.2).
 *
 * <pre>
 *   HDR, SAi1, KEi, Ni, N(NAT…)  ─►
 *                                ◄─  HDR, SAr1, KEr, Nr, N(NAT…)
 *                             or ◄─  HDR, N(INVALID_KE_PAYLOAD | NO_PROPOSAL_CHOSEN)
 * </pre>
 */
public final class InitResponder {
  private static final int SHORTEST_NONCE = 16;
  private static final int USUAL_NONCE = 32;

  private final IkePolicy policy;
  private final boolean forceEncapsulation;
  private final Extensions extensions;
  private final Randomness randomness;

  /** Answers as these settings allow. */
  public InitResponder(IkeConfig config, Randomness randomness) {
    this.policy = config.ike();
    this.forceEncapsulation = config.forceEncapsulation();
    this.extensions = Extensions.of(config, policy.hasAdditional());
    this.randomness = randomness;
  }

  /** The answer to a request that negotiation goes on from. */
  public record Accepted(InitOutcome outcome, List<Payload> payloads) {}

  /** The answer. */
  public sealed interface Answer {
    /**
     * Negotiation goes on.
     *
     * @param group begin a key exchange of this one
     * @param with the answer with our half of it
     */
    record Agreed(KeMethod group, Function<KeyExchange, Accepted> with) implements Answer {}

    /** The peer should try again with another group: no failure yet. */
    record Retry(NotifyPayload notification) implements Answer {}

    /** Negotiation has failed. */
    record Refused(
        Optional<NotifyPayload> notification, Reason reason, Map<String, String> evidence)
        implements Answer {}
  }

  /** Works out the answer to a request; {@code ends.spiR()} is the SPI we would take. */
  public Answer answer(PayloadList request, Nat.Ends ends) {
    var sa = request.first(SaPayload.class);
    var ke = request.first(KePayload.class);
    var nonce = request.first(NoncePayload.class);
    if (sa.isEmpty() || ke.isEmpty() || nonce.isEmpty()) {
      return invalid("SA, KE or nonce is missing");
    }
    // RFC 9370 §2.2.1: no additional key exchange without IKE_INTERMEDIATE
    IkePolicy allowed =
        request.has(NotifyType.INTERMEDIATE_EXCHANGE_SUPPORTED)
            ? policy
            : policy.decliningAdditional();
    return switch (ProposalSelector.selectIke(
        sa.get(), allowed, OptionalInt.of(ke.get().method()), Bytes.EMPTY)) {
      case Selection.NoProposal<IkeSuite> none ->
          new Answer.Refused(
              Optional.of(NotifyPayload.of(NotifyType.NO_PROPOSAL_CHOSEN)),
              Reason.PROPOSAL_MISMATCH_IKE,
              Evidence.compare(none.offered(), none.allowed()));
      case Selection.Chosen<IkeSuite> chosen -> {
        IkeSuite suite = chosen.suite();
        if (suite.ke().value() != ke.get().method()) {
          // RFC 7296 §1.2: the initiator guessed another group
          yield new Answer.Retry(Errors.invalidKe(suite.ke()));
        }
        if (ke.get().data().length() != KeyExchange.publicValueLength(suite.ke())) {
          yield invalid("KE data of the wrong length for its group");
        }
        yield new Answer.Agreed(
            suite.ke(),
            ours -> accept(request, chosen, ours, ke.get().data(), nonce.get().nonce(), ends));
      }
    };
  }

  private Accepted accept(
      PayloadList request,
      Selection.Chosen<IkeSuite> chosen,
      KeyExchange ours,
      Bytes peerValue,
      Bytes nonceI,
      Nat.Ends ends) {
    Nat nat =
        Nat.read(
            request, new Nat.Ends(ends.spiI(), 0, ends.local(), ends.remote()), forceEncapsulation);
    Bytes nonceR = Bytes.of(randomness.bytes(nonceLength(chosen.suite(), nonceI.length())));
    List<Payload> payloads = new ArrayList<>();
    payloads.add(new SaPayload(List.of(chosen.answer())));
    payloads.add(new KePayload(ours.method().value(), ours.publicValue()));
    payloads.add(new NoncePayload(nonceR));
    if (chosen.suite().additional().isPresent()) {
      payloads.add(NotifyPayload.of(NotifyType.INTERMEDIATE_EXCHANGE_SUPPORTED));
    }
    if (nat.supported()) {
      payloads.addAll(Nat.announce(ends, nat.forced(), randomness));
    }
    Extensions shared = extensions.sharedWith(request);
    payloads.addAll(shared.announce());
    return new Accepted(
        new InitOutcome(
            chosen.suite(), ours, peerValue, nonceI, nonceR, nat, shared.withUnanswered(request)),
        payloads);
  }

  /**
   * As long as the peer's nonce but 32 octets at most, so that the answer does not outgrow the
   * request, and half the PRF's key at least (RFC 7296 §2.10).
   */
  private static int nonceLength(IkeSuite suite, int peerLength) {
    int least = Math.max(SHORTEST_NONCE, Prf.of(suite.prf()).length() / 2);
    return Math.max(least, Math.min(USUAL_NONCE, peerLength));
  }

  private static Answer invalid(String what) {
    // RFC 7296 §3.10.1: INVALID_SYNTAX is for authenticated messages only
    return new Answer.Refused(Optional.empty(), Reason.INVALID_MESSAGE, Map.of("problem", what));
  }
}
