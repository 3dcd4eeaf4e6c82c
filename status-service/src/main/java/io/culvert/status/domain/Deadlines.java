package io.culvert.status.domain;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * Which tunnels to look at when, each at most once. A later deadline does not replace an earlier
 * one: the tunnel is then looked at too early and asks again, which is cheaper than to move it with
 * every reading. For one thread.
 */
public final class Deadlines {
  private final Map<Long, Instant> byTunnel = new HashMap<>();
  private final NavigableSet<Due> queue =
      new TreeSet<>(Comparator.comparing(Due::when).thenComparing(Due::tunnel));

  private record Due(Instant when, long tunnel) {}

  /** Looks at this tunnel at that time, or before. */
  public void add(long tunnel, Instant when) {
    Instant known = byTunnel.get(tunnel);
    if (known != null && !when.isBefore(known)) {
      return;
    }
    if (known != null) {
      queue.remove(new Due(known, tunnel));
    }
    byTunnel.put(tunnel, when);
    queue.add(new Due(when, tunnel));
  }

  /** Takes out the tunnels whose time has come. */
  public List<Long> takeDue(Instant now) {
    List<Long> due = new ArrayList<>();
    while (!queue.isEmpty() && !queue.first().when.isAfter(now)) {
      long tunnel = queue.removeFirst().tunnel;
      byTunnel.remove(tunnel);
      due.add(tunnel);
    }
    return due;
  }
}
