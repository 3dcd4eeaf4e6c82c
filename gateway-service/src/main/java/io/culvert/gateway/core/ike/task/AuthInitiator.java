package io.culvert.gateway.core.ike.task;

import io.culvert.gateway.core.ike.auth.Identity;
import io.culvert.gateway.core.ike.auth.PskAuth;
import io.culvert.gateway.core.ike.crypto.ChildKeys;
import io.culvert.gateway.core.ike.crypto.IkeKeys;
import io.culvert.gateway.core.ike.payload.AuthPayload;
import io.culvert.gateway.core.ike.payload.IdPayload;
import io.culvert.gateway.core.ike.payload.NotifyPayload;
import io.culvert.gateway.core.ike.payload.Payload;
import io.culvert.gateway.core.ike.task.InitiatorProfile.WantedPpk;
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
  private final Optional<AuthContext> mixed;
  private final ChildContext context;
  private final Optional<ChildOffer> offer;
  private final IdPayload id;

  /**
   * For an IKE SA whose keys exist.
   *
   * @param ppkAgreed both ends said USE_PPK in IKE_SA_INIT
   * @param childless leave the child SA for later, which the peer said it can do (RFC 6023 §3)
   */
  public AuthInitiator(
      InitiatorProfile profile,
      AuthContext auth,
      boolean ppkAgreed,
      ChildContext context,
      boolean childless) {
    this.profile = profile;
    this.auth = auth;
    this.mixed = profile.ppk().filter(_ -> ppkAgreed).map(wanted -> auth.mixedWith(wanted.key()));
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
    /**
     * Both ends are authenticated; the child SA may have been refused.
     *
     * @param mixed the IKE SA's keys from now on, when a post-quantum key is mixed in
     */
    record Done(
        Identity peer,
        Optional<IkeKeys> mixed,
        Optional<NegotiatedChild> child,
        Map<String, String> evidence)
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
    payloads.add(proof(mixed.orElse(auth)));
    mixed.ifPresent(_ -> payloads.addAll(ppkNotifications()));
    offer.ifPresent(child -> payloads.addAll(List.of(child.sa(), child.tsi(), child.tsr())));
    return payloads;
  }

  private AuthPayload proof(AuthContext signing) {
    return PskAuth.compute(signing.prf(), profile.psk(), signing.byInitiator(id));
  }

  /** Which key is mixed in, and the proof for a peer that does not have it (RFC 8784 §3). */
  private List<Payload> ppkNotifications() {
    WantedPpk wanted = profile.ppk().orElseThrow();
    List<Payload> notifications = new ArrayList<>(List.of(wanted.key().identity()));
    if (!wanted.required()) {
      notifications.add(NotifyPayload.of(NotifyType.NO_PPK_AUTH, proof(auth).data()));
    }
    return notifications;
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
    Optional<AuthContext> agreed = mixed.filter(_ -> response.has(NotifyType.PPK_IDENTITY));
    boolean without = agreed.isEmpty() && profile.ppk().filter(WantedPpk::required).isPresent();
    AuthContext used = agreed.orElse(auth);
    boolean genuine =
        PskAuth.verify(used.prf(), profile.psk(), used.byResponder(peer.get()), proof.get());
    if (!genuine || without || identity.isEmpty()) {
      return new Result.Failed(
          Reason.PSK_MISMATCH, Evidence.none().with("problem", "the gateway's AUTH").toMap());
    }
    if (agreed.isEmpty()) {
      mixed.ifPresent(unused -> unused.keys().eraseMixed());
    }
    Optional<NegotiatedChild> child =
        response.error().isPresent() ? Optional.empty() : child(response, used);
    String outcome =
        child.map(_ -> "agreed").orElseGet(() -> response.error().map(Errors::name).orElse("none"));
    return new Result.Done(
        identity.get(),
        agreed.map(AuthContext::keys),
        child,
        Evidence.none().with("child", outcome).toMap());
  }

  private Optional<NegotiatedChild> child(PayloadList response, AuthContext used) {
    return offer
        .flatMap(child -> child.accept(response))
        .map(
            accepted ->
                accepted.child(
                    ChildKeys.derive(
                        accepted.suite(),
                        context.prf(),
                        used.keys().d(),
                        Optional.empty(),
                        auth.nonceI(),
                        auth.nonceR()),
                    LowestNonce.of(auth.nonceI(), auth.nonceR())));
  }
}
