package io.culvert.gateway.core.ike.crypto;

import io.culvert.gateway.core.wire.PrfId;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;

/** A pseudo-random function of IKE (RFC 7296 §2.13): HMAC of a hash, keys of any length. */
public final class Prf {
  private static final Map<PrfId, Prf> BY_ID =
      Map.of(
          PrfId.HMAC_SHA1, new Prf(Hmac.SHA1),
          PrfId.HMAC_SHA2_256, new Prf(Hmac.SHA2_256),
          PrfId.HMAC_SHA2_384, new Prf(Hmac.SHA2_384),
          PrfId.HMAC_SHA2_512, new Prf(Hmac.SHA2_512));

  /** The PRFs this gateway can compute. */
  public static final Set<PrfId> SUPPORTED = BY_ID.keySet();

  private final Hmac hmac;

  private Prf(Hmac hmac) {
    this.hmac = hmac;
  }

  /**
   * The PRF of that number.
   *
   * @throws IllegalArgumentException when it is not {@link #SUPPORTED}
   */
  public static Prf of(PrfId id) {
    Prf prf = BY_ID.get(id);
    if (prf == null) {
      throw new IllegalArgumentException("unsupported PRF " + id);
    }
    return prf;
  }

  /** Octets of the output; also the length of SK_d, SK_pi and SK_pr (RFC 7296 §2.14). */
  public int length() {
    return hmac.length();
  }

  /** {@code prf(key, parts)}, the parts one after the other. */
  public byte[] compute(Secret key, byte[]... parts) {
    return hmac.compute(key, parts);
  }

  /**
   * {@code prf+(key, seed)} (RFC 7296 §2.13), cut to so many octets.
   *
   * @throws IllegalArgumentException when more than 255 outputs of the PRF are asked for
   */
  public Secret expand(Secret key, byte[] seed, int octets) {
    if (octets < 0 || octets > 255 * length()) {
      throw new IllegalArgumentException("prf+ cannot make " + octets + " octets");
    }
    byte[] stream = new byte[octets];
    byte[] block = new byte[0];
    for (int at = 0, counter = 1; at < octets; counter++) {
      // T1 = prf(K, S | 0x01), Tn = prf(K, Tn-1 | S | n)
      byte[] next = compute(key, block, seed, new byte[] {(byte) counter});
      Arrays.fill(block, (byte) 0);
      block = next;
      int taken = Math.min(block.length, octets - at);
      System.arraycopy(block, 0, stream, at, taken);
      at += taken;
    }
    Arrays.fill(block, (byte) 0);
    return Secret.adopt(stream);
  }
}
