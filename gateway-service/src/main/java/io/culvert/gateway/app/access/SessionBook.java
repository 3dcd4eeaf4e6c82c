package io.culvert.gateway.app.access;

import io.culvert.gateway.core.host.Host;
import io.culvert.gateway.core.host.HostTable;
import io.culvert.gateway.core.host.TunnelHosts;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.function.Consumer;

/**
 * All sessions, and when each is to be looked at: at its end, or when its host may have been silent
 * for too long. What opens or closes a host does so at once. For one thread.
 */
final class SessionBook {
  /** Entries of sessions that are over and stay in the queue before it is made anew. */
  private static final int FEW = 1_000;

  private static final int AT_ONCE = 10_000;

  private final HostTable hosts;
  private Queue<Session> queue = queue();
  private int size;

  SessionBook(HostTable hosts) {
    this.hosts = hosts;
  }

  private static Queue<Session> queue() {
    return new PriorityQueue<>(Comparator.comparingLong((Session s) -> s.dueMillis));
  }

  /** How many sessions there are. */
  int size() {
    return size;
  }

  /** Takes a session in, in the place of another one at its address. */
  void put(Session session) {
    long idle = session.tunnel.idleMillis();
    session.dueMillis =
        idle == 0 ? session.untilMillis : Math.min(session.untilMillis, session.sinceMillis + idle);
    if (session.tunnel.put(session) == null) {
      size++;
    }
    queue.add(session);
    if (queue.size() > 2 * size + FEW) {
      replaceQueue(queue.stream().filter(Session::current).toList());
    }
    hosts.reconsider(session.tunnel.tunnelId, session.inside);
  }

  /** Ends the session at an address, if there is one. */
  boolean remove(TunnelAccess tunnel, int inside) {
    if (tunnel.remove(inside) == null) {
      return false;
    }
    size--;
    hosts.reconsider(tunnel.tunnelId, inside);
    return true;
  }

  /** Ends all sessions of a tunnel. */
  void removeAll(TunnelAccess tunnel) {
    tunnel.sessions().forEach(session -> remove(tunnel, session.inside));
  }

  /** Has a tenant's sessions looked at with the next tick, since its settings changed. */
  void lookAnew(String tenant) {
    List<Session> all = queue.stream().filter(Session::current).toList();
    all.stream()
        .filter(session -> session.tunnel.tenant.equals(tenant))
        .forEach(session -> session.dueMillis = Long.MIN_VALUE);
    replaceQueue(all);
  }

  private void replaceQueue(List<Session> all) {
    queue = queue();
    queue.addAll(all);
  }

  /**
   * Ends what is over; a session whose host was silent for too long is told of.
   *
   * @return whether there is more to look at, since others wait while this goes on
   */
  boolean tick(long nowMillis, long nowNanos, Consumer<Session> idle) {
    Session next = queue.peek();
    for (int i = 0; i < AT_ONCE && next != null && next.dueMillis <= nowMillis; i++) {
      queue.remove();
      if (next.current()) {
        look(next, nowMillis, nowNanos, idle);
      }
      next = queue.peek();
    }
    return next != null && next.dueMillis <= nowMillis;
  }

  private void look(Session session, long nowMillis, long nowNanos, Consumer<Session> idle) {
    long limit = session.tunnel.idleMillis();
    long silent = limit == 0 ? 0 : silence(session, nowMillis, nowNanos);
    if (session.untilMillis <= nowMillis) {
      remove(session.tunnel, session.inside);
    } else if (limit != 0 && silent >= limit) {
      remove(session.tunnel, session.inside);
      idle.accept(session);
    } else {
      session.dueMillis =
          limit == 0
              ? session.untilMillis
              : Math.min(session.untilMillis, nowMillis + limit - silent);
      queue.add(session);
    }
  }

  /**
   * For how long this gateway knows the host to have been silent, in milliseconds. It knows nothing
   * while the tunnel is not connected here; nor, where the device prefers another POP, whether its
   * hosts are heard there, even when it keeps its tunnel to this one up.
   */
  private long silence(Session session, long nowMillis, long nowNanos) {
    TunnelHosts tunnel = hosts.known(session.tunnel.tunnelId);
    OptionalLong serving = tunnel == null ? OptionalLong.empty() : tunnel.servingSince();
    if (tunnel == null || serving.isEmpty() || !session.tunnel.primaryHere) {
      return 0;
    }
    long silent = nowNanos - serving.getAsLong();
    Host host = tunnel.find(session.inside);
    if (host != null) {
      silent = Math.min(silent, nowNanos - host.lastSeenNanos());
    }
    // The wall clocks of who logged the user in and of this gateway may differ.
    long loggedIn = Math.max(0, nowMillis - session.sinceMillis);
    return Math.min(Duration.ofNanos(silent).toMillis(), loggedIn);
  }
}
