package io.culvert.bench;

import java.util.Arrays;
import java.util.Locale;

/** Times in nanoseconds, as percentiles in milliseconds. */
final class Figures {
  private final long[] sorted;

  Figures(long[] nanos) {
    this.sorted = nanos.clone();
    Arrays.sort(sorted);
  }

  /** The time that this share of all (0 to 1) did not exceed, in milliseconds. */
  double percentile(double share) {
    int index = (int) Math.ceil(share * sorted.length) - 1;
    return sorted[Math.clamp(index, 0, sorted.length - 1)] / 1e6;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "p50 %.2f ms, p90 %.2f ms, p99 %.2f ms, max %.2f ms (n=%d)",
        percentile(0.5),
        percentile(0.9),
        percentile(0.99),
        percentile(1),
        sorted.length);
  }
}
