package io.culvert.gateway.core.ike.message;

import io.culvert.gateway.core.ike.payload.NotifyPayload;
import io.culvert.gateway.core.ike.payload.Payload;
import io.culvert.gateway.core.wire.ExchangeType;
import io.culvert.gateway.core.wire.NotifyType;
import java.util.List;
import java.util.Optional;

/**
 * A whole IKEv2 message, without what only the wire needs.
 *
 * @param initiatorSpi SPI of the original initiator
 * @param responderSpi SPI of the original responder, 0 in the first request
 * @param exchange the exchange
 * @param fromInitiator the I flag: the sender is the original initiator of this IKE SA
 * @param response the R flag: the message is a response
 * @param messageId the message ID, unsigned
 * @param payloads its payloads, in order; of unknown types only non-critical ones
 */
public record IkeMessage(
    long initiatorSpi,
    long responderSpi,
    ExchangeType exchange,
    boolean fromInitiator,
    boolean response,
    int messageId,
    List<Payload> payloads) {

  /** Copies the list. */
  public IkeMessage {
    payloads = List.copyOf(payloads);
  }

  /** The response to this request: same SPIs, exchange and message ID, opposite flags. */
  public IkeMessage responseWith(List<Payload> answer) {
    return new IkeMessage(
        initiatorSpi, responderSpi, exchange, !fromInitiator, true, messageId, answer);
  }

  /** The first payload of this kind. */
  public <P extends Payload> Optional<P> first(Class<P> kind) {
    return payloads.stream().filter(kind::isInstance).map(kind::cast).findFirst();
  }

  /** All payloads of this kind, in order. */
  public <P extends Payload> List<P> all(Class<P> kind) {
    return payloads.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** The first notification of this type. */
  public Optional<NotifyPayload> notification(NotifyType type) {
    return all(NotifyPayload.class).stream().filter(n -> n.is(type)).findFirst();
  }

  /** The first notification of an error, of a known type or not. */
  public Optional<NotifyPayload> error() {
    return all(NotifyPayload.class).stream().filter(NotifyPayload::isError).findFirst();
  }
}
