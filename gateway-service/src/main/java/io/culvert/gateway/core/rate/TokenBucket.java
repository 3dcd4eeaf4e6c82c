package io.culvert.gateway.core.rate;

/**
 * A policer for one direction of one tunnel: a packet passes while there are tokens for it. Time is
 * a parameter. Not thread-safe: each direction is run by one thread.
 */
public final class TokenBucket {
  private static final long NANOS = 1_000_000_000L;

  /** A tenth of a second at full rate, but never less than ten full-sized packets. */
  private static final long BURST_DIVISOR = 10;

  private static final long LEAST_BURST_BYTES = 15_000;

  private final long bytesPerSecond;
  private final long capacity; // in byte-nanoseconds per second, i.e. bytes × 10⁹
  private final long longestUsefulWait;
  private long tokens;
  private long lastNanos;

  /**
   * @param bytesPerSecond at least 1 and at most 100 Gbit/s
   * @param burstBytes how much may pass at once after a pause
   * @param nowNanos a reading of the monotonic clock; the bucket starts full
   */
  public TokenBucket(long bytesPerSecond, long burstBytes, long nowNanos) {
    if (bytesPerSecond < 1 || bytesPerSecond > 12_500_000_000L) {
      throw new IllegalArgumentException("rate out of range: " + bytesPerSecond);
    }
    if (burstBytes < 1 || burstBytes > 4_000_000_000L) {
      throw new IllegalArgumentException("burst out of range: " + burstBytes);
    }
    this.bytesPerSecond = bytesPerSecond;
    this.capacity = burstBytes * NANOS;
    this.longestUsefulWait = capacity / bytesPerSecond + 1;
    this.tokens = capacity;
    this.lastNanos = nowNanos;
  }

  /** A bucket for a limit in Mbit/s (10⁶ bits a second). */
  public static TokenBucket ofMegabits(int megabitsPerSecond, long nowNanos) {
    long bytesPerSecond = megabitsPerSecond * 125_000L;
    long burst = Math.max(LEAST_BURST_BYTES, bytesPerSecond / BURST_DIVISOR);
    return new TokenBucket(bytesPerSecond, burst, nowNanos);
  }

  /**
   * Takes {@code bytes} tokens if there are that many; false means the packet is over the limit.
   */
  public boolean take(int bytes, long nowNanos) {
    refill(nowNanos);
    long cost = bytes * NANOS;
    if (cost > tokens) {
      return false;
    }
    tokens -= cost;
    return true;
  }

  private void refill(long nowNanos) {
    long waited = nowNanos - lastNanos;
    if (waited <= 0) {
      return;
    }
    lastNanos = nowNanos;
    // The wait is capped before the product, so that a night of silence cannot overflow it.
    tokens = Math.min(capacity, tokens + Math.min(waited, longestUsefulWait) * bytesPerSecond);
  }
}
