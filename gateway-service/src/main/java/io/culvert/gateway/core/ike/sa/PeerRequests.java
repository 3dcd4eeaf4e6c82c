package io.culvert.gateway.core.ike.sa;

import io.culvert.contract.TunnelEvent;
import io.culvert.gateway.core.ike.payload.NotifyPayload;
import io.culvert.gateway.core.ike.payload.Payload;
import io.culvert.gateway.core.ike.task.ChildInitiator;
import io.culvert.gateway.core.ike.task.Deletes;
import io.culvert.gateway.core.ike.task.Evidence;
import io.culvert.gateway.core.ike.task.PayloadList;
import io.culvert.gateway.core.ike.task.Reason;
import io.culvert.gateway.core.wire.ExchangeType;
import io.culvert.gateway.core.wire.NotifyType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Answers the peer's requests. */
final class PeerRequests {
  private final SaContext sa;
  private final OwnRequests own;
  private final PeerWindow window;
  private final Succession succession;
  private final ChildRekeys childRekeys;
  private final CreateChildStage createChild;
  private final Mobike mobike;
  private @Nullable AuthStage auth;
  private long expiresAt = Long.MAX_VALUE;
  private ExchangeType answering = ExchangeType.INFORMATIONAL;

  PeerRequests(SaContext sa, OwnRequests own, int firstMessageId) {
    this.sa = sa;
    this.own = own;
    this.window = new PeerWindow(firstMessageId);
    this.succession = new Succession(sa, own, this);
    this.childRekeys = new ChildRekeys(sa, own);
    this.createChild = new CreateChildStage(sa, own, this);
    this.mobike = new Mobike(sa, own);
  }

  void authenticateWith(AuthStage stage) {
    auth = stage;
  }

  Optional<AuthStage> auth() {
    return Optional.ofNullable(auth);
  }

  /** The peer is authenticated: what led there is forgotten, and nothing expires. */
  void authenticated() {
    auth = null;
    expiresAt = Long.MAX_VALUE;
  }

  Mobike mobike() {
    return mobike;
  }

  Succession succession() {
    return succession;
  }

  ChildRekeys childRekeys() {
    return childRekeys;
  }

  PeerWindow window() {
    return window;
  }

  /** When a state that does not last ends. */
  long expiresAt() {
    return expiresAt;
  }

  void expireAt(long time) {
    expiresAt = time;
  }

  /** Whether such a request has a place in the present state. */
  boolean fits(ExchangeType exchange) {
    return switch (sa.state()) {
      case INIT_DONE ->
          exchange
              == (auth().orElseThrow().intermediate().isDue()
                  ? ExchangeType.IKE_INTERMEDIATE
                  : ExchangeType.IKE_AUTH);
      case ESTABLISHED, REKEYED, CLOSING ->
          exchange == ExchangeType.CREATE_CHILD_SA || exchange == ExchangeType.INFORMATIONAL;
      case INIT_SENT, AUTH_SENT, DECIDING, REFUSED, CONTENDING, GONE -> false;
    };
  }

  /** Works on an authentic request that {@link #fits} and that the window has not seen. */
  void handle(ExchangeType exchange, PayloadList payloads, Arrival arrival, long now) {
    window.accept(arrival.data());
    answering = exchange;
    sa.follow(arrival, now);
    switch (exchange) {
      case IKE_SA_INIT -> throw new IllegalStateException("IKE_SA_INIT in an IKE SA");
      case IKE_INTERMEDIATE ->
          auth().orElseThrow().intermediate().answer(this, payloads, arrival, now);
      case IKE_AUTH -> auth().orElseThrow().begin(payloads, arrival, now);
      case CREATE_CHILD_SA -> createChild.answer(payloads, arrival, now);
      case INFORMATIONAL -> informational(payloads, arrival, now);
    }
  }

