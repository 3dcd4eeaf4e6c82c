package io.culvert.bench;

import java.util.Locale;

/**
 * What came of one phase of a load.
 *
 * @param completed handshakes whose CHILD SA is there
 * @param seconds how long the phase took
 * @param cpuSeconds processor time of the gateway in it
 * @param p50 half of the handshakes took no longer, in milliseconds
 * @param p99 99 of 100 took no longer
 * @param max the slowest
 */
record LoadResult(
    int completed, double seconds, double cpuSeconds, double p50, double p99, double max) {
  private static final String FIELD = " ";

  static LoadResult of(long[] nanos, double seconds, double cpuSeconds) {
    if (nanos.length == 0) {
      throw new IllegalStateException("not one handshake was completed");
    }
    Figures figures = new Figures(nanos);
    return new LoadResult(
        nanos.length,
        seconds,
        cpuSeconds,
        figures.percentile(0.5),
        figures.percentile(0.99),
        figures.percentile(1));
  }

  double perSecond() {
    return completed / seconds;
  }

  double perCpuSecond() {
    return completed / cpuSeconds;
  }

  /** For another process to {@link #parse}. */
  String line() {
    return String.format(
        Locale.ROOT, "%d %.6f %.3f %.4f %.4f %.4f", completed, seconds, cpuSeconds, p50, p99, max);
  }

  static LoadResult parse(String line) {
    String[] fields = line.split(FIELD, 6);
    return new LoadResult(
        Integer.parseInt(fields[0]),
        Double.parseDouble(fields[1]),
        Double.parseDouble(fields[2]),
        Double.parseDouble(fields[3]),
        Double.parseDouble(fields[4]),
        Double.parseDouble(fields[5]));
  }
}
