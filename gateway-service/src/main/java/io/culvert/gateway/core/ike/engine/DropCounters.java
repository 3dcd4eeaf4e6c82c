package io.culvert.gateway.core.ike.engine;

import io.culvert.gateway.core.ike.sa.DropReason;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/** How many datagrams were dropped, by reason. One thread counts, any may look. */
final class DropCounters {
  private final Map<DropReason, Long> counts = new EnumMap<>(DropReason.class);

  DropCounters() {
    for (DropReason reason : DropReason.values()) {
      counts.put(reason, 0L);
    }
  }

  void count(DropReason reason) {
    counts.merge(reason, 1L, Long::sum);
  }

  /** A copy, every reason present. */
  Map<DropReason, Long> snapshot() {
    return Collections.unmodifiableMap(new EnumMap<>(counts));
  }
}
