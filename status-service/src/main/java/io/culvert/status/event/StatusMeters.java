package io.culvert.status.event;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * What the streams count.
 *
 * @param delay from a gateway's reading to the status that follows from it
 * @param published statuses that said something new
 * @param deadLetters records that could not be read
 */
record StatusMeters(Timer delay, Counter published, Counter deadLetters) {
  static StatusMeters in(MeterRegistry registry) {
    return new StatusMeters(
        Timer.builder("culvert.telemetry.to.status")
            .description("From a gateway's reading to the status that follows from it")
            .serviceLevelObjectives(
                Stream.of(50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000, 300_000)
                    .map(Duration::ofMillis)
                    .toArray(Duration[]::new))
            .register(registry),
        Counter.builder("culvert.statuses.published")
            .description("Statuses that said something new")
            .register(registry),
        Counter.builder("culvert.dead.letters")
            .description("Records that could not be read and were set aside")
            .register(registry));
  }
}
