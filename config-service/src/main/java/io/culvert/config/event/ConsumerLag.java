package io.culvert.config.event;

import io.culvert.contract.Topic;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/**
 * How many records of a topic a consumer has still to read: Kafka's client measures it with each
 * fetch. Summed over partitions, which no series is worth.
 */
final class ConsumerLag {
  private final Topic topic;
  private volatile Map<MetricName, ? extends Metric> figures = Map.of();

  private ConsumerLag(Topic topic) {
    this.topic = topic;
  }

  /** Of a topic that nobody reads yet. */
  static ConsumerLag of(Topic topic, MeterRegistry metrics) {
    ConsumerLag lag = new ConsumerLag(topic);
    Gauge.builder("culvert.consumer.lag.records", lag, ConsumerLag::records)
        .description("Records not yet read")
        .tag("topic", topic.topicName())
        .strongReference(true)
        .register(metrics);
    return lag;
  }

  /** From now on that of this consumer. */
  void follow(Consumer<?, ?> consumer) {
    figures = consumer.metrics();
  }

  private double records() {
    return figures.values().stream()
        .filter(figure -> figure.metricName().name().equals("records-lag"))
        .filter(figure -> topic.topicName().equals(figure.metricName().tags().get("topic")))
        .mapToLong(figure -> figure.metricValue() instanceof Double lag ? Math.round(lag) : 0)
        .sum();
  }
}
