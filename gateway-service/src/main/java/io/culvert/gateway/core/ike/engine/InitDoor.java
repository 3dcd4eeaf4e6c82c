package io.culvert.gateway.core.ike.engine;

import io.culvert.contract.TunnelEvent;
import io.culvert.gateway.core.ike.crypto.KeyExchange;
import io.culvert.gateway.core.ike.message.DecodeResult;
import io.culvert.gateway.core.ike.message.IkeHeader;
import io.culvert.gateway.core.ike.message.IkeMessage;
import io.culvert.gateway.core.ike.message.MessageCodec;
import io.culvert.gateway.core.ike.message.Rejected;
import io.culvert.gateway.core.ike.payload.NoncePayload;
import io.culvert.gateway.core.ike.payload.NotifyPayload;
import io.culvert.gateway.core.ike.payload.Payload;
import io.culvert.gateway.core.ike.sa.Arrival;
import io.culvert.gateway.core.ike.sa.DropReason;
import io.culvert.gateway.core.ike.sa.IkeSa;
import io.culvert.gateway.core.ike.sa.SaEnvironment;
import io.culvert.gateway.core.ike.task.Computation;
import io.culvert.gateway.core.ike.task.Evidence;
import io.culvert.gateway.core.ike.task.IkeConfig;
import io.culvert.gateway.core.ike.task.IkeEvent;
import io.culvert.gateway.core.ike.task.InitResponder;
import io.culvert.gateway.core.ike.task.Nat;
import io.culvert.gateway.core.ike.task.PayloadList;
import io.culvert.gateway.core.ike.task.Reason;
import io.culvert.gateway.core.ike.task.Redirect;
import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.ExchangeType;
import io.culvert.gateway.core.wire.NotifyType;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where everybody may knock: answers IKE_SA_INIT requests. Nothing here is authenticated, so no
 * answer is larger than its request, and memory is bounded by the limits of half-open SAs.
 */
final class InitDoor {
  private final SaEnvironment env;
  private final SaTable table;
  private final CookieJar cookies;
  private final InitResponder responder;
  private long nextHandle = 1;

  /** A first request, and when it came. */
  private record Knock(Arrival arrival, SaTable.InitKey key, long at) {}

  /** First requests whose answer waits for a computation. */
  private final Set<SaTable.InitKey> computing = new HashSet<>();

  InitDoor(SaEnvironment env, SaTable table) {
    this.env = env;
    this.table = table;
    this.cookies = new CookieJar(env.randomness());
    this.responder = new InitResponder(env.config(), env.randomness());
  }

  /** Names a new connection. */
  long newHandle() {
    return nextHandle++;
  }

  void knock(IkeHeader header, Arrival arrival, long now) {
    SaTable.InitKey key = new SaTable.InitKey(arrival.remote(), header.initiatorSpi());
    Optional<IkeSa> known = table.byInit(key);
    if (known.isPresent()) {
      // RFC 7296 §2.1: a repeat gets the same octets
      known
          .flatMap(sa -> sa.initAnswer(arrival.data()))
          .ifPresentOrElse(
              answer -> env.out().send(arrival.local(), arrival.remote(), answer),
              () -> env.out().drop(DropReason.ALTERED_REPEAT));
    } else if (computing.contains(key)) {
      env.out().drop(DropReason.ANSWER_PENDING);
    } else if (withinLimits(arrival)) {
      decode(header, new Knock(arrival, key, now));
    }
  }

  private boolean withinLimits(Arrival arrival) {
    IkeConfig.HalfOpen limits = env.config().halfOpen();
    if (halfOpenFrom(arrival.remote().getAddress()) >= limits.limitPerSource()) {
      overLimit(DropReason.HALF_OPEN_LIMIT_PER_SOURCE, limits.limitPerSource(), arrival);
      return false;
    }
    if (halfOpen() >= limits.limit()) {
      overLimit(DropReason.HALF_OPEN_LIMIT, limits.limit(), arrival);
      return false;
    }
    return true;
  }

  private long halfOpenFrom(InetAddress source) {
    return table.halfOpenFrom(source)
        + computing.stream().filter(k -> k.remote().getAddress().equals(source)).count();
  }

  private int halfOpen() {
    return table.halfOpen() + computing.size();
  }

  private void overLimit(DropReason reason, int limit, Arrival arrival) {
    env.out().drop(reason);
    fail(
        arrival,
        Reason.HALF_OPEN_LIMIT,
        Evidence.compare("a negotiation more", limit + " unfinished negotiations"));
  }

  private void decode(IkeHeader header, Knock knock) {
    Arrival arrival = knock.arrival();
    switch (MessageCodec.decodeUnprotected(arrival.data().toArray())) {
      case Rejected rejected -> {
        env.out().drop(DropReason.MALFORMED);
        rejected.reply().ifPresent(notify -> reply(header, notify, arrival));
        fail(arrival, Reason.INVALID_MESSAGE, Map.of("problem", rejected.detail()));
      }
      case DecodeResult.Decoded decoded -> {
        PayloadList payloads = new PayloadList(decoded.message().payloads());
        if (cookieIsGood(header, payloads, arrival, knock.at())) {
          elsewhere(payloads)
              .ifPresentOrElse(
                  redirect -> reply(header, redirect, arrival),
                  () -> negotiate(header, payloads, knock));
        }
      }
    }
  }

