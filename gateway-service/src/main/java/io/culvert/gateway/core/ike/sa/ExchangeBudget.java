package io.culvert.gateway.core.ike.sa;

import java.time.Duration;

/**
 * How many key exchanges a device may make us compute once it is authenticated: 20 at once, then
 * one in two seconds. A device rekeys a few times an hour; one that does nothing else would take
 * the time of all others. Goes with the connection from IKE SA to IKE SA.
 */
final class ExchangeBudget {
  private static final int MOST = 20;
  private static final long REFILL = Duration.ofSeconds(2).toNanos();

  private int left = MOST;
  private long since;

  /** Whether there is one more; if so it is spent. */
  boolean spend(long now) {
    if (left == MOST) {
      since = now;
    }
    long refilled = Math.min((now - since) / REFILL, MOST - left);
    left += (int) refilled;
    since += refilled * REFILL;
    if (left == 0) {
      return false;
    }
    left--;
    return true;
  }
}
