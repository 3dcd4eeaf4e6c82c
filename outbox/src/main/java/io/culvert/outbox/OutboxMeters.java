package io.culvert.outbox;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;

/** The figures of a relay, by the names that docs/operations.md lists. */
public final class OutboxMeters {
  private static final double NANOS = Duration.ofSeconds(1).toNanos();

  private OutboxMeters() {}

  /** Registers them; they are there as long as the relay is. */
  public static void register(MeterRegistry registry, OutboxRelay relay) {
    FunctionCounter.builder("culvert.outbox.published", relay, OutboxRelay::published)
        .description("Events brought to Kafka")
        .register(registry);
    Gauge.builder("culvert.outbox.healthy", relay, one -> one.state().healthy() ? 1 : 0)
        .description("1 when changes reach Kafka at once")
        .register(registry);
    Gauge.builder("culvert.outbox.waiting.events", relay, OutboxRelay::waiting)
        .description("Events that are not in Kafka yet")
        .register(registry);
    Gauge.builder("culvert.outbox.parked.events", relay, OutboxRelay::parked)
        .description("Events put aside because Kafka will never take them")
        .register(registry);
    Gauge.builder(
            "culvert.outbox.oldest.age.seconds", relay, one -> one.oldestAge().toNanos() / NANOS)
        .description("How long the oldest event that waits has waited")
        .register(registry);
  }
}
