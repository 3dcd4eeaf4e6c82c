package io.culvert.gateway.core.ike.sa;

import io.culvert.contract.TunnelEvent;
import io.culvert.gateway.core.ike.payload.Payload;
import io.culvert.gateway.core.ike.task.CrashToken;
import io.culvert.gateway.core.ike.task.PayloadList;
import io.culvert.gateway.core.ike.task.RekeyedIke;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Hands everything an IKE SA has to the one that replaces it (RFC 7296 §2.8, §2.18). */
final class Succession {
  private Succession() {}

  /**
   * @param agreed the message of the peer that completed the rekey
   */
  static void handOver(SaContext old, RekeyedIke made, PayloadList agreed, long now) {
    SaContext next =
        new SaContext(
            old.env,
            new SaContext.Role(
                old.role.handle(), made.localSpi(), made.initiator(), old.role.gateway()),
            made.remoteSpi(),
            old.path(),
            made.initiator() ? IkeSaState.AUTH_SENT : IkeSaState.DECIDING,
            now);
    next.use(old.extensions()); // RFC 7383 §2.3: a rekeyed IKE SA has no IKE_SA_INIT of its own
    next.keys(SaKeys.of(made.suite(), made.keys(), made.initiator(), old.env.randomness()));
    next.establish(old.peer().orElseThrow(), now);
    next.learnCrashToken(agreed);
    next.traffic(old.traffic());
    IkeSa successor = IkeSa.successor(next);
    for (ChildSa child : old.children.all()) {
      old.children.remove(child.inboundSpi());
      successor.inherit(child, now);
    }
    if (made.initiator()) {
      // RFC 6290 §4.3: the responder's token is in its response already
      token(old, made).ifPresent(token -> successor.inform(List.of(token), now));
    }
    successor.checkPath(now);
    old.env.out().adopt(successor);
    next.emit(
        TunnelEvent.Type.REKEYED,
        Optional.empty(),
        Map.of("what", "ike", "ike", SuiteText.of(made.suite())));
  }

  /** Our token for the new IKE SA. */
  static Optional<Payload> token(SaContext old, RekeyedIke made) {
    return old.env
        .config()
        .crashSecret()
        .map(secret -> CrashToken.of(secret, made.localSpi(), made.remoteSpi()));
  }
}
