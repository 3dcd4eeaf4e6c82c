package io.culvert.gateway.core.ike.task;

import io.culvert.gateway.core.ike.crypto.Prf;
import io.culvert.gateway.core.ike.crypto.Randomness;
import io.culvert.gateway.core.ike.crypto.Secret;

/**
 * What the negotiation of a child SA needs of its IKE SA.
 *
 * @param prf the IKE SA's PRF
 * @param skD its SK_d; stays the IKE SA's
 * @param spis where our inbound SPI comes from
 * @param randomness for nonces and key exchanges
 */
public record ChildContext(Prf prf, Secret skD, SpiSource spis, Randomness randomness) {
  /** The same with another SK_d. */
  ChildContext with(Secret otherSkD) {
    return new ChildContext(prf, otherSkD, spis, randomness);
  }
}
