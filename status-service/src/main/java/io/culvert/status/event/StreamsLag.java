package io.culvert.status.event;

import io.culvert.contract.Topic;
import io.culvert.operation.ConsumerLag;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.apache.kafka.streams.KafkaStreams;

/**
 * How many records of each topic the streams have still to read: Kafka's clients measure it with
 * each fetch. Summed over partitions, which no series is worth.
 */
@Startup
@ApplicationScoped
class StreamsLag {
  private static final List<Topic> READ =
      List.of(
          Topic.TUNNEL_CHANGES,
          Topic.TUNNEL_TELEMETRY,
          Topic.TUNNEL_EVENTS,
          Topic.TUNNEL_STATUS,
          Topic.POP_CHANGES,
          Topic.GATEWAY_HEARTBEATS);

  StreamsLag(KafkaStreams streams, MeterRegistry metrics) {
    for (Topic topic : READ) {
      Gauge.builder(
              "culvert.consumer.lag.records", () -> ConsumerLag.records(streams.metrics(), topic))
          .description("Records not yet read")
          .tag("topic", topic.topicName())
          .strongReference(true)
          .register(metrics);
    }
  }
}
