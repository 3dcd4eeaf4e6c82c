package io.culvert.gateway.core.ike.task;

import io.culvert.gateway.core.ike.crypto.ChildKeys;
import io.culvert.gateway.core.ike.crypto.EspSuite;
import io.culvert.gateway.core.ike.task.ChildSaInstall.DirectionKeys;
import io.culvert.gateway.core.net.TrafficSelector;
import java.util.List;

/**
 * A child SA both ends agreed on.
 *
 * @param inboundSpi ours
 * @param outboundSpi the peer's
 * @param local selectors of our side
 * @param remote selectors of the peer's side
 * @param lowestNonce of the exchange it was agreed in
 */
public record NegotiatedChild(
    int inboundSpi,
    int outboundSpi,
    EspSuite suite,
    DirectionKeys inbound,
    DirectionKeys outbound,
    List<TrafficSelector> local,
    List<TrafficSelector> remote,
    LowestNonce lowestNonce) {
  static DirectionKeys keysOfInitiator(ChildKeys keys) {
    return new DirectionKeys(keys.encryptionI(), keys.integrityI());
  }

  static DirectionKeys keysOfResponder(ChildKeys keys) {
    return new DirectionKeys(keys.encryptionR(), keys.integrityR());
  }
}
