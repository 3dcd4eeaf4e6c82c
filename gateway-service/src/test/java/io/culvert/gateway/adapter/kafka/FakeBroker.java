package io.culvert.gateway.adapter.kafka;

import io.culvert.contract.Topic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/** The topics of the configuration, one partition each; every consumer gets all of them. */
final class FakeBroker {
  private final List<ConsumerRecord<String, byte[]>> log = new ArrayList<>();
  private final Map<TopicPartition, Long> ends = new HashMap<>();
  private final List<ConsumerRecord<String, byte[]>> late = new ArrayList<>();

  /** Consumers asked for so far. */
  final AtomicInteger consumers = new AtomicInteger();

  /** So many consumers cannot be had, and so many more fail at their first poll. */
  int unreachable;

  int failing;

  /** Where consumers began to read, but for the beginnings. */
  final List<Long> resumed = new ArrayList<>();

  /** So many records are given out before the broker fails. */
  int failAfter = Integer.MAX_VALUE;

  /** So many questions for a topic's partitions are answered with none. */
  int missing;

  FakeBroker() {
    ends.put(partition(Topic.TUNNEL_CHANGES), 0L);
    ends.put(partition(Topic.POP_CHANGES), 0L);
    ends.put(partition(Topic.AUTH_CHANGES), 0L);
    ends.put(partition(Topic.USER_SESSIONS), 0L);
  }

  private static TopicPartition partition(Topic topic) {
    return new TopicPartition(topic.topicName(), 0);
  }

  /** A cluster in which nobody has set authentication up. */
  FakeBroker withoutLogIns() {
    ends.remove(partition(Topic.AUTH_CHANGES));
    ends.remove(partition(Topic.USER_SESSIONS));
    return this;
  }

  FakeBroker put(Topic topic, @Nullable String key, byte @Nullable [] value) {
    return put(topic, key, value, new RecordHeaders());
  }

  FakeBroker put(
      Topic topic, @Nullable String key, byte @Nullable [] value, RecordHeaders headers) {
    long offset = ends.merge(partition(topic), 1L, Long::sum) - 1;
    log.add(entry(topic, key, value, headers, offset));
    return this;
  }

  /** A record that comes after all that was there at the start; one of each topic. */
  FakeBroker later(Topic topic, String key, byte[] value, RecordHeaders headers) {
    late.add(entry(topic, key, value, headers, ends.getOrDefault(partition(topic), 0L)));
    return this;
  }

  private static ConsumerRecord<String, byte[]> entry(
      Topic topic,
      @Nullable String key,
      byte @Nullable [] value,
      RecordHeaders headers,
      long offset) {
    return new ConsumerRecord<>(
        topic.topicName(),
        0,
        offset,
        1_000 * offset,
        TimestampType.CREATE_TIME,
        ConsumerRecord.NULL_SIZE,
        ConsumerRecord.NULL_SIZE,
        key,
        value,
        headers,
        Optional.empty());
  }

  Consumer<String, byte[]> consumer() {
    int nth = consumers.incrementAndGet();
    if (nth <= unreachable) {
      throw new KafkaException("no broker");
    }
    MockConsumer<String, byte[]> consumer =
        new MockConsumer<>("earliest") {
          @Override
          public synchronized List<PartitionInfo> partitionsFor(String topic) {
            return missing-- > 0 || !ends.containsKey(new TopicPartition(topic, 0))
                ? List.of()
                : super.partitionsFor(topic);
          }

          @Override
          public synchronized void seek(TopicPartition partition, long offset) {
            if (offset > 0) {
              resumed.add(offset);
            }
            super.seek(partition, offset);
          }
        };
    Map<TopicPartition, Long> starts = new HashMap<>();
    ends.forEach(
        (partition, _) -> {
          starts.put(partition, 0L);
          consumer.updatePartitions(
              partition.topic(),
              List.of(new PartitionInfo(partition.topic(), 0, null, null, null)));
        });
    consumer.updateBeginningOffsets(starts);
    consumer.updateEndOffsets(ends);
    if (nth <= unreachable + failing) {
      consumer.setPollException(new KafkaException("the broker went away"));
    } else {
      int given = Math.min(failAfter, log.size());
      consumer.schedulePollTask(() -> log.subList(0, given).forEach(consumer::addRecord));
      consumer.schedulePollTask(() -> late.forEach(consumer::addRecord));
      if (failAfter < log.size()) {
        failAfter = Integer.MAX_VALUE;
        consumer.schedulePollTask(
            () -> consumer.setPollException(new KafkaException("the broker went away")));
      }
    }
    return consumer;
  }
}
