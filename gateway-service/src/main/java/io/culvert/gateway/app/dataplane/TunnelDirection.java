package io.culvert.gateway.app.dataplane;

import io.culvert.gateway.core.net.Verdict;
import io.culvert.gateway.core.rate.TokenBucket;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** One direction of one tunnel: what has passed and what may. One thread counts, any may look. */
final class TunnelDirection {
  final DropCounters drops = new DropCounters();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong packets = new AtomicLong();
  private volatile @Nullable TokenBucket limit;

  /** Sets the limit, or takes it away with null. */
  void limit(@Nullable TokenBucket newLimit) {
    limit = newLimit;
  }

  /** Holds a packet of {@code length} octets against the limit and counts it if it passes. */
  Verdict pass(int length, long nowNanos) {
    TokenBucket bucket = limit;
    if (bucket != null && !bucket.take(length, nowNanos)) {
      return Verdict.RATE_LIMITED;
    }
    bytes.setRelease(bytes.getPlain() + length); // one writer: no atomic addition needed
    packets.setRelease(packets.getPlain() + 1);
    return Verdict.PASSED;
  }

  long bytes() {
    return bytes.get();
  }

  long packets() {
    return packets.get();
  }
}
