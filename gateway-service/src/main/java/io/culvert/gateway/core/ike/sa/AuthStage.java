package io.culvert.gateway.core.ike.sa;

import io.culvert.contract.TunnelEvent;
import io.culvert.gateway.core.ike.auth.Identity;
import io.culvert.gateway.core.ike.message.DecodeResult;
import io.culvert.gateway.core.ike.message.MessageCodec;
import io.culvert.gateway.core.ike.message.Rejected;
import io.culvert.gateway.core.ike.payload.NotifyPayload;
import io.culvert.gateway.core.ike.payload.Payload;
import io.culvert.gateway.core.ike.proposal.EspPolicy;
import io.culvert.gateway.core.ike.task.AuthContext;
import io.culvert.gateway.core.ike.task.AuthRequest;
import io.culvert.gateway.core.ike.task.AuthResponder;
import io.culvert.gateway.core.ike.task.AuthResponder.Authenticated;
import io.culvert.gateway.core.ike.task.ChildResponder;
import io.culvert.gateway.core.ike.task.ChildSaInstall.Sending;
import io.culvert.gateway.core.ike.task.ChildTerms;
import io.culvert.gateway.core.ike.task.CrashToken;
import io.culvert.gateway.core.ike.task.Evidence;
import io.culvert.gateway.core.ike.task.IkeEvent;
import io.culvert.gateway.core.ike.task.InitOutcome;
import io.culvert.gateway.core.ike.task.KeyMark;
import io.culvert.gateway.core.ike.task.PayloadList;
import io.culvert.gateway.core.ike.task.Reason;
import io.culvert.gateway.core.ike.task.Redirect;
import io.culvert.gateway.core.ike.task.TunnelPolicy;
import io.culvert.gateway.core.ike.task.TunnelPolicy.AcceptedPsk;
import io.culvert.gateway.core.wire.AuthMethod;
import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.NotifyType;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The responder's way from IKE_SA_INIT to an authenticated peer. */
final class AuthStage {
  private final SaContext sa;
  private final PeerRequests requests;
  private final InitOutcome init;
  private final IkeSa.InitExchange exchange;
  private final InitialKeys keys;
  private final IntermediateStage intermediate;
  private @Nullable AuthRequest pending;
  private @Nullable Arrival from;

  AuthStage(SaContext sa, PeerRequests requests, InitOutcome init, IkeSa.InitExchange exchange) {
    this.sa = sa;
    this.requests = requests;
    this.init = init;
    this.exchange = exchange;
    this.keys = new InitialKeys(sa, init);
    this.intermediate = new IntermediateStage(sa, init);
  }

  IntermediateStage intermediate() {
    return intermediate;
  }

  Bytes initRequest() {
    return exchange.request().data();
  }

  Bytes initResponse() {
    return exchange.response();
  }

  InitialKeys keys() {
    return keys;
  }

  /** IKE_AUTH came: ask who this is. */
  void begin(PayloadList payloads, Arrival arrival, long now) {
    Optional<AuthRequest> read = AuthRequest.read(payloads);
    if (read.isEmpty()) {
      requests.refuseMalformed(arrival, now);
      return;
    }
    pending = read.get();
    from = arrival;
    sa.become(IkeSaState.DECIDING);
    switch (pending.identity()) {
      case Identity.Reading.Known known ->
          sa.env
              .out()
              .requestPolicy(
                  sa.role.localSpi(), known.identity(), pending.wantedIdentity(), arrival.remote());
      case Identity.Reading.Refused refused ->
          refuse(
              Reason.UNSUPPORTED_IDENTITY,
              0,
              Evidence.compare(refused.reason(), "an IPv4 or IPv6 address, an FQDN or a user@fqdn"),
              now);
    }
  }

  /** The claimed identity has this tunnel. */
  void accept(TunnelPolicy policy, long now) {
    AuthRequest request = pending();
    ChildTerms terms =
        ChildTerms.gateway(
            EspPolicy.of(policy.encryption()).withGroups(sa.env.config().ike().groups()));
    Optional<InetAddress> elsewhere =
        sa.redirect(policy.tunnelId()).filter(gateway -> !cameFrom(gateway));
    AuthRequest asked = elsewhere.isPresent() ? request.withoutChild() : request;
    Optional<Authenticated> proven = responder().answer(asked, policy, terms);
    if (proven.isPresent() && elsewhere.isPresent()) {
      redirect(policy, proven.get(), elsewhere.get(), now);
    } else if (proven.isPresent()) {
      establish(request, policy, terms, proven.get(), now);
    } else if (!responder().suits(request, policy.ppks())) {
      refuse(
          Reason.PPK_MISMATCH,
          policy.tunnelId(),
          Evidence.compare(
              request.namedPpk().isPresent() ? "a post-quantum key of another name" : "none",
              policy.ppks().isEmpty() ? "none" : "a post-quantum key of the tunnel"),
          now);
    } else {
      unproven(request, policy, now);
    }
  }

  /** Whether that gateway sent the device to us: it is not sent back. */
  private boolean cameFrom(InetAddress gateway) {
    return switch (MessageCodec.decodeUnprotected(initRequest().toArray())) {
      case DecodeResult.Decoded init ->
          Redirect.isFrom(gateway, new PayloadList(init.message().payloads()));
      case Rejected _ -> false;
    };
  }

