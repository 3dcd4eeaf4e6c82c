package io.culvert.gateway.core.ike.crypto;

import java.util.Arrays;
import java.util.Optional;

/** The padding at the end of an encrypted payload (RFC 7296 §3.14). */
final class Padding {
  private Padding() {}

  /** What stands before padding and pad length; empty when the pad length exceeds what is there. */
  static Optional<byte[]> strip(byte[] padded) {
    if (padded.length == 0) {
      return Optional.empty();
    }
    // The receiver accepts any length that aligns, and does not look at the pad octets.
    int length = padded.length - 1 - Byte.toUnsignedInt(padded[padded.length - 1]);
    return length < 0 ? Optional.empty() : Optional.of(Arrays.copyOf(padded, length));
  }
}
