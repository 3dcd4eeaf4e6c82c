package io.culvert.gateway.core.ike.engine;

import io.culvert.gateway.core.ike.sa.IkeSa;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The IKE SAs of a gateway and the ways to find them. After anything happened to one, {@link
 * #refresh} brings the table up to date.
 */
final class SaTable {
  /** What identifies a first request, so that a repeat of it is known (RFC 7296 §2.1). */
  record InitKey(InetSocketAddress remote, long spiI) {}

  private record Timer(long at, long spi) {}

  private static final class Entry {
    final IkeSa sa;
    final @Nullable InitKey init;
    boolean halfOpen;
    long tunnelId;
    Timer timer;

    Entry(IkeSa sa, @Nullable InitKey init) {
      this.sa = sa;
      this.init = init;
      this.timer = new Timer(Long.MAX_VALUE, sa.localSpi());
    }
  }

  private final Map<Long, Entry> bySpi = new HashMap<>();
  private final Map<InitKey, Entry> byInit = new HashMap<>();
  private final Map<Long, IkeSa> byHandle = new HashMap<>();
  private final Map<Long, Set<IkeSa>> byTunnel = new HashMap<>();
  private final Map<InetAddress, Integer> halfOpenPerSource = new HashMap<>();
  private final TreeSet<Timer> timers =
      new TreeSet<>(Comparator.comparingLong(Timer::at).thenComparingLong(Timer::spi));
  private volatile int halfOpen;

  /** Takes in one made by answering a first request. */
  void add(IkeSa sa, InitKey init) {
    add(new Entry(sa, init));
  }

  /** Takes in one that we initiated, or that a rekey made. */
  void add(IkeSa sa) {
    add(new Entry(sa, null));
  }

  private void add(Entry entry) {
    bySpi.put(entry.sa.localSpi(), entry);
    byHandle.putIfAbsent(entry.sa.handle(), entry.sa);
    if (entry.init != null) {
      byInit.put(entry.init, entry);
    }
    refresh(entry.sa);
  }

  /** Something happened to it. */
  void refresh(IkeSa sa) {
    Entry entry = bySpi.get(sa.localSpi());
    if (entry == null) {
      return;
    }
    countHalfOpen(entry, sa.isHalfOpen());
    indexTunnel(entry, sa.isEstablished() ? sa.tunnelId() : 0);
    if (sa.isEstablished()) {
      byHandle.put(sa.handle(), sa);
    }
    timers.remove(entry.timer);
    if (sa.isGone()) {
      bySpi.remove(sa.localSpi());
      byHandle.remove(sa.handle(), sa);
    } else {
      entry.timer = new Timer(sa.nextDeadline(), sa.localSpi());
      timers.add(entry.timer);
    }
  }

  private void countHalfOpen(Entry entry, boolean now) {
    if (entry.init == null || entry.halfOpen == now) {
      return;
    }
    entry.halfOpen = now;
    int before = halfOpen; // one thread writes, any may look
    halfOpen = now ? before + 1 : before - 1;
    InetAddress source = entry.init.remote().getAddress();
    halfOpenPerSource.merge(
        source, now ? 1 : -1, (a, b) -> a + b == 0 ? null : Integer.valueOf(a + b));
    if (!now) {
      byInit.remove(entry.init, entry);
    }
  }

  private void indexTunnel(Entry entry, long tunnelId) {
    if (entry.tunnelId == tunnelId) {
      return;
    }
    Set<IkeSa> former = byTunnel.get(entry.tunnelId);
    if (former != null && former.remove(entry.sa) && former.isEmpty()) {
      byTunnel.remove(entry.tunnelId);
    }
    entry.tunnelId = tunnelId;
    if (tunnelId != 0) {
      byTunnel.computeIfAbsent(tunnelId, _ -> new LinkedHashSet<>()).add(entry.sa);
    }
  }

  Optional<IkeSa> bySpi(long localSpi) {
    return Optional.ofNullable(bySpi.get(localSpi)).map(e -> e.sa);
  }

  /** The half-open one that a first request made. */
  Optional<IkeSa> byInit(InitKey key) {
    return Optional.ofNullable(byInit.get(key)).map(e -> e.sa);
  }

  /** The connection's present IKE SA. */
  Optional<IkeSa> byHandle(long handle) {
    return Optional.ofNullable(byHandle.get(handle));
  }

  /** The established ones of a tunnel; a copy. */
  List<IkeSa> ofTunnel(long tunnelId) {
    return new ArrayList<>(byTunnel.getOrDefault(tunnelId, Set.of()));
  }

  /** All established ones; a copy. */
  List<IkeSa> established() {
    return byTunnel.values().stream().flatMap(Set::stream).toList();
  }

  /** Those whose deadline has come. */
  List<IkeSa> due(long now) {
    List<IkeSa> due = new ArrayList<>();
    for (Timer timer : timers) {
      if (timer.at() > now) {
        break;
      }
      bySpi(timer.spi()).ifPresent(due::add);
    }
    return due;
  }

  /** The earliest deadline; {@code Long.MAX_VALUE} for none. */
  long nextDeadline() {
    return timers.isEmpty() ? Long.MAX_VALUE : timers.first().at();
  }

  boolean contains(long localSpi) {
    return bySpi.containsKey(localSpi);
  }

  int size() {
    return bySpi.size();
  }

  int halfOpen() {
    return halfOpen;
  }

  int halfOpenFrom(InetAddress source) {
    return halfOpenPerSource.getOrDefault(source, 0);
  }
}
