package io.culvert.gateway.core.ike.message;

import io.culvert.gateway.core.ike.payload.NotifyPayload;
import java.util.Optional;

/**
 * A datagram that is refused.
 *
 * @param reason why, for counters
 * @param detail why, in a few words of our own; no received octets
 * @param header its header, where there is one
 * @param authenticated whether the integrity check of an SK payload passed: then a reply belongs
 *     inside the IKE SA, sealed, in the message-ID window; else it may only go in the clear
 * @param reply the notification to answer with; empty when we must stay silent
 */
public record Rejected(
    RejectReason reason,
    String detail,
    Optional<IkeHeader> header,
    boolean authenticated,
    Optional<NotifyPayload> reply)
    implements DecodeResult, HeaderResult, FragmentResult {

  static Rejected silent(RejectReason reason, String detail) {
    return new Rejected(reason, detail, Optional.empty(), false, Optional.empty());
  }

  static Rejected silent(RejectReason reason, String detail, IkeHeader header) {
    return new Rejected(reason, detail, Optional.of(header), false, Optional.empty());
  }

  /** A refusal that may be told inside the IKE SA. */
  static Rejected inside(
      RejectReason reason, String detail, IkeHeader header, NotifyPayload notify) {
    return new Rejected(reason, detail, Optional.of(header), true, unlessResponse(header, notify));
  }

  /** A refusal that may be told in the clear, to a datagram of {@code received} octets. */
  static Rejected inClear(
      RejectReason reason, String detail, IkeHeader header, int received, NotifyPayload notify) {
    // Anyone can forge the sender of a datagram in the clear: never answer with more than was
    // received.
    Optional<NotifyPayload> reply =
        unlessResponse(header, notify)
            .filter(n -> MessageCodec.encodeUnprotectedReply(header, n).length <= received);
    return new Rejected(reason, detail, Optional.of(header), false, reply);
  }

  // RFC 7296 §2.21: a response is never answered.
  private static Optional<NotifyPayload> unlessResponse(IkeHeader header, NotifyPayload notify) {
    return header.response() ? Optional.empty() : Optional.of(notify);
  }
}
