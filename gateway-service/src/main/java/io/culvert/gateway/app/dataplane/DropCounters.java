package io.culvert.gateway.app.dataplane;

import io.culvert.gateway.core.net.Verdict;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;

/** Dropped packets by reason. One thread counts, any may look. */
@SuppressWarnings("EnumOrdinal") // a place in an array of this process, as in EnumMap
final class DropCounters {
  private static final Verdict[] REASONS = Verdict.values();

  private final AtomicLongArray counts = new AtomicLongArray(REASONS.length);

  void count(Verdict reason) {
    count(reason, 1);
  }

  void count(Verdict reason, int packets) {
    int at = reason.ordinal();
    counts.setRelease(at, counts.getPlain(at) + packets); // one writer: no atomic addition needed
  }

  /** How many were dropped for that reason. */
  long of(Verdict reason) {
    return counts.get(reason.ordinal());
  }

  /** The sums of several counters; reasons that did not occur are absent. */
  static Map<Verdict, Long> sum(DropCounters... counters) {
    Map<Verdict, Long> sums = new EnumMap<>(Verdict.class);
    for (DropCounters c : counters) {
      for (Verdict reason : REASONS) {
        long count = c.counts.get(reason.ordinal());
        if (count > 0) {
          sums.merge(reason, count, Long::sum);
        }
      }
    }
    return Map.copyOf(sums);
  }
}
