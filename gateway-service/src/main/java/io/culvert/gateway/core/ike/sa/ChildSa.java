package io.culvert.gateway.core.ike.sa;

import io.culvert.gateway.core.ike.crypto.EspSuite;
import io.culvert.gateway.core.ike.task.NegotiatedChild;
import io.culvert.gateway.core.net.TrafficSelector;
import java.util.List;

/**
 * A child SA. Its keys are with the dataplane.
 *
 * @param inboundSpi ours
 * @param outboundSpi the peer's
 * @param local selectors of our side
 * @param remote selectors of the peer's side
 * @param state what is going on with it
 * @param deadlines when to rekey it and when it ends
 */
record ChildSa(
    int inboundSpi,
    int outboundSpi,
    EspSuite suite,
    List<TrafficSelector> local,
    List<TrafficSelector> remote,
    State state,
    Deadlines deadlines) {
  /**
   * USED ─► REKEYING ─► USED (refused), REPLACED (the peer's rekey won) or DELETING (ours did);
   * USED ─► REPLACED; all ─► DELETING.
   */
  enum State {
    /** In use. */
    USED,
    /** Our request to rekey it is queued or out. */
    REKEYING,
    /** A rekey made another in its place; waiting for its Delete. */
    REPLACED,
    /** Our Delete of it is queued or out. */
    DELETING
  }

  static ChildSa of(NegotiatedChild agreed, Deadlines deadlines) {
    return new ChildSa(
        agreed.inboundSpi(),
        agreed.outboundSpi(),
        agreed.suite(),
        agreed.local(),
        agreed.remote(),
        State.USED,
        deadlines);
  }

  ChildSa in(State next) {
    return new ChildSa(inboundSpi, outboundSpi, suite, local, remote, next, deadlines);
  }

  ChildSa with(Deadlines next) {
    return new ChildSa(inboundSpi, outboundSpi, suite, local, remote, state, next);
  }

  /** Whether it counts as one of the child SAs a peer may have. */
  boolean counts() {
    return state == State.USED || state == State.REKEYING;
  }

  /** When something is to be done about it. */
  long nextDeadline() {
    return state == State.USED ? deadlines.soft() : deadlines.hard();
  }
}
