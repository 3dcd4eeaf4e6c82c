package io.culvert.gateway.core.ike.crypto;

import io.culvert.gateway.core.ike.payload.PayloadProtection;

/**
 * The protection of the messages one end of an IKE SA sends: what stands in the encrypted payload
 * after its generic header (RFC 7296 §3.14).
 *
 * <pre>
 *   | IV | encrypted: payloads, padding, pad length | integrity check value |
 * </pre>
 */
public sealed interface SkProtection extends PayloadProtection
    permits CbcProtection, GcmProtection {

  /** The protection by that suite's algorithms. */
  static SkProtection of(
      IkeSuite suite, Secret encryption, Secret integrity, Randomness randomness) {
    return suite
        .integrity()
        .<SkProtection>map(
            id -> new CbcProtection(encryption, Integrity.of(id), integrity, randomness))
        .orElseGet(() -> new GcmProtection(encryption));
  }
}
