package io.culvert.gateway.core.ike.engine;

import io.culvert.gateway.core.ike.message.ClearNotice;
import io.culvert.gateway.core.ike.message.IkeHeader;
import io.culvert.gateway.core.ike.message.MessageCodec;
import io.culvert.gateway.core.ike.payload.NotifyPayload;
import io.culvert.gateway.core.ike.sa.Arrival;
import io.culvert.gateway.core.ike.sa.DropReason;
import io.culvert.gateway.core.ike.sa.IkeSa;
import io.culvert.gateway.core.ike.sa.SaEnvironment;
import io.culvert.gateway.core.ike.task.CrashToken;
import io.culvert.gateway.core.rate.SourceLimit;
import io.culvert.gateway.core.rate.SourceLimit.Rate;
import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.ExchangeType;
import io.culvert.gateway.core.wire.NotifyType;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * What belongs to no SA of ours. Mostly its sender has an SA that we lost in a crash, but it may be
 * anybody: answers are rare, no larger than what they answer, and change nothing here.
 */
final class Strays {
  /** After a restart all devices ask at about the same time, many of them from one address. */
  private final SourceLimit answers = new SourceLimit(new Rate(1_000, 1_000), new Rate(10, 40));

  /** Each of these costs a look at all IKE SAs. */
  private final SourceLimit searches = new SourceLimit(new Rate(20, 20), new Rate(1, 5));

  private final SaEnvironment env;
  private final SaTable table;

  Strays(SaEnvironment env, SaTable table) {
    this.env = env;
    this.table = table;
  }

  /** A message whose SPI for us is unknown. */
  void answer(IkeHeader header, Arrival arrival, long now) {
    if (!isRequestInside(header)) {
      env.out().drop(DropReason.UNKNOWN_SPI);
      return;
    }
    Bytes answer = answer(header, arrival.data().length());
    if (answer.length() > arrival.data().length()) {
      env.out().drop(DropReason.WOULD_AMPLIFY);
    } else if (!answers.take(arrival.remote().getAddress(), now)) {
      env.out().drop(DropReason.UNKNOWN_SPI_OVER_LIMIT);
    } else {
      env.out().drop(DropReason.UNKNOWN_SPI);
      env.out().send(arrival.local(), arrival.remote(), answer);
    }
  }

  /** With our token, unless that would make it larger than the request (RFC 6290 §4.5). */
  private Bytes answer(IkeHeader header, int received) {
    NotifyPayload invalid = NotifyPayload.of(NotifyType.INVALID_IKE_SPI);
    long ours = header.initiator() ? header.responderSpi() : header.initiatorSpi();
    long peers = header.initiator() ? header.initiatorSpi() : header.responderSpi();
    return env.config()
        .crashSecret()
        .map(secret -> CrashToken.of(secret, ours, peers))
        .map(token -> Bytes.of(MessageCodec.encodeUnprotectedReply(header, invalid, token)))
        .filter(answer -> answer.length() <= received)
        .orElseGet(() -> Bytes.of(MessageCodec.encodeUnprotectedReply(header, invalid)));
  }

  // RFC 7296 §2.21.4: a response is never answered, nor a request to start an IKE SA like this.
  private static boolean isRequestInside(IkeHeader header) {
    return !header.response()
        && header.exchange().filter(e -> e != ExchangeType.IKE_SA_INIT).isPresent();
  }

  /** A notification in the clear that stands for itself: INVALID_SPI, or nothing we know. */
  void hint(IkeHeader header, Arrival arrival, long now) {
    env.out().drop(DropReason.CLEAR_NOTICE);
    ClearNotice.read(header, arrival.data().toArray()).stream()
        .filter(notice -> notice.is(NotifyType.INVALID_SPI) && notice.data().length() == 4)
        .findFirst()
        .ifPresent(
            notice -> {
              InetAddress source = arrival.remote().getAddress();
              each(
                  source,
                  sa -> sa.remote().getAddress().equals(source),
                  sa -> sa.hintInvalidSpi(notice.data().toInt(), now),
                  now);
            });
  }

  /** ESP with an SPI that nobody has: whoever has an IKE SA there is told inside of it. */
  void esp(InetSocketAddress remote, int spi, long now) {
    each(remote.getAddress(), sa -> sa.remote().equals(remote), sa -> sa.strayEsp(spi, now), now);
  }

  private void each(InetAddress source, Predicate<IkeSa> which, Consumer<IkeSa> action, long now) {
    if (searches.take(source, now)) {
      table.established().stream()
          .filter(which)
          .forEach(
              sa -> {
                action.accept(sa);
                table.refresh(sa);
              });
    }
  }
}
