package io.culvert.gateway.core.ike.sa;

import io.culvert.gateway.core.ike.crypto.Randomness;
import java.time.Duration;

/**
 * When an SA is to be rekeyed and when it ends, in {@code nanoTime}.
 *
 * @param soft rekey from then on
 * @param hard the end
 */
record Deadlines(long soft, long hard) {
  private static final double EARLIEST = 0.8;
  private static final double SPREAD = 0.1;
  private static final long LONGEST_RETRY = Duration.ofSeconds(20).toNanos();
  private static final long SHORTEST_RETRY = Duration.ofSeconds(1).toNanos();

  /**
   * Soft between 80 % and 90 % of the lifetime: both ends jitter, so they rarely rekey at the same
   * time (RFC 7296 §2.8.1), and many tunnels do not rekey at once.
   */
  static Deadlines of(Duration lifetime, Randomness randomness, long now) {
    long hard = lifetime.toNanos();
    double fraction = EARLIEST + SPREAD * unit(randomness);
    return new Deadlines(now + (long) (hard * fraction), now + hard);
  }

  /**
   * The rekey was refused for now: try again in 10 to 20 seconds (RFC 7296 §2.25), or sooner when
   * the end is near, so that there are several tries before it.
   */
  Deadlines retry(Randomness randomness, long now) {
    long half = Math.clamp((hard - now) / 3, SHORTEST_RETRY, LONGEST_RETRY) / 2;
    return new Deadlines(now + half + (long) (half * unit(randomness)), hard);
  }

  /** Rekey at once. */
  Deadlines due(long now) {
    return new Deadlines(now, hard);
  }

  /** Ends then at the latest. */
  Deadlines endingBy(long time) {
    return new Deadlines(soft, Math.min(hard, time));
  }

  private static double unit(Randomness randomness) {
    byte[] two = randomness.bytes(2);
    return (((two[0] & 0xff) << 8) | (two[1] & 0xff)) / 65536.0;
  }
}
