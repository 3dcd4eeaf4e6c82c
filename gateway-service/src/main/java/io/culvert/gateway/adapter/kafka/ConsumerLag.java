package io.culvert.gateway.adapter.kafka;

import io.culvert.contract.Topic;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/**
 * How many records a consumer has still to read, by topic: Kafka's client measures it with each
 * fetch. Summed over partitions, which no series is worth.
 */
final class ConsumerLag {
  private volatile Map<MetricName, ? extends Metric> figures = Map.of();

  /** From now on that of this consumer. */
  void follow(Consumer<?, ?> consumer) {
    figures = consumer.metrics();
  }

  /** Records of a topic not yet read, as of the last fetch; may be asked by any thread. */
  long records(Topic topic) {
    return io.culvert.operation.ConsumerLag.records(figures, topic);
  }
}
