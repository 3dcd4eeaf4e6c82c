package io.culvert.gateway.core.ike.sa;

import io.culvert.gateway.core.ike.message.ClearNotice;
import io.culvert.gateway.core.ike.message.DecodeResult;
import io.culvert.gateway.core.ike.message.IkeHeader;
import io.culvert.gateway.core.ike.message.MessageCodec;
import io.culvert.gateway.core.ike.message.Rejected;
import io.culvert.gateway.core.ike.message.SealedFragment;
import io.culvert.gateway.core.ike.task.InitInitiator;
import io.culvert.gateway.core.ike.task.PayloadList;
import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.ExchangeType;
import java.util.List;
import java.util.Optional;

/** Takes in the datagrams of an IKE SA: message-ID window first, keys second, meaning last. */
final class Reception {
  private final SaContext sa;
  private final OwnRequests own;
  private final PeerRequests requests;
  private final Conclusions conclusions;
  private final MessageOpener opener;
  private final Hints hints;

  Reception(
      SaContext sa, OwnRequests own, PeerRequests requests, Conclusions conclusions, Hints hints) {
    this.sa = sa;
    this.own = own;
    this.requests = requests;
    this.conclusions = conclusions;
    this.opener = new MessageOpener(sa);
    this.hints = hints;
  }

  void receive(IkeHeader header, Arrival arrival, long now) {
    if (header.initiator() == sa.role.initiator()) {
      sa.env.out().drop(DropReason.IMPOSSIBLE_HEADER);
    } else if (sa.is(IkeSaState.INIT_SENT)) {
      receiveInit(header, arrival, now);
    } else if (header.initiatorSpi() != sa.spiI() || header.responderSpi() != sa.spiR()) {
      sa.env.out().drop(DropReason.UNKNOWN_SPI);
    } else if (ClearNotice.is(header)) {
      hints.receive(header, arrival, now);
    } else if (header.response()) {
      receiveResponse(header, arrival, now);
    } else {
      receiveRequest(header, arrival, now);
    }
  }

  private void receiveRequest(IkeHeader header, Arrival arrival, long now) {
    switch (requests.window().judge(header.messageId(), arrival.data())) {
      case PeerWindow.Verdict.Drop drop -> sa.env.out().drop(drop.reason());
      case PeerWindow.Verdict.Repeat repeat ->
          sa.send(repeat.answer(), arrival.local(), arrival.remote());
      case PeerWindow.Verdict.Altered altered -> receiveAltered(header, arrival, altered.answer());
      case PeerWindow.Verdict.Fresh _ -> {
        Optional<ExchangeType> exchange = header.exchange();
        if (exchange.isPresent() && !requests.fits(exchange.get())) {
          sa.env.out().drop(DropReason.WRONG_STATE);
        } else if (keysAreThere(header, arrival)) {
          opener
              .open(header, arrival, now)
              .ifPresent(o -> take(exchange.orElse(ExchangeType.INFORMATIONAL), o, now));
        }
      }
    }
  }

  private boolean keysAreThere(IkeHeader header, Arrival arrival) {
    return requests.auth().map(a -> a.keys().areThere(header, arrival, this)).orElse(true);
  }

  /** The answered request came again, in octets other than those it began with. */
  private void receiveAltered(IkeHeader header, Arrival arrival, List<Bytes> answer) {
    Optional<SealedFragment> fragment = opener.fragment(header, arrival);
    if (fragment.isEmpty()) {
      // Whoever altered it is not the peer.
      sa.env.out().drop(DropReason.ALTERED_REPEAT);
    } else if (!fragment.get().numbers().areFirst()) {
      // RFC 7383 §2.6.1: only the first fragment asks for the answer again
      sa.env.out().drop(DropReason.REPEATED_FRAGMENT);
    } else if (opener.isAuthentic(fragment.get())) {
      // RFC 7383 §2.5.2: the peer may have split it anew
      sa.send(answer, arrival.local(), arrival.remote());
    } else {
      sa.env.out().drop(DropReason.NOT_AUTHENTIC);
    }
  }

  private void take(ExchangeType exchange, MessageOpener.Opened opened, long now) {
    Arrival arrival = opened.arrival();
    switch (opened.message()) {
      case DecodeResult.Decoded decoded ->
          requests.handle(exchange, payloads(decoded), arrival, now);
      case Rejected rejected -> {
        sa.env.out().drop(reason(rejected));
        if (rejected.authenticated() && rejected.reply().isPresent()) {
          requests.handleMalformed(exchange, rejected.reply().get(), arrival, now);
        }
      }
    }
    own.pump(now);
  }

  private void receiveResponse(IkeHeader header, Arrival arrival, long now) {
    Optional<OwnRequest> awaited = own.awaiting(header.messageId());
    if (awaited.isEmpty() || !sa.hasKeys()) {
      sa.env.out().drop(DropReason.UNREQUESTED_RESPONSE);
      return;
    }
    opener.open(header, arrival, now).ifPresent(o -> take(awaited.get(), o, now));
  }

  private void take(OwnRequest awaited, MessageOpener.Opened opened, long now) {
    switch (opened.message()) {
      case DecodeResult.Decoded decoded -> {
        if (decoded.message().exchange() != awaited.task().exchange()) {
          sa.env.out().drop(DropReason.UNREQUESTED_RESPONSE);
          return;
        }
        conclude(awaited, payloads(decoded), opened.arrival(), now);
      }
      case Rejected rejected -> {
        sa.env.out().drop(reason(rejected));
        if (rejected.authenticated()) {
          // The peer answered, but with what we cannot read: there will be no better answer.
          conclude(awaited, new PayloadList(List.of()), opened.arrival(), now);
        }
      }
    }
  }

  private void conclude(OwnRequest awaited, PayloadList response, Arrival arrival, long now) {
    own.answered();
    sa.follow(arrival, now);
    conclusions.draw(awaited, response, now);
    if (!sa.is(IkeSaState.GONE)) {
      own.pump(now);
    }
  }

  private static PayloadList payloads(DecodeResult.Decoded decoded) {
    return new PayloadList(decoded.message().payloads(), decoded.inClear());
  }

  private void receiveInit(IkeHeader header, Arrival arrival, long now) {
    Optional<OwnRequest> awaited = own.awaiting(header.messageId());
    if (!header.response()
        || header.initiatorSpi() != sa.spiI()
        || awaited.isEmpty()
        || !(awaited.get().task() instanceof InitInitiator task)) {
      sa.env.out().drop(DropReason.UNREQUESTED_RESPONSE);
      return;
    }
    switch (MessageCodec.decodeUnprotected(arrival.data().toArray())) {
      case DecodeResult.Decoded decoded ->
          conclusions
              .initiator()
              .init(
                  task,
                  payloads(decoded),
                  header.responderSpi(),
                  awaited.get().datagrams().getFirst(),
                  arrival,
                  now);
      case Rejected _ -> sa.env.out().drop(DropReason.MALFORMED);
    }
  }

  /** When {@link #tick} has something to do. */
  long nextDeadline() {
    return opener.nextDeadline();
  }

  /** Forgets the fragments that wait in vain. */
  void tick(long now) {
    opener.tick(now);
  }

  private static DropReason reason(Rejected rejected) {
    return rejected.authenticated() ? DropReason.MALFORMED : DropReason.NOT_AUTHENTIC;
  }
}