  // RFC 5685 §6: no child SA is made, and the device deletes the IKE SA; should it not, we forget
  // it
  private void redirect(TunnelPolicy policy, Authenticated proven, InetAddress to, long now) {
    List<Payload> answer = new ArrayList<>(proven.payloads());
    answer.add(Redirect.to(to));
    requests.reply(answer, arrival());
    requests.end(IkeSaState.CLOSING, now);
    Evidence evidence = Evidence.none().with("identity", Identities.text(pending().identity()));
    sa.emit(
        TunnelEvent.Type.FAILED,
        policy.tunnelId(),
        Optional.of(Reason.REDIRECTED),
        evidence.with("to", to.getHostAddress()).toMap());
  }

  private void unproven(AuthRequest request, TunnelPolicy policy, long now) {
    boolean byKey = request.authMethod().equals(Optional.of(AuthMethod.SHARED_KEY));
    String slots =
        policy.psks().stream().map(AcceptedPsk::slot).collect(Collectors.joining(" or "));
    fail(
        byKey ? Reason.PSK_MISMATCH : Reason.AUTH_METHOD_UNSUPPORTED,
        policy.tunnelId(),
        byKey
            ? Evidence.compare("proof of another key", "pre-shared key " + slots)
            : Evidence.compare(request.authText(), "SHARED_KEY"),
        now);
  }

  /** The claimed identity has none, or may not use it. */
  void refuse(Reason reason, long tunnelId, Map<String, String> evidence, long now) {
    responder().refuse(pending());
    fail(reason, tunnelId, evidence, now);
  }

  private void fail(Reason reason, long tunnelId, Map<String, String> evidence, long now) {
    Evidence all = Evidence.none().with("identity", Identities.text(pending().identity()));
    requests.reply(AuthResponder.refusal(), arrival());
    requests.end(IkeSaState.REFUSED, now);
    sa.emit(TunnelEvent.Type.FAILED, tunnelId, Optional.of(reason), all.with(evidence).toMap());
  }

  private void establish(
      AuthRequest request, TunnelPolicy policy, ChildTerms terms, Authenticated proven, long now) {
    Identity identity = Identities.known(request.identity());
    proven.mixed().ifPresent(sa::mixed);
    boolean mobike = request.payloads().has(NotifyType.MOBIKE_SUPPORTED);
    Optional<KeyMark> key =
        policy.psks().stream()
            .filter(psk -> psk.slot().equals(proven.slot()))
            .map(psk -> KeyMark.of(psk, sa.role.handle()))
            .findFirst();
    sa.establish(new Peer(policy.tunnelId(), identity, terms, key, policy.source(), mobike), now);
    if (request.initialContact()) {
      sa.env.out().initialContact(sa.role.handle(), policy.tunnelId(), identity);
    }
    Evidence evidence =
        Evidence.none()
            .with(TunnelEvent.PSK_SLOT, proven.slot())
            .with("ike", SuiteText.of(init.suite()))
            .with("nat", Boolean.toString(init.nat().peerBehindNat()))
            .with("ppk", Boolean.toString(proven.mixed().isPresent()))
            .with(IkeEvent.HANDSHAKE_MILLIS, Long.toString((now - exchange.since()) / 1_000_000));
    var child = proven.child().orElse(null);
    if (child instanceof ChildResponder.Answer.Agreed agreed) {
      sa.install(agreed.child(), OptionalInt.empty(), Sending.AT_ONCE, now);
      evidence.with("esp", SuiteText.of(agreed.child().suite()));
    }
    List<Payload> answer = new ArrayList<>(proven.payloads());
    answer.addAll(announcements(mobike));
    requests.reply(answer, arrival());
    sa.emit(TunnelEvent.Type.ESTABLISHED, Optional.empty(), evidence.toMap());
    if (child instanceof ChildResponder.Answer.Refused refused) {
      sa.emit(TunnelEvent.Type.FAILED, refused.reason(), refused.evidence());
    }
  }

  private List<Payload> announcements(boolean mobike) {
    List<Payload> announced = new ArrayList<>();
    if (mobike) {
      announced.add(NotifyPayload.of(NotifyType.MOBIKE_SUPPORTED)); // RFC 4555 §3.1
    }
    sa.env
        .config()
        .crashSecret()
        .ifPresent(s -> announced.add(CrashToken.of(s, sa.role.localSpi(), sa.remoteSpi())));
    return announced;
  }

  private AuthResponder responder() {
    AuthContext auth =
        new AuthContext(
            sa.prf(),
            sa.keys().keys(),
            initRequest(),
            initResponse(),
            init.nonceI(),
            init.nonceR(),
            intermediate.signed(requests.window().expected()));
    return new AuthResponder(
        auth,
        sa.extensions().ppk(),
        sa.childContext(),
        sa.env.config().identities(),
        arrival().local().getAddress());
  }

  private AuthRequest pending() {
    if (pending == null) {
      throw new IllegalStateException("no IKE_AUTH yet");
    }
    return pending;
  }

  private Arrival arrival() {
    if (from == null) {
      throw new IllegalStateException("no IKE_AUTH yet");
    }
    return from;
  }
}
