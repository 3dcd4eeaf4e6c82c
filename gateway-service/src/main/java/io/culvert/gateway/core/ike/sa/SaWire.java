package io.culvert.gateway.core.ike.sa;

import io.culvert.gateway.core.ike.message.IkeMessage;
import io.culvert.gateway.core.ike.message.MessageCodec;
import io.culvert.gateway.core.ike.payload.Payload;
import io.culvert.gateway.core.ike.task.ActiveTask;
import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.ExchangeType;
import java.util.List;

/** Messages of an IKE SA as octets. */
final class SaWire {
  private SaWire() {}

  static Bytes request(SaContext sa, ActiveTask task, int messageId) {
    return encode(sa, message(sa, task.exchange(), false, messageId, task.request()));
  }

  static Bytes response(
      SaContext sa, ExchangeType exchange, int messageId, List<Payload> payloads) {
    return encode(sa, message(sa, exchange, true, messageId, payloads));
  }

  private static Bytes encode(SaContext sa, IkeMessage message) {
    return Bytes.of(
        message.exchange() == ExchangeType.IKE_SA_INIT
            ? MessageCodec.encodeUnprotected(message)
            : MessageCodec.encodeProtected(message, sa.keys().outbound()));
  }

  private static IkeMessage message(
      SaContext sa,
      ExchangeType exchange,
      boolean response,
      int messageId,
      List<Payload> payloads) {
    // The first request goes out before the responder's SPI is known (RFC 7296 §3.1).
    long spiR = exchange == ExchangeType.IKE_SA_INIT && !response ? 0 : sa.spiR();
    return new IkeMessage(
        sa.spiI(), spiR, exchange, sa.role.initiator(), response, messageId, payloads);
  }
}
