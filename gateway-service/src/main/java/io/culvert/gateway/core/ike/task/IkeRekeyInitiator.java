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
import io.culvert.gateway.core.wire.ExchangeType;
import io.culvert.gateway.core.wire.KeMethod;
import io.culvert.gateway.core.wire.NotifyType;
import java.util.List;
import java.util.Optional;

/** Our request to rekey the IKE SA (RFC 7296 §1.3.2). */
public final class IkeRekeyInitiator implements ActiveTask {
  private static final int NONCE = 32;
  private final IkePolicy policy;
  private final RekeyedIke.Parent parent;
  private final Randomness randomness;
  private final long localSpi;
  private final KeyExchange ke;
  private final boolean mayRetry;
  private final Bytes nonce;

  /** The first try, with the group the SA has. */
  public IkeRekeyInitiator(
      IkePolicy policy,
      RekeyedIke.Parent parent,
      Randomness randomness,
      long localSpi,
      KeMethod group) {
    this(policy, parent, randomness, localSpi, group, true);
  }

  private IkeRekeyInitiator(
      IkePolicy policy,
      RekeyedIke.Parent parent,
      Randomness randomness,
      long localSpi,
      KeMethod group,
      boolean mayRetry) {
    this.policy = policy;
    this.parent = parent;
    this.randomness = randomness;
    this.localSpi = localSpi;
    this.ke = KeyExchange.begin(group, randomness);
    this.mayRetry = mayRetry;
    this.nonce = Bytes.of(randomness.bytes(NONCE));
  }

  /** What a response leads to. */
  public sealed interface Result {
    /** The new IKE SA. */
    record Done(RekeyedIke successor) implements Result {}

    /** Ask again with another group. */
    record Again(IkeRekeyInitiator next) implements Result {}

    /** The peer is busy with something that this would collide with (RFC 7296 §2.25). */
    record Later() implements Result {}

    /** Refused; it is tried again later. */
    record Refused(String detail) implements Result {}
  }

  @Override
  public ExchangeType exchange() {
    return ExchangeType.CREATE_CHILD_SA;
  }

  @Override
  public List<Payload> request() {
    return List.of(
        policy.preferring(ke.method()).offer(Bytes.ofLong(localSpi)),
        new NoncePayload(nonce),
        new KePayload(ke.method().value(), ke.publicValue()));
  }

  /** Reads the response. */
  public Result answered(PayloadList response) {
    Optional<KeMethod> wanted =
        response
            .notifies(NotifyType.INVALID_KE_PAYLOAD)
            .findFirst()
            .flatMap(Errors::group)
            .filter(policy.groups()::contains);
    if (wanted.isPresent() && mayRetry) {
      return new Result.Again(
          new IkeRekeyInitiator(policy, parent, randomness, localSpi, wanted.get(), false));
    }
    if (response.has(NotifyType.TEMPORARY_FAILURE)) {
      return new Result.Later();
    }
    Optional<NotifyPayload> error = response.error();
    if (error.isPresent()) {
      return new Result.Refused("the peer answered with " + Errors.name(error.get()));
    }
    var sa = response.first(SaPayload.class);
    var peerKe = response.first(KePayload.class);
    var peerNonce = response.first(NoncePayload.class);
    if (sa.isEmpty()
        || peerKe.isEmpty()
        || peerNonce.isEmpty()
        || peerKe.get().method() != ke.method().value()
        || !(ProposalSelector.acceptIke(sa.get(), policy, ke.method(), Bytes.ofLong(localSpi))
            instanceof Selection.Chosen<IkeSuite> chosen)) {
      return new Result.Refused("the peer chose what was not offered");
    }
    return agree(chosen, peerKe.get().data(), peerNonce.get().nonce());
  }

  private Result agree(Selection.Chosen<IkeSuite> chosen, Bytes peerValue, Bytes nonceR) {
    try {
      Secret shared = ke.agree(peerValue);
      long remoteSpi = Spis.ike(chosen.peerSpi()).orElseThrow();
      return new Result.Done(
          RekeyedIke.of(
              chosen.suite(),
              parent,
              shared,
              new RekeyedIke.Ends(nonce, nonceR, localSpi, remoteSpi),
              true));
    } catch (InvalidKeException e) {
      return new Result.Refused("the peer's KE is not of its group");
    }
  }
}
