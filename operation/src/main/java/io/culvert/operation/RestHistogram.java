package io.culvert.operation;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.stream.LongStream;

/**
 * Has REST calls counted in buckets of time, by route. What is no route, such as {@code NOT_FOUND},
 * is counted without: nobody asks how fast a page is not there.
 */
final class RestHistogram {
  private static final String CALLS = "http.server.requests";
  private static final double[] BUCKETS =
      LongStream.of(5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000)
          .mapToDouble(millis -> Duration.ofMillis(millis).toNanos())
          .toArray();

  private RestHistogram() {}

  @Produces
  @Singleton
  static MeterFilter ofRestCalls() {
    return new MeterFilter() {
      @Override
      public DistributionStatisticConfig configure(
          Meter.Id id, DistributionStatisticConfig config) {
        return isRoute(id)
            ? DistributionStatisticConfig.builder()
                .serviceLevelObjectives(BUCKETS)
                .build()
                .merge(config)
            : config;
      }
    };
  }

  private static boolean isRoute(Meter.Id id) {
    String uri = id.getTag("uri");
    return id.getName().equals(CALLS) && uri != null && uri.startsWith("/");
  }
}
