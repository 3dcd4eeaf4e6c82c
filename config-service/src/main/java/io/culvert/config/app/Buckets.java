package io.culvert.config.app;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Token buckets by key: each starts full and fills steadily. There is a limited number of them; the
 * one that was not used for longest is forgotten first, which is as if it were full. They are this
 * process's own: of several instances each allows as much.
 */
public final class Buckets<K> {
  private final double perNano;
  private final int burst;
  private final int most;
  private final LongSupplier nanoTime;
  private final Map<K, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true);

  private record Bucket(double level, long at) {}

  /**
   * Buckets.
   *
   * @param perSecond what flows in
   * @param burst what fits
   * @param most how many buckets
   */
  public Buckets(double perSecond, int burst, int most, LongSupplier nanoTime) {
    if (!(perSecond > 0) || burst < 1 || most < 1) {
      throw new IllegalArgumentException("a rate, a burst and a number above 0 are needed");
    }
    this.perNano = perSecond / 1e9;
    this.burst = burst;
    this.most = most;
    this.nanoTime = nanoTime;
  }

  /** Takes one out; when there is none, answers how long until there will be. */
  public synchronized Optional<Duration> take(K key) {
    long now = nanoTime.getAsLong();
    double level = level(key, now);
    if (level < 1) {
      return Optional.of(untilOne(level));
    }
    buckets.put(key, new Bucket(level - 1, now));
    if (buckets.size() > most) {
      buckets.remove(buckets.keySet().iterator().next());
    }
    return Optional.empty();
  }

  /** As {@link #take}, but leaves it there. */
  public synchronized Optional<Duration> look(K key) {
    double level = level(key, nanoTime.getAsLong());
    return level < 1 ? Optional.of(untilOne(level)) : Optional.empty();
  }

  /** Puts back one that was taken. */
  public synchronized void giveBack(K key) {
    long now = nanoTime.getAsLong();
    buckets.computeIfPresent(key, (_, _) -> new Bucket(Math.min(burst, level(key, now) + 1), now));
  }

  private double level(K key, long now) {
    Bucket bucket = buckets.get(key);
    return bucket == null ? burst : Math.min(burst, bucket.level + (now - bucket.at) * perNano);
  }

  private Duration untilOne(double level) {
    return Duration.ofNanos((long) Math.ceil((1 - level) / perNano));
  }
}
