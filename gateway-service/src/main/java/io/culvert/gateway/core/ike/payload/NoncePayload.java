package io.culvert.gateway.core.ike.payload;

import io.culvert.gateway.core.wire.ByteReader;
import io.culvert.gateway.core.wire.ByteWriter;
import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.MalformedException;
import io.culvert.gateway.core.wire.PayloadType;

/**
 * Nonce (RFC 7296 §3.9).
 *
 * <pre>
 *                      1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * | Next Payload  |C|  RESERVED   |         Payload Length        |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                                                               |
 * ~                            Nonce Data                         ~
 * |                                                               |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * @param nonce 16 to 256 octets
 */
public record NoncePayload(Bytes nonce) implements Payload {
  private static final int MIN_LENGTH = 16;
  private static final int MAX_LENGTH = 256;

  /** Refuses a nonce of a length that RFC 7296 §3.9 forbids. */
  public NoncePayload {
    if (!validLength(nonce.length())) {
      throw new IllegalArgumentException("nonce of " + nonce.length() + " octets");
    }
  }

  @Override
  public int type() {
    return PayloadType.NONCE.value();
  }

  static NoncePayload decode(ByteReader in) throws MalformedException {
    if (!validLength(in.remaining())) {
      throw new MalformedException("nonce of " + in.remaining() + " octets");
    }
    return new NoncePayload(in.rest());
  }

  // RFC 7296 §3.9: the size of the nonce data MUST be between 16 and 256 octets, inclusive.
  private static boolean validLength(int length) {
    return length >= MIN_LENGTH && length <= MAX_LENGTH;
  }

  @Override
  public void encodeBody(ByteWriter out) {
    out.bytes(nonce);
  }
}
