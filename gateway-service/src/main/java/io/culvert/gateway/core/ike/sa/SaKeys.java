package io.culvert.gateway.core.ike.sa;

import io.culvert.gateway.core.ike.crypto.IkeKeys;
import io.culvert.gateway.core.ike.crypto.IkeSuite;
import io.culvert.gateway.core.ike.crypto.Prf;
import io.culvert.gateway.core.ike.crypto.Randomness;
import io.culvert.gateway.core.ike.payload.PayloadProtection;
import io.culvert.gateway.core.ike.task.RekeyedIke;

/**
 * The keys of an IKE SA, ready for use.
 *
 * @param inbound protection of what the peer sends
 * @param outbound protection of what we send
 */
record SaKeys(IkeSuite suite, IkeKeys keys, PayloadProtection inbound, PayloadProtection outbound) {
  /** Other SK_d, SK_pi and SK_pr; what protects messages goes on counting. */
  SaKeys with(IkeKeys mixed) {
    return new SaKeys(suite, mixed, inbound, outbound);
  }

  static SaKeys of(IkeSuite suite, IkeKeys keys, boolean initiator, Randomness randomness) {
    return new SaKeys(
        suite,
        keys,
        keys.protection(suite, !initiator, randomness),
        keys.protection(suite, initiator, randomness));
  }

  /** What a rekey takes over of them (RFC 7296 §2.18). */
  RekeyedIke.Parent asParent() {
    return new RekeyedIke.Parent(Prf.of(suite.prf()), keys.d());
  }
}
