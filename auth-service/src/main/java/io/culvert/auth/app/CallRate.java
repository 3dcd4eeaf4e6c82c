package io.culvert.auth.app;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How often each caller may call: so many times at once, and as many again in each second (the
 * generic cell rate algorithm). Remembers a bounded number of callers, those that called last.
 * Threads may share it; the time is a parameter.
 */
public final class CallRate {
  private static final long SECOND = 1_000_000_000L;

  private final long interval;
  private final long burst;

  /** When a caller will have made up for its calls, by a monotonic clock. */
  private final Map<String, Long> even;

  /**
   * A limit.
   *
   * @param perSecond how many calls, at least 1
   * @param callers how many to remember
   */
  public CallRate(int perSecond, int callers) {
    interval = SECOND / perSecond;
    burst = SECOND - interval;
    even =
        new LinkedHashMap<>(16, 0.75f, /* accessOrder= */ true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > callers;
          }
        };
  }

  /**
   * Counts a call; false when it is one too many, which is not counted.
   *
   * @param nowNanos a reading of a monotonic clock
   */
  public synchronized boolean take(String caller, long nowNanos) {
    long ahead = Math.max(0, even.getOrDefault(caller, nowNanos) - nowNanos);
    if (ahead > burst) {
      return false;
    }
    even.put(caller, nowNanos + ahead + interval);
    return true;
  }
}
