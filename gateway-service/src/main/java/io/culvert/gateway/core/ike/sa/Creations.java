package io.culvert.gateway.core.ike.sa;

import io.culvert.gateway.core.ike.task.ChildInitiator;
import java.util.Optional;

/** New child SAs we ask for, again and again while the peer is busy (RFC 7296 §2.25). */
final class Creations {
  private static final int MOST_TRIES = 10;

  private final SaContext sa;
  private final OwnRequests own;
  private int postponed;
  private int tries;
  private long at = Long.MAX_VALUE;

  Creations(SaContext sa, OwnRequests own) {
    this.sa = sa;
    this.own = own;
  }

  /** Asks for one. */
  void create(long now) {
    own.submit(
        new ChildInitiator(sa.childContext(), sa.peer().orElseThrow().terms(), Optional.empty()),
        now);
  }

  /** The peer is too busy for one: it is tried again in a while; false once that was in vain. */
  boolean postpone(long now) {
    tries++;
    if (tries > MOST_TRIES) {
      tries = 0;
      return false;
    }
    postponed++;
    at = sa.deadlines().retry(sa.env.randomness(), now).soft();
    return true;
  }

  /** One was made. */
  void granted() {
    tries = 0;
  }

  /** Forgets those. */
  void clear() {
    postponed = 0;
    at = Long.MAX_VALUE;
  }

  /** How many are yet to be asked for. */
  int open() {
    return postponed
        + (int)
            own.tasks()
                .filter(t -> t instanceof ChildInitiator child && child.rekeyed().isEmpty())
                .count();
  }

  long nextDeadline() {
    return at;
  }

  void tick(long now) {
    if (at <= now) {
      int due = postponed;
      clear();
      for (int i = 0; i < due; i++) {
        create(now);
      }
    }
  }
}
