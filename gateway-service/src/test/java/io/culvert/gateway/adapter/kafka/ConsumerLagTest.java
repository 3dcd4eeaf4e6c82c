package io.culvert.gateway.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.contract.Topic;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.junit.jupiter.api.Test;

class ConsumerLagTest {
  private final Map<MetricName, Metric> figures = new HashMap<>();
  private final ConsumerLag lag = new ConsumerLag();

  private void figure(String name, Map<String, String> tags, Object value) {
    MetricName full = new MetricName(name, "consumer-fetch-manager-metrics", "", tags);
    figures.put(
        full,
        new Metric() {
          @Override
          public MetricName metricName() {
            return full;
          }

          @Override
          public Object metricValue() {
            return value;
          }
        });
  }

  private void follow() {
    lag.follow(
        new MockConsumer<String, String>("earliest") {
          @Override
          public synchronized Map<MetricName, ? extends Metric> metrics() {
            return figures;
          }
        });
  }

  @Test
  void theLagOfATopicIsThatOfAllItsPartitions() {
    follow();
    figure("records-lag", Map.of("topic", "pop-changes", "partition", "0"), 3.0);
    figure("records-lag", Map.of("topic", "pop-changes", "partition", "1"), 4.0);
    figure("records-lag", Map.of("topic", "auth-changes", "partition", "0"), 100.0);
    figure("records-lag-max", Map.of("topic", "pop-changes", "partition", "0"), 50.0);
    figure("records-lag-max", Map.of("client-id", "c"), 50.0);

    assertThat(lag.records(Topic.POP_CHANGES)).isEqualTo(7);
  }

  @Test
  void whatWasNotMeasuredIsNoLag() {
    assertThat(lag.records(Topic.POP_CHANGES)).isZero();
    follow();
    assertThat(lag.records(Topic.POP_CHANGES)).isZero();
    figure("records-lag", Map.of("topic", "pop-changes", "partition", "0"), Double.NaN);
    assertThat(lag.records(Topic.POP_CHANGES)).isZero();
  }
}
