package io.culvert.gateway.core.ike.task;

import io.culvert.gateway.core.wire.Bytes;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalInt;

/** SPIs out of octets. */
final class Spis {
  private Spis() {}

  /** The ESP SPI; empty when it is not 4 octets or in the reserved range (RFC 4303 §2.1). */
  static OptionalInt esp(Bytes octets) {
    if (octets.length() != 4) {
      return OptionalInt.empty();
    }
    int spi = octets.toInt();
    return Integer.compareUnsigned(spi, 255) > 0 ? OptionalInt.of(spi) : OptionalInt.empty();
  }

  /** The IKE SPI; empty when it is not 8 octets or zero. */
  static Optional<Long> ike(Bytes octets) {
    if (octets.length() != 8) {
      return Optional.empty();
    }
    long spi = ByteBuffer.wrap(octets.toArray()).getLong();
    return spi == 0 ? Optional.empty() : Optional.of(spi);
  }
}
