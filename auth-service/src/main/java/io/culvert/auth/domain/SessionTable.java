package io.culvert.auth.domain;

import io.culvert.contract.UserSession;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Who is logged in where, of all tenants, by tenant and then by the key of the session. Threads may
 * share it. A session that has ended is never answered, though nobody has said so.
 */
public final class SessionTable {
  private static final Comparator<UserSession> NEWEST_FIRST =
      Comparator.comparing(UserSession::since).reversed().thenComparing(UserSession::key);

  private final Map<String, Map<String, UserSession>> tenants = new ConcurrentHashMap<>();

  /**
   * Some of a list.
   *
   * @param total how many there are in all
   * @param sessions the part that was asked for
   */
  public record Part(int total, List<UserSession> sessions) {
    public Part {
      sessions = List.copyOf(sessions);
    }
  }

  /** This session, instead of another one at that address. */
  public void put(UserSession session) {
    of(session.tenant()).put(session.key(), slim(session));
  }

  /** Keeps names that come again and again once: of 1,000,000 sessions a third of the memory. */
  private static UserSession slim(UserSession session) {
    return new UserSession(
        session.tenant().intern(),
        session.tunnelId(),
        session.userIp(),
        session.user(),
        session.groups().stream().map(String::intern).toList(),
        session.method().intern(),
        session.since(),
        session.until());
  }

  /** Brings a session back, unless there is another one at that address by now. */
  public void restore(UserSession session) {
    of(session.tenant()).putIfAbsent(session.key(), session);
  }

  /** Whatever is at that key is gone. */
  public void remove(String key) {
    // A tenant's id may have slashes; the tunnel and the address have none.
    int address = key.lastIndexOf('/');
    int tunnel = address < 0 ? -1 : key.lastIndexOf('/', address - 1);
    if (tunnel >= 0) {
      of(key.substring(0, tunnel)).remove(key);
    }
  }

  /** This session is gone; false when it was gone before, or is another one now. */
  public boolean remove(UserSession session) {
    return of(session.tenant()).remove(session.key(), session);
  }

  /** The session of that tenant at that key. */
  public Optional<UserSession> find(String tenant, String key, Instant now) {
    return Optional.ofNullable(of(tenant).get(key)).filter(session -> lasts(session, now));
  }

  /** All of a tenant that match, in no order. */
  public List<UserSession> all(String tenant, Predicate<UserSession> filter, Instant now) {
    return of(tenant).values().stream()
        .filter(session -> lasts(session, now) && filter.test(session))
        .toList();
  }

  /**
   * Those of a tenant that match, newest first, at most {@code limit} without the first {@code
   * offset}. Takes time for each session of the tenant, and memory for {@code offset + limit}.
   */
  public Part part(
      String tenant, Predicate<UserSession> filter, int offset, int limit, Instant now) {
    int most = offset + limit;
    int total = 0;
    PriorityQueue<UserSession> newest = new PriorityQueue<>(NEWEST_FIRST.reversed());
    for (UserSession session : of(tenant).values()) {
      if (!lasts(session, now) || !filter.test(session)) {
        continue;
      }
      total++;
      newest.add(session);
      if (newest.size() > most) {
        newest.remove();
      }
    }
    return new Part(total, newest.stream().sorted(NEWEST_FIRST).skip(offset).toList());
  }

  private Map<String, UserSession> of(String tenant) {
    return tenants.computeIfAbsent(tenant, _ -> new ConcurrentHashMap<>());
  }

  private static boolean lasts(UserSession session, Instant now) {
    return session.until().isAfter(now);
  }
}
