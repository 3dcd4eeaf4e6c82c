package io.culvert.gateway.core.ike.crypto;

import io.culvert.gateway.core.wire.IntegId;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;

/** An integrity algorithm: an HMAC cut to its first octets (RFC 2404, RFC 4868). */
public final class Integrity {
  private static final Map<IntegId, Integrity> BY_ID =
      Map.of(
          IntegId.HMAC_SHA1_96, new Integrity(Hmac.SHA1, 12),
          IntegId.HMAC_SHA2_256_128, new Integrity(Hmac.SHA2_256, 16),
          IntegId.HMAC_SHA2_384_192, new Integrity(Hmac.SHA2_384, 24),
          IntegId.HMAC_SHA2_512_256, new Integrity(Hmac.SHA2_512, 32));

  /** The integrity algorithms this gateway can compute. */
  public static final Set<IntegId> SUPPORTED = BY_ID.keySet();

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
    Integrity integrity = BY_ID.get(id);
    if (integrity == null) {
      throw new IllegalArgumentException("unsupported integrity " + id);
    }
    return integrity;
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
