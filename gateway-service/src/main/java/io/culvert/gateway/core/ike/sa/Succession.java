package io.culvert.gateway.core.ike.sa;

import io.culvert.gateway.core.ike.payload.Payload;
import io.culvert.gateway.core.ike.task.ActiveTask;
import io.culvert.gateway.core.ike.task.ChildInitiator;
import io.culvert.gateway.core.ike.task.CrashToken;
import io.culvert.gateway.core.ike.task.IkeRekeyInitiator;
import io.culvert.gateway.core.ike.task.LowestNonce;
import io.culvert.gateway.core.ike.task.PayloadList;
import io.culvert.gateway.core.ike.task.RekeyedIke;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Rekeys of an IKE SA by either end, and what is left of both when they cross: the one with the
 * lowest nonce is deleted by the end that made it, the other inherits the children (RFC 7296
 * §2.8.2, §2.18, §2.25.2).
 */
final class Succession {
  /** What the peer's rekey made while ours was out; which of the two succeeds is not known yet. */
  private record Rival(Successor successor, LowestNonce lowest) {}

  private final SaContext sa;
  private final OwnRequests own;
  private final PeerRequests requests;
  private @Nullable Rival rival;

  Succession(SaContext sa, OwnRequests own, PeerRequests requests) {
    this.sa = sa;
    this.own = own;
    this.requests = requests;
  }

  /** Whether the peer's request to rekey the IKE SA is to be granted. */
  boolean mayBeGranted() {
    // RFC 7296 §2.25.1: not while we create, rekey or close a child SA
    return rival == null
        && own.out()
            .filter(t -> t instanceof ChildInitiator || t instanceof ActiveTask.DeleteChild)
            .isEmpty();
  }

  /** Whether our own request to rekey it is out. */
  boolean isUnderway() {
    return own.out().filter(IkeRekeyInitiator.class::isInstance).isPresent();
  }

  /** The peer's request is granted. */
  void granted(RekeyedIke made, PayloadList agreed, long now) {
    Successor successor = successor(made, agreed, now);
    if (isUnderway()) {
      successor.await(now);
      rival = new Rival(successor, made.lowestNonce());
    } else {
      cede(successor, now);
    }
  }

  /** Our request is granted. */
  void made(RekeyedIke made, PayloadList agreed, long now) {
    Successor successor = successor(made, agreed, now);
    if (rival != null && made.lowestNonce().compareTo(rival.lowest()) < 0) {
      cedeToRival(now);
      successor.withdraw(now);
      return;
    }
    if (rival != null) {
      // the peer, who made it, deletes it
      rival.successor().stepBack(now);
      rival = null;
    }
    pass(successor, now);
    requests.end(IkeSaState.REKEYED, now);
    requests.expireAt(Long.MAX_VALUE);
    own.submit(new ActiveTask.DeleteIke(), now);
  }

  /**
   * Our request will not be granted: refused, or the peer deletes the old IKE SA meanwhile.
   *
   * @return whether that does not matter, because the peer's own rekey succeeds
   */
  boolean cedeToRival(long now) {
    if (rival == null) {
      return false;
    }
    Successor successor = rival.successor();
    rival = null;
    cede(successor, now);
    return true;
  }

  /** Our request is granted, but the connection ends. */
  void madeInVain(RekeyedIke made, PayloadList agreed, long now) {
    successor(made, agreed, now).withdraw(now);
  }

  /** The connection ends: with the old IKE SA goes what should have succeeded it. */
  void abandon(long now) {
    if (rival != null) {
      rival.successor().withdraw(now);
      rival = null;
    }
  }

  /** The peer's rekey succeeds, so the peer deletes the old IKE SA. */
  private void cede(Successor successor, long now) {
    pass(successor, now);
    requests.end(IkeSaState.REKEYED, now);
    requests.expireAt(sa.patience(now));
  }

  private void pass(Successor successor, long now) {
    int creations = own.creations().open();
    own.cancel();
    successor.succeed(sa, creations, now);
  }

  /**
   * @param agreed the message of the peer that completed the rekey
   */
  private Successor successor(RekeyedIke made, PayloadList agreed, long now) {
    SaContext next =
        new SaContext(
            sa.env,
            new SaContext.Role(
                sa.role.handle(), made.localSpi(), made.initiator(), sa.role.gateway()),
            made.remoteSpi(),
            sa.path(),
            IkeSaState.CONTENDING,
            now);
    next.use(sa.extensions()); // RFC 7383 §2.3: a rekeyed IKE SA has no IKE_SA_INIT of its own
    next.keys(SaKeys.of(made.suite(), made.keys(), made.initiator(), sa.env.randomness()));
    next.learnCrashToken(agreed);
    return IkeSa.successor(next);
  }

  /** Our token for the new IKE SA. */
  static Optional<Payload> token(SaContext sa, long localSpi, long remoteSpi) {
    return sa.env.config().crashSecret().map(secret -> CrashToken.of(secret, localSpi, remoteSpi));
  }
}
