package io.culvert.gateway.core.ike.crypto;

import io.culvert.gateway.core.wire.IntegId;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/** An integrity algorithm: an HMAC cut to its first octets (RFC 2404, RFC 4868). */
public final class Integrity {
  /** The integrity algorithms this gateway can compute. */
  public static final Set<IntegId> SUPPORTED =
      Set.copyOf(
          EnumSet.of(
              IntegId.HMAC_SHA1_96,
              IntegId.HMAC_SHA2_256_128,
              IntegId.HMAC_SHA2_384_192,
              IntegId.HMAC_SHA2_512_256));

  private final Hmac hmac;
  private final int icvLength;

  private Integrity(Hmac hmac, int icvLength) {
    this.hmac = hmac;
    this.icvLength = icvLength;
  }

  /**
   * The algorithm of that number.
   *
   * @throws IllegalArgumentException when it is not {@link #SUPPORTED}
   */
  public static Integrity of(IntegId id) {
    return switch (id) {
      case HMAC_SHA1_96 -> new Integrity(Hmac.SHA1, 12);
      case HMAC_SHA2_256_128 -> new Integrity(Hmac.SHA2_256, 16);
      case HMAC_SHA2_384_192 -> new Integrity(Hmac.SHA2_384, 24);
      case HMAC_SHA2_512_256 -> new Integrity(Hmac.SHA2_512, 32);
      case NONE -> throw new IllegalArgumentException("unsupported integrity " + id);
    };
  }

  /** Octets of the key. */
  public int keyLength() {
    return hmac.length();
  }

  /** Octets of the integrity check value. */
  public int icvLength() {
    return icvLength;
  }

  /** The integrity check value over the parts, one after the other. */
  public byte[] compute(Secret key, byte[]... parts) {
    return Arrays.copyOf(hmac.compute(key, parts), icvLength);
  }
}
