package io.culvert.gateway.core.ike.message;

/** What a datagram was read to. */
public sealed interface DecodeResult permits DecodeResult.Decoded, Rejected {

  /** A message that keeps the format and the rules of its exchange. */
  record Decoded(IkeMessage message) implements DecodeResult {}
}