  /** Answers an authentic request that breaks the rules (RFC 7296 §2.21). */
  void handleMalformed(
      ExchangeType exchange, NotifyPayload notification, Arrival arrival, long now) {
    window.accept(arrival.data());
    answering = exchange;
    sa.follow(arrival, now);
    reply(List.of(notification), arrival);
    if (exchange == ExchangeType.IKE_AUTH || exchange == ExchangeType.IKE_INTERMEDIATE) {
      end(IkeSaState.REFUSED, now);
    }
    sa.emit(
        TunnelEvent.Type.FAILED,
        Optional.of(Reason.INVALID_MESSAGE),
        Evidence.none().with("exchange", exchange.toString()).toMap());
  }

  /** An IKE_AUTH that lacks what it must have. */
  void refuseMalformed(Arrival arrival, long now) {
    reply(List.of(NotifyPayload.of(NotifyType.INVALID_SYNTAX)), arrival);
    end(IkeSaState.REFUSED, now);
    sa.emit(
        TunnelEvent.Type.FAILED,
        Optional.of(Reason.INVALID_MESSAGE),
        Map.of("problem", "IKE_AUTH without IDi"));
  }

  /** Answers the request that is being worked on; the octets are kept for repeats. */
  void reply(List<Payload> payloads, Arrival arrival) {
    var datagrams = SaWire.response(sa, answering, window.expected(), payloads);
    window.answered(datagrams);
    sa.send(datagrams, arrival.local(), arrival.remote());
  }

  /** The IKE SA is over, but still answers repeats for a while. */
  void end(IkeSaState last, long now) {
    sa.become(last);
    expireAt(now + sa.env.config().timing().linger().toNanos());
  }

  private void informational(PayloadList payloads, Arrival arrival, long now) {
    sa.learnCrashToken(payloads);
    Deletes deletes = Deletes.read(payloads);
    // RFC 7296 §2.21.2: an initiator that does not believe our AUTH says so here
    boolean disbelieved = payloads.has(NotifyType.AUTHENTICATION_FAILED);
    if (deletes.ike() || disbelieved) {
      deleted(disbelieved, arrival, now);
      return;
    }
    List<Integer> answered = new ArrayList<>();
    for (int outboundSpi : deletes.outboundSpis()) {
      Optional<ChildSa> child = sa.children.byOutbound(outboundSpi);
      // RFC 7296 §1.4.1: what our own Delete names already is not named again
      child
          .filter(c -> c.state() != ChildSa.State.DELETING)
          .ifPresent(c -> answered.add(c.inboundSpi()));
      child.ifPresent(c -> sa.lose(c.inboundSpi(), Reason.PEER_DELETED));
      if (child.isEmpty() && own.tasks().anyMatch(ChildInitiator.class::isInstance)) {
        sa.children.deletedEarly(outboundSpi);
      }
    }
    List<Payload> answer = new ArrayList<>(mobike.answer(payloads, arrival));
    if (!answered.isEmpty()) {
      answer.add(Deletes.esp(answered));
    }
    reply(answer, arrival);
    if (payloads.has(NotifyType.UPDATE_SA_ADDRESSES)) {
      mobike.check(now);
    }
  }

  private void deleted(boolean disbelieved, Arrival arrival, long now) {
    // RFC 7296 §2.8.2: the peer has rekeyed the IKE SA without noticing that we do so too
    succession.cedeToRival(now);
    boolean wasUp = sa.is(IkeSaState.ESTABLISHED);
    own.cancel();
    sa.removeChildren();
    reply(List.of(), arrival);
    if (sa.is(IkeSaState.CLOSING)) {
      expireAt(now + sa.env.config().timing().linger().toNanos());
    } else {
      end(IkeSaState.CLOSING, now);
    }
    if (wasUp) {
      Map<String, String> evidence =
          disbelieved ? Map.of("peer", "does not accept our identity or key") : Map.of();
      sa.emit(TunnelEvent.Type.CLOSED, Optional.of(Reason.PEER_DELETED), evidence);
    }
  }
}