  private boolean cookieIsGood(IkeHeader header, PayloadList payloads, Arrival arrival, long now) {
    IkeConfig.HalfOpen limits = env.config().halfOpen();
    InetAddress source = arrival.remote().getAddress();
    if (halfOpen() < limits.cookieThreshold()
        && halfOpenFrom(source) < limits.cookieThresholdPerSource()) {
      return true;
    }
    Bytes nonce = payloads.first(NoncePayload.class).orElseThrow().nonce();
    Optional<Bytes> shown =
        payloads.notifies(NotifyType.COOKIE).findFirst().map(NotifyPayload::data);
    if (shown.isPresent()) {
      if (cookies.isOurs(shown.get(), nonce, source, header.initiatorSpi(), now)) {
        return true;
      }
      env.out().drop(DropReason.BAD_COOKIE);
    }
    // RFC 7296 §2.6: a wrong cookie is as good as none
    Bytes cookie = cookies.bake(nonce, source, header.initiatorSpi(), now);
    reply(header, NotifyPayload.of(NotifyType.COOKIE, cookie), arrival);
    return false;
  }

  /** Where a device goes that can be told (RFC 5685 §3), but never back to whence it came. */
  private Optional<NotifyPayload> elsewhere(PayloadList request) {
    return env.out()
        .drain()
        .anybody()
        .filter(_ -> request.has(NotifyType.REDIRECT_SUPPORTED))
        .filter(gateway -> !Redirect.isFrom(gateway, request))
        .map(
            gateway ->
                Redirect.to(gateway, request.first(NoncePayload.class).orElseThrow().nonce()));
  }

  private void negotiate(IkeHeader header, PayloadList payloads, Knock knock) {
    Arrival arrival = knock.arrival();
    Nat.Ends ends =
        new Nat.Ends(
            header.initiatorSpi(), env.spis().newIkeSpi(), arrival.local(), arrival.remote());
    switch (responder.answer(payloads, ends)) {
      case InitResponder.Answer.Agreed agreed -> begin(agreed, ends, knock);
      case InitResponder.Answer.Retry retry -> reply(header, retry.notification(), arrival);
      case InitResponder.Answer.Refused refused -> {
        refused
            .notification()
            .ifPresentOrElse(
                notify -> reply(header, notify, arrival),
                () -> env.out().drop(DropReason.MALFORMED));
        fail(arrival, refused.reason(), refused.evidence());
      }
    }
  }

  private void begin(InitResponder.Answer.Agreed agreed, Nat.Ends ends, Knock knock) {
    computing.add(knock.key());
    env.out()
        .compute(
            new Computation<>(
                0,
                () -> KeyExchange.begin(agreed.group(), env.randomness()),
                (ours, now) -> {
                  computing.remove(knock.key());
                  admit(agreed.with().apply(ours), ends, knock, now);
                },
                () -> {
                  computing.remove(knock.key());
                  env.out().drop(DropReason.OVERLOAD);
                }));
  }

  private void admit(InitResponder.Accepted accepted, Nat.Ends ends, Knock knock, long now) {
    Arrival arrival = knock.arrival();
    Bytes answer = initResponse(ends, accepted.payloads(), arrival.data().length());
    if (send(answer, arrival)) {
      IkeSa.InitExchange init = new IkeSa.InitExchange(arrival, answer, knock.at());
      table.add(
          IkeSa.responder(env, newHandle(), ends, accepted.outcome(), init, now), knock.key());
    }
  }

  /** With the word that IKE SAs may be childless (RFC 6023 §3), where the request leaves room. */
  private static Bytes initResponse(Nat.Ends ends, List<Payload> payloads, int room) {
    List<Payload> all = new ArrayList<>(payloads);
    all.add(NotifyPayload.of(NotifyType.CHILDLESS_IKEV2_SUPPORTED));
    Bytes generous = initResponse(ends, all);
    return generous.length() <= room ? generous : initResponse(ends, payloads);
  }

  private static Bytes initResponse(Nat.Ends ends, List<Payload> payloads) {
    return Bytes.of(
        MessageCodec.encodeUnprotected(
            new IkeMessage(
                ends.spiI(), ends.spiR(), ExchangeType.IKE_SA_INIT, false, true, 0, payloads)));
  }

  /** Answers with a notification in the clear. */
  void reply(IkeHeader header, NotifyPayload notification, Arrival arrival) {
    send(Bytes.of(MessageCodec.encodeUnprotectedReply(header, notification)), arrival);
  }

  private boolean send(Bytes answer, Arrival arrival) {
    if (answer.length() > arrival.data().length()) {
      env.out().drop(DropReason.WOULD_AMPLIFY);
      return false;
    }
    env.out().send(arrival.local(), arrival.remote(), answer);
    return true;
  }

  /** Reports a peer of whom nothing but the address is known. */
  void fail(Arrival arrival, Reason reason, Map<String, String> evidence) {
    env.out()
        .emit(
            arrival.remote(),
            new IkeEvent(
                TunnelEvent.Type.FAILED,
                0,
                Optional.of(reason),
                1,
                Evidence.from(arrival.remote()).with(evidence).toMap()));
  }
}
