package io.culvert.gateway.core.ike.task;

import io.culvert.gateway.core.ike.crypto.IkeKeys;
import io.culvert.gateway.core.ike.crypto.IkeSuite;
import io.culvert.gateway.core.ike.crypto.InvalidKeException;
import io.culvert.gateway.core.ike.crypto.KeyExchange;
import io.culvert.gateway.core.ike.crypto.Secret;
import io.culvert.gateway.core.wire.Bytes;

/**
 * What IKE_SA_INIT settled. The shared secret is computed later, when keys are asked for: a spoofed
 * request costs one exponentiation, not two.
 */
public record InitOutcome(
    IkeSuite suite,
    KeyExchange ours,
    Bytes peerValue,
    Bytes nonceI,
    Bytes nonceR,
    Nat nat,
    Extensions extensions) {
  /**
   * The keys of the IKE SA; once only.
   *
   * @throws InvalidKeException when the peer's value is not one of the group
   */
  public IkeKeys keys(long spiI, long spiR) throws InvalidKeException {
    Secret shared = ours.agree(peerValue);
    try {
      return IkeKeys.first(suite, shared, new IkeKeys.Exchange(nonceI, nonceR, spiI, spiR));
    } finally {
      shared.erase();
    }
  }
}
