package io.culvert.gateway.core.ike.task;

import io.culvert.gateway.core.ike.crypto.IkeSuite;
import io.culvert.gateway.core.ike.crypto.InvalidKeException;
import io.culvert.gateway.core.ike.crypto.KeyExchange;
import io.culvert.gateway.core.ike.crypto.Randomness;
import io.culvert.gateway.core.ike.crypto.Secret;
import io.culvert.gateway.core.ike.payload.KePayload;
import io.culvert.gateway.core.ike.payload.NoncePayload;
import io.culvert.gateway.core.ike.payload.NotifyPayload;
import io.culvert.gateway.core.ike.payload.Payload;
import io.culvert.gateway.core.ike.payload.SaPayload;
import io.culvert.gateway.core.ike.proposal.IkePolicy;
import io.culvert.gateway.core.ike.proposal.ProposalSelector;
import io.culvert.gateway.core.ike.proposal.Selection;
import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.NotifyType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Answers a request to rekey the IKE SA (RFC 7296 §1.3.2).
 *
 * <pre>
 *   HDR, SK {SA, Ni, KEi}  ─►
 *                          ◄─  HDR, SK {SA, Nr, KEr}
 * </pre>
 */
public final class IkeRekeyResponder {
  private static final int NONCE = 32;
  private final IkePolicy policy;
  private final RekeyedIke.Parent parent;
  private final SpiSource spis;
  private final Randomness randomness;

  /** For the IKE SA that is replaced. */
  public IkeRekeyResponder(
      IkePolicy policy, RekeyedIke.Parent parent, SpiSource spis, Randomness randomness) {
    this.policy = policy;
    this.parent = parent;
    this.spis = spis;
    this.randomness = randomness;
  }

  /** The answer. */
  public sealed interface Answer {
    /** Agreed. */
    record Agreed(RekeyedIke successor, List<Payload> payloads) implements Answer {}

    /** Not agreed; the old SA lives on. */
    record Refused(
        NotifyPayload notification, Optional<Reason> reason, Map<String, String> evidence)
        implements Answer {}
  }

  /** Works out the answer. */
  public Answer answer(PayloadList request) {
    var sa = request.first(SaPayload.class);
    var ke = request.first(KePayload.class);
    var nonce = request.first(NoncePayload.class);
    if (sa.isEmpty() || ke.isEmpty() || nonce.isEmpty()) {
      return malformed("SA, KE or nonce is missing");
    }
    long localSpi = spis.newIkeSpi();
    return switch (ProposalSelector.selectIke(
        sa.get(), policy, OptionalInt.of(ke.get().method()), Bytes.ofLong(localSpi))) {
      case Selection.NoProposal<IkeSuite> none ->
          new Answer.Refused(
              NotifyPayload.of(NotifyType.NO_PROPOSAL_CHOSEN),
              Optional.of(Reason.PROPOSAL_MISMATCH_IKE),
              Evidence.compare(none.offered(), none.allowed()));
      case Selection.Chosen<IkeSuite> chosen ->
          chosen.suite().ke().value() == ke.get().method()
              ? agree(chosen, ke.get(), nonce.get().nonce(), localSpi)
              // RFC 7296 §1.3: ask again with this group
              : new Answer.Refused(
                  Errors.invalidKe(chosen.suite().ke()), Optional.empty(), Map.of());
    };
  }

  private Answer agree(
      Selection.Chosen<IkeSuite> chosen, KePayload ke, Bytes nonceI, long localSpi) {
    KeyExchange ours = KeyExchange.begin(chosen.suite().ke(), randomness);
    Bytes nonceR = Bytes.of(randomness.bytes(NONCE));
    long remoteSpi = Spis.ike(chosen.peerSpi()).orElseThrow();
    try {
      Secret shared = ours.agree(ke.data());
      RekeyedIke successor =
          RekeyedIke.of(
              chosen.suite(),
              parent,
              shared,
              new RekeyedIke.Ends(nonceI, nonceR, remoteSpi, localSpi),
              false);
      return new Answer.Agreed(
          successor,
          List.of(
              new SaPayload(List.of(chosen.answer())),
              new NoncePayload(nonceR),
              new KePayload(ours.method().value(), ours.publicValue())));
    } catch (InvalidKeException e) {
      return malformed("KE is not of its group");
    }
  }

  private static Answer malformed(String problem) {
    return new Answer.Refused(
        NotifyPayload.of(NotifyType.INVALID_SYNTAX),
        Optional.of(Reason.INVALID_MESSAGE),
        Map.of("problem", problem));
  }
}
