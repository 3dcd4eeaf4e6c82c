package io.culvert.gateway.core.ike.sa;

import io.culvert.contract.TunnelEvent;
import io.culvert.gateway.core.ike.task.ActiveTask;
import io.culvert.gateway.core.ike.task.ChildInitiator;
import io.culvert.gateway.core.ike.task.ChildSaInstall.Sending;
import io.culvert.gateway.core.ike.task.LowestNonce;
import io.culvert.gateway.core.ike.task.NegotiatedChild;
import io.culvert.gateway.core.ike.task.Reason;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Rekeys of child SAs by either end, and what is left of both when they cross (RFC 7296 §2.8.1):
 *
 * <pre>
 *   we                                                                peer
 *   N(REKEY_SA, old), Ni1  ─►                ◄─  N(REKEY_SA, old), Ni2
 *   Nr2, ours to answer    ─►                ◄─  Nr1
 *
 *   lowest of Ni1, Nr1 below lowest of Ni2, Nr2:   we delete what we made, the peer the old one
 *   otherwise:                                     the peer deletes what it made, we the old one
 * </pre>
 */
final class ChildRekeys {
  /** The peer's rekey of a child SA that we were rekeying; its SA, by our inbound SPI. */
  private record Rival(int inboundSpi, LowestNonce lowest) {}

  private final SaContext sa;
  private final OwnRequests own;

  /** By our inbound SPI of the child SA that both rekey. */
  private final Map<Integer, Rival> rivals = new HashMap<>();

  ChildRekeys(SaContext sa, OwnRequests own) {
    this.sa = sa;
    this.own = own;
  }

  /** Whether the peer's request to rekey it is to be granted (RFC 7296 §2.25.1). */
  boolean mayBeGranted(ChildSa old) {
    return switch (old.state()) {
      case USED -> !sa.children.isCrowded();
      // answered as usual, for what is redundant is closed later
      case REKEYING -> !rivals.containsKey(old.inboundSpi()) && !sa.children.isCrowded();
      case REPLACED, DELETING -> false;
    };
  }

  /** The peer's request is granted. */
  void granted(ChildSa old, NegotiatedChild made, long now) {
    own.withdraw(task -> rekeys(task, old));
    if (own.out().filter(task -> rekeys(task, old)).isPresent()) {
      rivals.put(old.inboundSpi(), new Rival(made.inboundSpi(), made.lowestNonce()));
    } else {
      sa.children.put(old.in(ChildSa.State.REPLACED));
    }
    sa.install(made, OptionalInt.of(old.inboundSpi()), Sending.ONCE_PROVEN, now);
    rekeyed(made);
  }

  private static boolean rekeys(ActiveTask task, ChildSa old) {
    return task instanceof ChildInitiator child
        && child.rekeyed().filter(r -> r.inboundSpi() == old.inboundSpi()).isPresent();
  }

  /** Our request is granted. */
  void made(int oldSpi, NegotiatedChild made, long now) {
    Optional<Rival> rival = takeRival(oldSpi);
    boolean deletedEarly = sa.children.wasDeletedEarly(made.outboundSpi());
    boolean redundant = rival.filter(r -> made.lowestNonce().compareTo(r.lowest()) < 0).isPresent();
    boolean ordered = sa.children.isIn(ChildSa.State.DELETING, oldSpi);
    if (!deletedEarly) {
      Sending sending = redundant ? Sending.LAST_RESORT : Sending.AT_ONCE;
      sa.install(made, OptionalInt.of(oldSpi), sending, now);
    }
    if (!deletedEarly && (redundant || ordered)) {
      delete(made.inboundSpi(), now);
    }
    if (redundant || (deletedEarly && rival.isPresent())) {
      replaced(oldSpi);
    } else {
      // RFC 7296 §2.8: whoever rekeys deletes the old one
      delete(oldSpi, now);
      rival.ifPresent(r -> awaitDelete(r.inboundSpi(), now));
    }
    if (deletedEarly) {
      sa.sayIfChildless(Reason.PEER_DELETED);
    } else if (rival.isEmpty()) {
      rekeyed(made);
    }
  }

  /** Our request is refused: whether that does not matter, because the peer rekeyed it itself. */
  boolean refused(int oldSpi) {
    boolean peerDidIt = takeRival(oldSpi).isPresent();
    if (peerDidIt) {
      replaced(oldSpi);
    }
    return peerDidIt;
  }

  /** The peer's rekey that crossed ours, if what it made is still there. */
  private Optional<Rival> takeRival(int oldSpi) {
    return Optional.ofNullable(rivals.remove(oldSpi))
        .filter(r -> sa.children.byInbound(r.inboundSpi()).isPresent());
  }

  private void delete(int inboundSpi, long now) {
    Optional<ChildSa> child = sa.children.byInbound(inboundSpi);
    if (child.filter(c -> c.state() != ChildSa.State.DELETING).isPresent()) {
      sa.children.put(child.get().in(ChildSa.State.DELETING));
      own.submit(new ActiveTask.DeleteChild(inboundSpi), now);
    }
  }

  /** The peer deletes it; until then it goes on, to the end of its lifetime if need be. */
  private void replaced(int inboundSpi) {
    sa.children
        .byInbound(inboundSpi)
        .filter(ChildSa::counts)
        .ifPresent(c -> sa.children.put(c.in(ChildSa.State.REPLACED)));
  }

  /** The peer deletes it because it is redundant; should it not even know it, we do. */
  private void awaitDelete(int inboundSpi, long now) {
    sa.children
        .byInbound(inboundSpi)
        .filter(ChildSa::counts)
        .map(c -> c.in(ChildSa.State.REPLACED).with(c.deadlines().endingBy(sa.patience(now))))
        .ifPresent(sa.children::put);
  }

  private void rekeyed(NegotiatedChild made) {
    sa.emit(
        TunnelEvent.Type.REKEYED,
        Optional.empty(),
        Map.of("what", "child", "esp", SuiteText.of(made.suite())));
  }
}
