package io.culvert.gateway.core.ike.task;

import io.culvert.gateway.core.ike.crypto.IkeSuite;
import io.culvert.gateway.core.ike.crypto.KeyExchange;
import io.culvert.gateway.core.ike.crypto.Randomness;
import io.culvert.gateway.core.ike.payload.KePayload;
import io.culvert.gateway.core.ike.payload.NoncePayload;
import io.culvert.gateway.core.ike.payload.NotifyPayload;
import io.culvert.gateway.core.ike.payload.Payload;
import io.culvert.gateway.core.ike.payload.SaPayload;
import io.culvert.gateway.core.ike.proposal.IkePolicy;
import io.culvert.gateway.core.ike.proposal.ProposalSelector;
import io.culvert.gateway.core.ike.proposal.Selection;
import io.culvert.gateway.core.ike.task.InitiatorProfile.WantedPpk;
import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.ExchangeType;
import io.culvert.gateway.core.wire.KeMethod;
import io.culvert.gateway.core.wire.NotifyType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Our IKE_SA_INIT, with the retries a cookie or another group demand (RFC 7296 §2.6.1). */
public final class InitInitiator implements ActiveTask {
  private static final int MOST_RETRIES = 5;
  private static final int NONCE = 32;

  private final InitiatorProfile profile;
  private final boolean forceEncapsulation;
  private final Extensions extensions;
  private final Randomness randomness;
  private final Nat.Ends ends;
  private final Bytes nonce;
  private final int retries;
  private final KeyExchange ke;
  private final Optional<Bytes> cookie;

  private InitInitiator(InitInitiator before, KeyExchange ke, Optional<Bytes> cookie) {
    this.profile = before.profile;
    this.forceEncapsulation = before.forceEncapsulation;
    this.extensions = before.extensions;
    this.randomness = before.randomness;
    this.ends = before.ends;
    this.nonce = before.nonce;
    this.retries = before.retries + 1;
    this.ke = ke;
    this.cookie = cookie;
  }

  /** The first try. */
  public InitInitiator(
      InitiatorProfile profile, IkeConfig config, Randomness randomness, Nat.Ends ends) {
    this.profile = profile;
    this.forceEncapsulation = config.forceEncapsulation();
    this.extensions = Extensions.of(config, profile.ppk().isPresent());
    this.randomness = randomness;
    this.ends = ends;
    this.nonce = Bytes.of(randomness.bytes(NONCE));
    this.retries = 0;
    this.ke = KeyExchange.begin(profile.firstKe(), randomness);
    this.cookie = Optional.empty();
  }

  /** What a response leads to. */
  public sealed interface Result {
    /** Ask again. */
    record Again(InitInitiator next) implements Result {}

    /** Go on to IKE_AUTH. */
    record Done(InitOutcome outcome) implements Result {}

    /** An error, which anybody could have sent: keep waiting for a better answer (§2.21.1). */
    record Failed(Reason reason, Map<String, String> evidence) implements Result {}
  }

  @Override
  public ExchangeType exchange() {
    return ExchangeType.IKE_SA_INIT;
  }

  @Override
  public List<Payload> request() {
    List<Payload> payloads = new ArrayList<>();
    // RFC 7296 §2.6: the cookie comes first
    cookie.ifPresent(value -> payloads.add(NotifyPayload.of(NotifyType.COOKIE, value)));
    payloads.add(policy().offer(Bytes.EMPTY));
    payloads.add(new KePayload(ke.method().value(), ke.publicValue()));
    payloads.add(new NoncePayload(nonce));
    if (profile.ike().hasAdditional()) {
      payloads.add(NotifyPayload.of(NotifyType.INTERMEDIATE_EXCHANGE_SUPPORTED));
    }
    payloads.addAll(Nat.announce(ends, forceEncapsulation, randomness));
    payloads.addAll(extensions.announce());
    return payloads;
  }

  /** Reads the response; {@code spiR} is the SPI in its header. */
  public Result answered(PayloadList response, long spiR) {
    Optional<NotifyPayload> wantsCookie = response.notifies(NotifyType.COOKIE).findFirst();
    if (wantsCookie.isPresent() && retries < MOST_RETRIES) {
      return new Result.Again(new InitInitiator(this, ke, Optional.of(wantsCookie.get().data())));
    }
    Optional<KeMethod> group = wantedGroup(response);
    if (group.isPresent() && retries < MOST_RETRIES) {
      return new Result.Again(
          new InitInitiator(this, KeyExchange.begin(group.get(), randomness), cookie));
    }
    Optional<NotifyPayload> error = response.error();
    if (error.isPresent()) {
      return failed("the peer answered with " + Errors.name(error.get()));
    }
    return finish(response, spiR);
  }

  private Result finish(PayloadList response, long spiR) {
    var sa = response.first(SaPayload.class);
    var peerKe = response.first(KePayload.class);
    var peerNonce = response.first(NoncePayload.class);
    if (sa.isEmpty() || peerKe.isEmpty() || peerNonce.isEmpty() || spiR == 0) {
      return failed("SA, KE or nonce is missing in the response");
    }
    if (!(ProposalSelector.acceptIke(sa.get(), profile.ike(), ke.method(), Bytes.EMPTY)
            instanceof Selection.Chosen<IkeSuite> chosen)
        || peerKe.get().method() != ke.method().value()
        || (chosen.suite().additional().isPresent()
            && !response.has(NotifyType.INTERMEDIATE_EXCHANGE_SUPPORTED))) {
      return failed("the peer chose what was not offered");
    }
    Extensions shared = extensions.sharedWith(response);
    if (profile.ppk().filter(WantedPpk::required).isPresent() && !shared.ppk()) {
      return failed("the peer has no post-quantum pre-shared keys");
    }
    Nat nat =
        Nat.read(
            response,
            new Nat.Ends(ends.spiI(), spiR, ends.local(), ends.remote()),
            forceEncapsulation);
    return new Result.Done(
        new InitOutcome(
            chosen.suite(), ke, peerKe.get().data(), nonce, peerNonce.get().nonce(), nat, shared));
  }

  private IkePolicy policy() {
    return profile.ike().preferring(ke.method());
  }

  /** The group of INVALID_KE_PAYLOAD, when it is one we offered and not the one we tried. */
  private Optional<KeMethod> wantedGroup(PayloadList response) {
    return response
        .notifies(NotifyType.INVALID_KE_PAYLOAD)
        .findFirst()
        .flatMap(Errors::group)
        .filter(wanted -> wanted != ke.method() && profile.ike().groups().contains(wanted));
  }

  private Result failed(String problem) {
    return new Result.Failed(
        Reason.REFUSED_BY_PEER, Evidence.from(ends.remote()).with("problem", problem).toMap());
  }
}
