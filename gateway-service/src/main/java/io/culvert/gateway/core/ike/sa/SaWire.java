package io.culvert.gateway.core.ike.sa;

import io.culvert.gateway.core.ike.message.FragmentCodec;
import io.culvert.gateway.core.ike.message.IkeMessage;
import io.culvert.gateway.core.ike.message.MessageCodec;
import io.culvert.gateway.core.ike.payload.Payload;
import io.culvert.gateway.core.ike.task.ActiveTask;
import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.ExchangeType;
import java.net.Inet4Address;
import java.util.List;

/** Messages of an IKE SA as octets: of one datagram each, or of several where both ends allow. */
final class SaWire {
  private static final int IP4_HEADER = 20;
  private static final int IP6_HEADER = 40;
  private static final int UDP_HEADER = 8;
  private static final int NON_ESP_MARKER = 4;

  private SaWire() {}

  static List<Bytes> request(SaContext sa, ActiveTask task, int messageId) {
    return encode(sa, message(sa, task.exchange(), false, messageId, task.request()));
  }

  static List<Bytes> response(
      SaContext sa, ExchangeType exchange, int messageId, List<Payload> payloads) {
    return encode(sa, message(sa, exchange, true, messageId, payloads));
  }

  /** A message as IKE_AUTH signs it (RFC 9242 §3.3.2). */
  static Bytes inClear(
      SaContext sa,
      ExchangeType exchange,
      boolean response,
      int messageId,
      List<Payload> payloads) {
    return MessageCodec.inClear(message(sa, exchange, response, messageId, payloads));
  }

  private static List<Bytes> encode(SaContext sa, IkeMessage message) {
    if (message.exchange() == ExchangeType.IKE_SA_INIT) {
      return List.of(Bytes.of(MessageCodec.encodeUnprotected(message)));
    }
    if (!sa.extensions().fragmentation()) {
      return List.of(Bytes.of(MessageCodec.encodeProtected(message, sa.keys().outbound())));
    }
    return FragmentCodec.encode(message, sa.keys().outbound(), mostOctets(sa)).stream()
        .map(Bytes::of)
        .toList();
  }

  /** What a datagram may have of IKE, behind IP, UDP and the non-ESP marker (RFC 7383 §2.5.1). */
  private static int mostOctets(SaContext sa) {
    boolean ip4 = sa.path().remote().getAddress() instanceof Inet4Address;
    return sa.env.config().fragmentation().mostOctets()
        - (ip4 ? IP4_HEADER : IP6_HEADER)
        - UDP_HEADER
        - NON_ESP_MARKER;
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
