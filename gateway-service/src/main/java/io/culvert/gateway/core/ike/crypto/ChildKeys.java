package io.culvert.gateway.core.ike.crypto;

import io.culvert.gateway.core.wire.Bytes;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The keys of a child SA (RFC 7296 §2.17). {@code i} is whoever asked for this child SA.
 *
 * @param encryptionI cipher key from i to r; for AES-GCM followed by the 4-octet salt; empty for
 *     NULL
 * @param integrityI HMAC key from i to r; empty for AES-GCM
 * @param encryptionR the same from r to i
 * @param integrityR the same from r to i
 */
public record ChildKeys(
    Secret encryptionI, Secret integrityI, Secret encryptionR, Secret integrityR) {

  /**
   * {@code KEYMAT = prf+(SK_d, [g^ir (new) |] Ni | Nr)}.
   *
   * @param suite the child SA's algorithms
   * @param prf the PRF of the IKE SA
   * @param d its SK_d; stays usable
   * @param shared the new g^ir, present exactly when the suite has a group; the caller erases it
   * @param nonceI nonce of the exchange that makes the child SA: in IKE_AUTH, of IKE_SA_INIT
   * @param nonceR likewise
   */
  public static ChildKeys derive(
      EspSuite suite, Prf prf, Secret d, Optional<Secret> shared, Bytes nonceI, Bytes nonceR) {
    if (shared.isPresent() != suite.pfs().isPresent()) {
      throw new IllegalArgumentException("a shared secret goes with a group, and only with one");
    }
    byte[] generator = shared.map(Secret::toArray).orElseGet(() -> new byte[0]);
    byte[] seed = Arrays.copyOf(generator, generator.length + nonceI.length() + nonceR.length());
    System.arraycopy(nonceI.toArray(), 0, seed, generator.length, nonceI.length());
    System.arraycopy(
        nonceR.toArray(), 0, seed, generator.length + nonceI.length(), nonceR.length());
    int encryption = suite.encryption().keyMaterialLength();
    int integrity = suite.integrity().map(id -> Integrity.of(id).keyLength()).orElse(0);
    // First all keys from i to r, then all from r to i; encryption before integrity.
    Secret[] keys =
        prf.expand(d, seed, 2 * (encryption + integrity))
            .cut(encryption, integrity, encryption, integrity);
    Arrays.fill(generator, (byte) 0);
    Arrays.fill(seed, (byte) 0);
    return new ChildKeys(keys[0], keys[1], keys[2], keys[3]);
  }

  /** Erases all four. */
  public void erase() {
    List.of(encryptionI, integrityI, encryptionR, integrityR).forEach(Secret::erase);
  }
}
