package io.culvert.operation;

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
public final class ConsumerLag {
  private volatile Map<MetricName, ? extends Metric> figures = Map.of();

  private ConsumerLag() {}

  /** Of a topic that nobody reads yet. */
  public static ConsumerLag of(Topic topic, MeterRegistry metrics) {
    ConsumerLag lag = new ConsumerLag();
    Gauge.builder("culvert.consumer.lag.records", lag, one -> records(one.figures, topic))
        .description("Records not yet read")
        .tag("topic", topic.topicName())
        .strongReference(true)
        .register(metrics);
    return lag;
  }

  /** From now on that of this consumer. */
  public void follow(Consumer<?, ?> consumer) {
    figures = consumer.metrics();
  }

  /** Records of a topic not yet read, of what Kafka's clients measure. */
  public static long records(Map<MetricName, ? extends Metric> figures, Topic topic) {
    return figures.values().stream()
        .filter(figure -> figure.metricName().name().equals("records-lag"))
        .filter(figure -> topic.topicName().equals(figure.metricName().tags().get("topic")))
        .mapToLong(figure -> figure.metricValue() instanceof Double lag ? Math.round(lag) : 0)
        .sum();
  }
}
