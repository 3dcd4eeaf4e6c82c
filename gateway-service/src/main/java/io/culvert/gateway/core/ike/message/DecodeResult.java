package io.culvert.gateway.core.ike.message;

import io.culvert.gateway.core.wire.Bytes;

/** What a datagram was read to. */
public sealed interface DecodeResult permits DecodeResult.Decoded, Rejected {

  /**
   * A message that keeps the format and the rules of its exchange.
   *
   * @param inClear its octets as RFC 9242 §3.3.2 has them signed; empty when it was not protected
   */
  record Decoded(IkeMessage message, Bytes inClear) implements DecodeResult {}
}
