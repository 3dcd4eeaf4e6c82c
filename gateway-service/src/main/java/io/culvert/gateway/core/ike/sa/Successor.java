package io.culvert.gateway.core.ike.sa;

import io.culvert.contract.TunnelEvent;
import io.culvert.gateway.core.ike.task.ActiveTask;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An IKE SA that a rekey made. It takes the place of the old one, or is redundant because both ends
 * rekeyed at once.
 */
record Successor(IkeSa ike, SaContext sa, OwnRequests own, PeerRequests requests) {
  /** Waits until it is known which it is. */
  void await(long now) {
    requests.expireAt(sa.patience(now));
    sa.env.out().adopt(ike);
  }

  /**
   * Takes over all that the old IKE SA has (RFC 7296 §2.8).
   *
   * @param creations how many new child SAs the old one had still to ask for
   */
  void succeed(SaContext old, int creations, long now) {
    requests.expireAt(Long.MAX_VALUE);
    sa.establish(old.peer().orElseThrow(), now);
    sa.path(old.path());
    sa.traffic(old.traffic());
    sa.heard(old.lastHeard());
    sa.budget = old.budget;
    for (ChildSa child : old.children.all()) {
      old.children.remove(child.inboundSpi());
      inherit(child, now);
    }
    for (int i = 0; i < creations; i++) {
      own.creations().create(now);
    }
    if (sa.role.initiator()) {
      // RFC 6290 §4.3: the responder's token is in its response already
      Succession.token(sa, sa.role.localSpi(), sa.remoteSpi())
          .ifPresent(token -> own.submit(new ActiveTask.Inform(List.of(token)), now));
    }
    requests.mobike().check(now);
    sa.env.out().adopt(ike);
    sa.emit(
        TunnelEvent.Type.REKEYED,
        Optional.empty(),
        Map.of("what", "ike", "ike", SuiteText.of(sa.keys().suite())));
  }

  private void inherit(ChildSa child, long now) {
    switch (child.state()) {
      case USED, REPLACED -> sa.children.put(child);
      case REKEYING ->
          sa.children.put(child.in(ChildSa.State.USED).with(child.deadlines().due(now)));
      case DELETING -> {
        sa.children.put(child);
        own.submit(new ActiveTask.DeleteChild(child.inboundSpi()), now);
      }
    }
  }

  /** Is redundant, and the peer deletes it. */
  void stepBack(long now) {
    requests.end(IkeSaState.REKEYED, now);
    requests.expireAt(sa.patience(now));
    sa.env.out().adopt(ike);
  }

  /** Is redundant, and we delete it. */
  void withdraw(long now) {
    requests.expireAt(Long.MAX_VALUE);
    sa.become(IkeSaState.CLOSING);
    own.submit(new ActiveTask.DeleteIke(), now);
    sa.env.out().adopt(ike);
  }
}
