package io.culvert.gateway.core.ike.task;

import io.culvert.gateway.core.ike.crypto.IkeKeys;
import io.culvert.gateway.core.ike.crypto.IkeSuite;
import io.culvert.gateway.core.ike.crypto.Prf;
import io.culvert.gateway.core.ike.crypto.Secret;
import io.culvert.gateway.core.wire.Bytes;

/**
 * The keys and SPIs of an IKE SA made by rekeying another (RFC 7296 §2.18).
 *
 * @param lowestNonce of the exchange
 * @param initiator whether we asked for the rekey, which makes us the new SA's initiator
 */
public record RekeyedIke(
    IkeSuite suite,
    IkeKeys keys,
    long localSpi,
    long remoteSpi,
    LowestNonce lowestNonce,
    boolean initiator) {
  /**
   * What the old SA gives to the new.
   *
   * @param prf its PRF
   * @param skD its SK_d
   */
  public record Parent(Prf prf, Secret skD) {}

  /** The nonces and SPIs of the exchange. */
  record Ends(Bytes nonceI, Bytes nonceR, long spiI, long spiR) {}

  static RekeyedIke of(IkeSuite suite, Parent parent, Secret shared, Ends ends, boolean initiator) {
    IkeKeys keys =
        IkeKeys.rekeyed(
            suite,
            parent.prf(),
            parent.skD(),
            shared,
            new IkeKeys.Exchange(ends.nonceI(), ends.nonceR(), ends.spiI(), ends.spiR()));
    shared.erase();
    return new RekeyedIke(
        suite,
        keys,
        initiator ? ends.spiI() : ends.spiR(),
        initiator ? ends.spiR() : ends.spiI(),
        LowestNonce.of(ends.nonceI(), ends.nonceR()),
        initiator);
  }
}
