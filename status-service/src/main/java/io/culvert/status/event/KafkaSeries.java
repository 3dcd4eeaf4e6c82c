package io.culvert.status.event;

import io.micrometer.core.instrument.config.MeterFilter;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * Of what Kafka tells of itself only what is of a whole client or thread: what it tells of each
 * partition, task and node are hundreds of series that nobody looks at.
 */
final class KafkaSeries {
  private static final List<String> DETAILS = List.of("partition", "topic", "task.id", "node.id");

  private KafkaSeries() {}

  @Produces
  @Singleton
  static MeterFilter few() {
    return MeterFilter.deny(
        id ->
            id.getName().startsWith("kafka.")
                && DETAILS.stream().anyMatch(detail -> id.getTag(detail) != null));
  }
}
