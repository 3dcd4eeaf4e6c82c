package io.culvert.gateway.app.dataplane;

import io.culvert.gateway.core.net.Verdict;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Dropped packets by reason. One thread counts, any may look. */
final class DropCounters {
  private final EnumMap<Verdict, AtomicLong> counts = new EnumMap<>(Verdict.class);

  DropCounters() {
    for (Verdict reason : Verdict.values()) {
      counts.put(reason, new AtomicLong());
    }
  }

  void count(Verdict reason) {
    count(reason, 1);
  }

  void count(Verdict reason, int packets) {
    AtomicLong count = counts.get(reason);
    if (count != null) {
      count.setRelease(count.getPlain() + packets); // one writer: no atomic addition needed
    }
  }

  /** The sums of several counters; reasons that did not occur are absent. */
  static Map<Verdict, Long> sum(DropCounters... counters) {
    Map<Verdict, Long> sums = new EnumMap<>(Verdict.class);
    for (DropCounters c : counters) {
      c.counts.forEach(
          (reason, count) -> {
            if (count.get() > 0) {
              sums.merge(reason, count.get(), Long::sum);
            }
          });
    }
    return Map.copyOf(sums);
  }
}
