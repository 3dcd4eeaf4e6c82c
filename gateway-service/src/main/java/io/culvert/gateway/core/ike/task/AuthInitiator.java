package io.culvert.gateway.core.ike.task;

import io.culvert.gateway.core.ike.auth.Identity;
import io.culvert.gateway.core.ike.auth.PskAuth;
import io.culvert.gateway.core.ike.crypto.ChildKeys;
import io.culvert.gateway.core.ike.payload.AuthPayload;
import io.culvert.gateway.core.ike.payload.IdPayload;
import io.culvert.gateway.core.ike.payload.NotifyPayload;
import io.culvert.gateway.core.ike.payload.Payload;
import io.culvert.gateway.core.wire.ExchangeType;
import io.culvert.gateway.core.wire.NotifyType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Our IKE_AUTH (RFC 7296 §1.2). */
public final class AuthInitiator implements ActiveTask {
  private final InitiatorProfile profile;
  private final AuthContext auth;
  private final ChildContext context;
  private final Optional<ChildOffer> offer;
  private final IdPayload id;

  /**
   * For an IKE SA whose keys exist.
   *
   * @param childless leave the child SA for later, which the peer said it can do (RFC 6023 §3)
   */
  public AuthInitiator(
      InitiatorProfile profile, AuthContext auth, ChildContext context, boolean childless) {
    this.profile = profile;
    this.auth = auth;
    this.context = context;
    this.offer =
        childless
            ? Optional.empty()
            : Optional.of(
                new ChildOffer(
                    profile.terms().withoutPfs(), Optional.empty(), context.spis().newChildSpi()));
    this.id = profile.identity().payload(true);
  }

  /** What a response leads to. */
  public sealed interface Result {
    /** Both ends are authenticated; the child SA may have been refused. */
    record Done(Identity peer, Optional<NegotiatedChild> child, Map<String, String> evidence)
        implements Result {}

    /** No IKE SA. */
    record Failed(Reason reason, Map<String, String> evidence) implements Result {}
  }

  @Override
  public ExchangeType exchange() {
    return ExchangeType.IKE_AUTH;
  }

  @Override
  public List<Payload> request() {
    List<Payload> payloads = new ArrayList<>();
    payloads.add(id);
    if (profile.initialContact()) {
      payloads.add(NotifyPayload.of(NotifyType.INITIAL_CONTACT));
    }
    profile.wantedPeer().ifPresent(wanted -> payloads.add(wanted.payload(false)));
    payloads.add(PskAuth.compute(auth.prf(), profile.psk(), auth.byInitiator(id)));
    offer.ifPresent(child -> payloads.addAll(List.of(child.sa(), child.tsi(), child.tsr())));
    return payloads;
  }

  /** Reads the response. */
  public Result answered(PayloadList response) {
    Optional<IdPayload> peer =
        response.all(IdPayload.class).filter(i -> !i.initiator()).findFirst();
    Optional<AuthPayload> proof = response.first(AuthPayload.class);
    if (peer.isEmpty() || proof.isEmpty()) {
      String problem = response.error().map(Errors::name).orElse("IDr or AUTH is missing");
      return new Result.Failed(
          Reason.REFUSED_BY_PEER, Evidence.none().with("problem", problem).toMap());
    }
    Optional<Identity> identity = AuthRequest.known(Identity.read(peer.get()));
    boolean genuine =
        PskAuth.verify(auth.prf(), profile.psk(), auth.byResponder(peer.get()), proof.get());
    if (!genuine || identity.isEmpty()) {
      return new Result.Failed(
          Reason.PSK_MISMATCH, Evidence.none().with("problem", "the gateway's AUTH").toMap());
    }
    Optional<NegotiatedChild> child =
        response.error().isPresent() ? Optional.empty() : child(response);
    String outcome =
        child.map(_ -> "agreed").orElseGet(() -> response.error().map(Errors::name).orElse("none"));
    return new Result.Done(identity.get(), child, Evidence.none().with("child", outcome).toMap());
  }

  private Optional<NegotiatedChild> child(PayloadList response) {
    return offer
        .flatMap(child -> child.accept(response))
        .map(
            accepted ->
                accepted.child(
                    ChildKeys.derive(
                        accepted.suite(),
                        context.prf(),
                        context.skD(),
                        Optional.empty(),
                        auth.nonceI(),
                        auth.nonceR())));
  }
}
