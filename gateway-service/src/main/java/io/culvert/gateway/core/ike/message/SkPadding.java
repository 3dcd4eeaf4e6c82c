package io.culvert.gateway.core.ike.message;

import io.culvert.gateway.core.wire.ByteReader;
import io.culvert.gateway.core.wire.ByteWriter;
import io.culvert.gateway.core.wire.MalformedException;

/**
 * The end of the plaintext of an SK payload (RFC 7296 §3.14).
 *
 * <pre>
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * ~                    Encrypted IKE Payloads                     ~
 * +               +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |               |             Padding (0-255 octets)            |
 * +-+-+-+-+-+-+-+-+                               +-+-+-+-+-+-+-+-+
 * |                                               |  Pad Length   |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 */
final class SkPadding {
  /** Octets of the Pad Length field, which is there even without padding. */
  static final int LEAST = 1;

  private SkPadding() {}

  /** Adds the least padding that makes whole blocks. */
  static byte[] pad(ByteWriter payloads, int blockLength) {
    int padLength = blockLength - 1 - payloads.length() % blockLength;
    return payloads.zeros(padLength).u8(padLength).toArray();
  }

  /** The payloads without their padding, whose content and excess mean nothing (RFC 7296 §3.14). */
  static ByteReader strip(byte[] padded) throws MalformedException {
    if (padded.length == 0) {
      throw new MalformedException("no pad length");
    }
    int padLength = padded[padded.length - 1] & 0xff;
    if (padLength > padded.length - 1) {
      throw new MalformedException("padding longer than the plaintext");
    }
    return new ByteReader(padded).slice(padded.length - 1 - padLength);
  }
}
