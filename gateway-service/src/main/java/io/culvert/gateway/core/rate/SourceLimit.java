package io.culvert.gateway.core.rate;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Limits what is done for senders who have proven nothing: so much for each source address and so
 * much for all of them. Its memory is bounded: the address unheard of for longest is forgotten, and
 * what a forged crowd of addresses could gain by that is held by the limit for all.
 */
public final class SourceLimit {
  private static final int MOST_SOURCES = 10_000;

  private final Rate all;
  private final Rate each;
  private final Map<InetAddress, TokenBucket> bySource =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<InetAddress, TokenBucket> eldest) {
          return size() > MOST_SOURCES;
        }
      };
  private @Nullable TokenBucket together;

  /** So many times a second, and so many at once after a pause. */
  public record Rate(int perSecond, int burst) {
    private TokenBucket bucket(long nowNanos) {
      return new TokenBucket(perSecond, burst, nowNanos);
    }
  }

  /** The limit for all sources together and the one for each. */
  public SourceLimit(Rate all, Rate each) {
    this.all = all;
    this.each = each;
  }

  /** Whether it may be done once more for this source; if so, it counts. */
  public boolean take(InetAddress source, long nowNanos) {
    if (together == null) {
      together = all.bucket(nowNanos);
    }
    // First its own: one source over its limit takes nothing from the others.
    return bySource.computeIfAbsent(source, _ -> each.bucket(nowNanos)).take(1, nowNanos)
        && together.take(1, nowNanos);
  }
}
