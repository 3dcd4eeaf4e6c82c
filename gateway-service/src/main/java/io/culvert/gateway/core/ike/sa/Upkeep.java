package io.culvert.gateway.core.ike.sa;

import io.culvert.contract.TunnelEvent;
import io.culvert.gateway.core.ike.task.ActiveTask;
import io.culvert.gateway.core.ike.task.ChildInitiator;
import io.culvert.gateway.core.ike.task.IkeRekeyInitiator;
import io.culvert.gateway.core.ike.task.Reason;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What an IKE SA does by itself as time passes: retransmit, probe, rekey, give up. */
final class Upkeep {
  private final SaContext sa;
  private final OwnRequests own;
  private final PeerRequests requests;
  private final Keepalive keepalive;

  Upkeep(SaContext sa, OwnRequests own, PeerRequests requests) {
    this.sa = sa;
    this.own = own;
    this.requests = requests;
    this.keepalive = new Keepalive(sa);
  }

  long nextDeadline() {
    long next =
        Math.min(own.nextDeadline(), Math.min(requests.expiresAt(), keepalive.nextDeadline()));
    return switch (sa.state()) {
      case INIT_SENT, INIT_DONE, DECIDING, AUTH_SENT, REFUSED, CONTENDING, REKEYED, CLOSING -> next;
      case ESTABLISHED -> {
        // What must wait for another exchange is looked at again when that one is answered.
        next = Math.min(next, own.isBusy() ? sa.deadlines().hard() : sa.deadlines().soft());
        next = Math.min(next, sa.children.nextDeadline(!ikeRekeyRuns()));
        yield own.isIdle() ? Math.min(next, probeAt()) : next;
      }
      case GONE -> Long.MAX_VALUE;
    };
  }

  void tick(long now) {
    own.tick(now).ifPresent(unanswered -> giveUp(unanswered, now));
    if (requests.expiresAt() <= now && !sa.is(IkeSaState.GONE)) {
      expire();
    }
    keepalive.tick(now);
    if (sa.is(IkeSaState.ESTABLISHED)) {
      lifetimes(now);
    }
    if (sa.is(IkeSaState.ESTABLISHED) && own.isIdle() && probeAt() <= now) {
      probe(now);
    }
  }

  private void expire() {
    boolean abandoned = sa.is(IkeSaState.INIT_DONE);
    own.cancel();
    sa.become(IkeSaState.GONE);
    if (abandoned) {
      sa.emit(
          TunnelEvent.Type.FAILED,
          Optional.of(Reason.NEGOTIATION_ABANDONED),
          Map.of("problem", "IKE_SA_INIT was answered, no IKE_AUTH came"));
    }
  }

  void probe(long now) {
    own.submit(new ActiveTask.Probe(), now);
  }

  void rekeyChild(ChildSa child, long now) {
    sa.children.put(child.in(ChildSa.State.REKEYING));
    own.submit(
        new ChildInitiator(
            sa.childContext(),
            sa.peer().orElseThrow().terms(),
            Optional.of(new ChildInitiator.Rekeyed(child.inboundSpi(), child.suite().pfs()))),
        now);
  }

  void deleteChild(int inboundSpi, long now) {
    own.submit(new ActiveTask.DeleteChild(inboundSpi), now);
  }

  /** Its keys may not be used any longer. */
  void expire(ChildSa child, long now) {
    sa.lose(child.inboundSpi(), Reason.LIFETIME_EXPIRED);
    deleteChild(child.inboundSpi(), now);
  }

  void rekeyIke(long now) {
    own.submit(
        new IkeRekeyInitiator(
            sa.env.config().ike().withAdditional(List.of()),
            sa.keys().asParent(),
            sa.env.randomness(),
            sa.env.spis().newIkeSpi(),
            sa.keys().suite().ke()),
        now);
  }

  /** Closes in good order: the children at once, the IKE SA when the peer has heard of it. */
  void close(Reason reason, Map<String, String> evidence, long now) {
    requests.succession().abandon(now);
    sa.removeChildren();
    sa.emit(TunnelEvent.Type.CLOSED, Optional.of(reason), evidence);
    own.clearQueue();
    sa.become(IkeSaState.CLOSING);
    own.submit(new ActiveTask.DeleteIke(), now);
  }

  /** Closes without a word to the peer, who is not there or knows. */
  void drop(Reason reason, long now) {
    requests.succession().abandon(now);
    own.cancel();
    sa.removeChildren();
    sa.become(IkeSaState.GONE);
    sa.emit(TunnelEvent.Type.CLOSED, Optional.of(reason), Map.of());
  }

  /** The peer has proven that it lost this IKE SA: it goes without a word (RFC 6290 §4.5). */
  void forget(long now) {
    if (sa.is(IkeSaState.ESTABLISHED)) {
      drop(Reason.PEER_RESTARTED, now);
    } else if (!sa.is(IkeSaState.GONE)) {
      own.cancel();
      sa.become(IkeSaState.GONE);
    }
  }

  private long probeAt() {
    return sa.lastHeard() + sa.env.config().timing().dpdSilence().toNanos();
  }

  private boolean ikeRekeyRuns() {
    return own.tasks().anyMatch(IkeRekeyInitiator.class::isInstance);
  }

  private void lifetimes(long now) {
    if (sa.deadlines().hard() <= now) {
      close(Reason.LIFETIME_EXPIRED, Map.of("what", "ike"), now);
      return;
    }
    for (ChildSa child : sa.children.all()) {
      if (child.deadlines().hard() <= now) {
        expire(child, now);
      } else if (child.nextDeadline() <= now && !ikeRekeyRuns()) {
        rekeyChild(child, now);
      }
    }
    if (sa.deadlines().soft() <= now && !own.isBusy()) {
      rekeyIke(now);
    }
  }

  private void giveUp(OwnRequest unanswered, long now) {
    switch (sa.state()) {
      case ESTABLISHED -> {
        if (sa.lastHeard() > unanswered.firstSent()) {
          // The peer lives, as its ESP shows; so its answer is still worth waiting for.
          unanswered.restart(now);
          sa.send(unanswered.datagrams());
        } else {
          boolean probed = unanswered.task() instanceof ActiveTask.Probe;
          drop(probed ? Reason.DPD_TIMEOUT : Reason.RETRANSMISSION_TIMEOUT, now);
        }
      }
      case INIT_SENT, AUTH_SENT -> {
        own.cancel();
        sa.become(IkeSaState.GONE);
        sa.emit(TunnelEvent.Type.FAILED, Optional.of(Reason.RETRANSMISSION_TIMEOUT), Map.of());
      }
      case CONTENDING, REKEYED, CLOSING, INIT_DONE, DECIDING, REFUSED, GONE -> {
        own.cancel();
        if (!sa.is(IkeSaState.GONE)) {
          sa.become(IkeSaState.GONE);
        }
      }
    }
  }
}
