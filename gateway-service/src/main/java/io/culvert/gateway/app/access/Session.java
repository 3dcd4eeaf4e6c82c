package io.culvert.gateway.app.access;

import io.culvert.contract.UserSession;

/**
 * Who is logged in at one inside address, in few octets: there may be a million. Immutable but for
 * {@link #read} and {@link #dueMillis}.
 */
final class Session {
  final TunnelAccess tunnel;
  final int inside;
  final String user;
  final long sinceMillis;
  final long untilMillis;

  /** Made at this gateway: it counts before all that was revoked is known. */
  final boolean own;

  /** Whether it was read from the topic, so that revocations read from now on came after it. */
  boolean read;

  /** When it is to be looked at next; changed only while it is in no queue. */
  long dueMillis;

  Session(UserSession session, TunnelAccess tunnel, int inside, boolean own) {
    this.tunnel = tunnel;
    this.inside = inside;
    this.user = session.user();
    this.sinceMillis = session.since().toEpochMilli();
    this.untilMillis = session.until().toEpochMilli();
    this.own = own;
    this.read = !own;
  }

  /** The same log-in, which may have been prolonged. */
  boolean sameAs(Session other) {
    return user.equals(other.user)
        && sinceMillis == other.sinceMillis
        && untilMillis == other.untilMillis;
  }

  /** Whether it is the one that counts at its address. */
  boolean current() {
    return tunnel.session(inside) == this;
  }
}
