package io.culvert.gateway.core.ike.task;

import io.culvert.gateway.core.ike.crypto.ChildKeys;
import io.culvert.gateway.core.ike.crypto.InvalidKeException;
import io.culvert.gateway.core.ike.crypto.KeyExchange;
import io.culvert.gateway.core.ike.crypto.Secret;
import io.culvert.gateway.core.ike.payload.KePayload;
import io.culvert.gateway.core.ike.payload.NoncePayload;
import io.culvert.gateway.core.ike.payload.NotifyPayload;
import io.culvert.gateway.core.ike.payload.Payload;
import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.ExchangeType;
import io.culvert.gateway.core.wire.KeMethod;
import io.culvert.gateway.core.wire.NotifyType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Our CREATE_CHILD_SA for a child SA, new or a rekey (RFC 7296 §1.3.1, §1.3.3). */
public final class ChildInitiator implements ActiveTask {
  private static final int NONCE = 32;

  private final ChildContext context;
  private final ChildTerms terms;
  private final Optional<Rekeyed> rekeyed;
  private final Optional<KeyExchange> ke;
  private final boolean mayRetry;
  private final Bytes nonce;
  private final ChildOffer offer;

  /**
   * The child SA that is replaced.
   *
   * @param inboundSpi our SPI of it
   * @param pfs the group it was made with
   */
  public record Rekeyed(int inboundSpi, Optional<KeMethod> pfs) {}

  /** What a response leads to. */
  public sealed interface Result {
    /** The child SA is agreed. */
    record Agreed(NegotiatedChild child) implements Result {}

    /** Ask again, differently. */
    record Again(ChildInitiator next) implements Result {}

    /** The peer is busy with something that this would collide with (RFC 7296 §2.25). */
    record Later() implements Result {}

    /** Refused; a rekey is tried again later. */
    record Refused(String detail) implements Result {}

    /** The peer does not know the child SA that was to be rekeyed (RFC 7296 §2.25). */
    record UnknownToPeer() implements Result {}
  }

  /** A request for a new child SA, or in place of another. */
  public ChildInitiator(ChildContext context, ChildTerms terms, Optional<Rekeyed> rekeyed) {
    this(context, terms, rekeyed, rekeyed.flatMap(Rekeyed::pfs).or(terms::pfs), true);
  }

  private ChildInitiator(
      ChildContext context,
      ChildTerms terms,
      Optional<Rekeyed> rekeyed,
      Optional<KeMethod> pfs,
      boolean mayRetry) {
    this.context = context;
    this.terms = terms;
    this.rekeyed = rekeyed;
    this.ke = pfs.map(group -> KeyExchange.begin(group, context.randomness()));
    this.mayRetry = mayRetry;
    this.nonce = Bytes.of(context.randomness().bytes(NONCE));
    this.offer = new ChildOffer(terms, pfs, context.spis().newChildSpi());
  }

  /** The child SA that is replaced. */
  public Optional<Rekeyed> rekeyed() {
    return rekeyed;
  }

  @Override
  public ExchangeType exchange() {
    return ExchangeType.CREATE_CHILD_SA;
  }

  @Override
  public List<Payload> request() {
    List<Payload> payloads = new ArrayList<>();
    rekeyed.ifPresent(r -> payloads.add(NotifyPayload.ofEsp(NotifyType.REKEY_SA, r.inboundSpi())));
    payloads.add(offer.sa());
    payloads.add(new NoncePayload(nonce));
    ke.ifPresent(k -> payloads.add(new KePayload(k.method().value(), k.publicValue())));
    payloads.add(offer.tsi());
    payloads.add(offer.tsr());
    return payloads;
  }

  /** Reads the response. */
  public Result answered(PayloadList response) {
    Optional<NotifyPayload> error = response.error();
    if (error.isPresent()) {
      return refused(response, error.get());
    }
    Optional<NoncePayload> peerNonce = response.first(NoncePayload.class);
    Optional<ChildOffer.Accepted> accepted = offer.accept(response);
    if (peerNonce.isEmpty() || accepted.isEmpty()) {
      return new Result.Refused("the peer chose what was not offered");
    }
    if (ke.isEmpty()) {
      return agreed(accepted.get(), peerNonce.get().nonce(), Optional.empty());
    }
    Optional<KePayload> peerKe =
        response.first(KePayload.class).filter(k -> k.method() == ke.get().method().value());
    if (peerKe.isEmpty()) {
      return new Result.Refused("the peer's KE is missing");
    }
    try {
      Secret shared = ke.get().agree(peerKe.get().data());
      Result result = agreed(accepted.get(), peerNonce.get().nonce(), Optional.of(shared));
      shared.erase();
      return result;
    } catch (InvalidKeException e) {
      return new Result.Refused("the peer's KE is not of its group");
    }
  }

  private Result agreed(ChildOffer.Accepted accepted, Bytes nonceR, Optional<Secret> shared) {
    return new Result.Agreed(
        accepted.child(
            ChildKeys.derive(accepted.suite(), context.prf(), context.skD(), shared, nonce, nonceR),
            LowestNonce.of(nonce, nonceR)));
  }

  private Result refused(PayloadList response, NotifyPayload error) {
    Optional<KeMethod> wanted =
        response.notifies(NotifyType.INVALID_KE_PAYLOAD).findFirst().flatMap(Errors::group);
    if (response.has(NotifyType.CHILD_SA_NOT_FOUND) && rekeyed.isPresent()) {
      return new Result.UnknownToPeer();
    }
    if (response.has(NotifyType.TEMPORARY_FAILURE)) {
      return new Result.Later();
    }
    if (mayRetry && wanted.filter(terms.policy().groups()::contains).isPresent()) {
      return new Result.Again(new ChildInitiator(context, terms, rekeyed, wanted, false));
    }
    if (mayRetry && response.has(NotifyType.NO_PROPOSAL_CHOSEN) && ke.isEmpty()) {
      // A first child SA carries no group, so whether the peer insists on one shows only now.
      Optional<KeMethod> first = terms.policy().groups().stream().findFirst();
      if (first.isPresent()) {
        return new Result.Again(new ChildInitiator(context, terms, rekeyed, first, true));
      }
    }
    return new Result.Refused("the peer answered with " + Errors.name(error));
  }
}
