package io.culvert.gateway.core.ike.sa;

import io.culvert.gateway.core.ike.message.DecodeResult;
import io.culvert.gateway.core.ike.message.IkeHeader;
import io.culvert.gateway.core.ike.message.IkeMessage;
import io.culvert.gateway.core.ike.message.MessageCodec;
import io.culvert.gateway.core.ike.message.Rejected;
import io.culvert.gateway.core.ike.task.InitInitiator;
import io.culvert.gateway.core.ike.task.PayloadList;
import io.culvert.gateway.core.wire.ExchangeType;
import java.util.List;
import java.util.Optional;

/** Takes in the datagrams of an IKE SA: message-ID window first, keys second, meaning last. */
final class Reception {
  private final SaContext sa;
  private final OwnRequests own;
  private final PeerRequests requests;
  private final Conclusions conclusions;

  Reception(SaContext sa, OwnRequests own, PeerRequests requests, Conclusions conclusions) {
    this.sa = sa;
    this.own = own;
    this.requests = requests;
    this.conclusions = conclusions;
  }

  void receive(IkeHeader header, Arrival arrival, long now) {
    if (header.initiator() == sa.role.initiator()) {
      sa.env.out().drop(DropReason.IMPOSSIBLE_HEADER);
    } else if (sa.is(IkeSaState.INIT_SENT)) {
      receiveInit(header, arrival, now);
    } else if (header.initiatorSpi() != sa.spiI() || header.responderSpi() != sa.spiR()) {
      sa.env.out().drop(DropReason.UNKNOWN_SPI);
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
          sa.env.out().send(arrival.local(), arrival.remote(), repeat.answer());
      case PeerWindow.Verdict.Fresh _ -> {
        Optional<ExchangeType> exchange = header.exchange();
        if (exchange.isPresent() && !requests.fits(exchange.get())) {
          sa.env.out().drop(DropReason.WRONG_STATE);
        } else if (requests.auth().map(AuthStage::makeKeys).orElse(true)) {
          receiveFresh(exchange.orElse(ExchangeType.INFORMATIONAL), arrival, now);
        }
      }
    }
  }

  private void receiveFresh(ExchangeType exchange, Arrival arrival, long now) {
    switch (open(arrival)) {
      case DecodeResult.Decoded decoded ->
          requests.handle(exchange, new PayloadList(decoded.message().payloads()), arrival, now);
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
    switch (open(arrival)) {
      case DecodeResult.Decoded decoded -> {
        if (decoded.message().exchange() != awaited.get().task().exchange()) {
          sa.env.out().drop(DropReason.UNREQUESTED_RESPONSE);
          return;
        }
        conclude(awaited.get(), decoded.message(), arrival, now);
      }
      case Rejected rejected -> {
        sa.env.out().drop(reason(rejected));
        if (rejected.authenticated()) {
          // The peer answered, but with what we cannot read: there will be no better answer.
          conclude(awaited.get(), emptyAnswer(header), arrival, now);
        }
      }
    }
  }

  private void conclude(OwnRequest awaited, IkeMessage response, Arrival arrival, long now) {
    own.answered();
    sa.follow(arrival, now);
    conclusions.draw(awaited.task(), new PayloadList(response.payloads()), now);
    if (!sa.is(IkeSaState.GONE)) {
      own.pump(now);
    }
  }

  private static IkeMessage emptyAnswer(IkeHeader header) {
    return new IkeMessage(
        header.initiatorSpi(),
        header.responderSpi(),
        header.exchange().orElse(ExchangeType.INFORMATIONAL),
        header.initiator(),
        true,
        header.messageId(),
        List.of());
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
          conclusions.init(
              task,
              new PayloadList(decoded.message().payloads()),
              header.responderSpi(),
              awaited.get().datagram(),
              arrival,
              now);
      case Rejected _ -> sa.env.out().drop(DropReason.MALFORMED);
    }
  }

  private DecodeResult open(Arrival arrival) {
    return MessageCodec.decodeProtected(arrival.data().toArray(), sa.keys().inbound());
  }

  private static DropReason reason(Rejected rejected) {
    return rejected.authenticated() ? DropReason.MALFORMED : DropReason.NOT_AUTHENTIC;
  }
}
