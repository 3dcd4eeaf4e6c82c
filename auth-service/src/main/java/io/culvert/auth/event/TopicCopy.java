package io.culvert.auth.event;

import io.culvert.contract.Topic;
import io.culvert.contract.UnreadableEventException;
import io.culvert.operation.ConsumerLag;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jboss.logging.Logger;

/**
 * Copies a compacted topic, all of it, from the beginning, in a thread of its own, and goes on as
 * it changes. Where reading must begin anew, so does the copy: a tombstone that was compacted away
 * meanwhile would be missed otherwise. While Kafka is away the last copy stands.
 */
final class TopicCopy implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(TopicCopy.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration LAST = Duration.ofSeconds(5);

  private final Topic topic;
  private final Map<String, Object> kafka;
  private final ConsumerLag lag;
  private final Supplier<Target> begin;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Thread thread;

  private TopicCopy(
      Topic topic, Map<String, Object> kafka, ConsumerLag lag, Supplier<Target> begin) {
    this.topic = topic;
    this.kafka = kafka;
    this.lag = lag;
    this.begin = begin;
    this.thread = Thread.ofPlatform().daemon().name(topic.topicName()).unstarted(this::run);
  }

  /** What a copy is made in; called by one thread. */
  interface Target {
    /** The value of a key. */
    void put(String key, byte[] value) throws UnreadableEventException;

    /** A key is gone. */
    void remove(String key);

    /** All that the topic held when the copy was begun is there. */
    void complete();
  }

  /**
   * Starts; Kafka need not be up.
   *
   * @param kafka properties of the client
   * @param metrics where it tells how far it is behind
   * @param begin an empty target
   */
  static TopicCopy start(
      Topic topic, Map<String, Object> kafka, MeterRegistry metrics, Supplier<Target> begin) {
    TopicCopy copy = new TopicCopy(topic, kafka, ConsumerLag.of(topic, metrics), begin);
    copy.thread.start();
    return copy;
  }

  @Override
  public void close() {
    stop.countDown();
    try {
      boolean unused = thread.join(LAST);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      do {
        try {
          copy();
        } catch (KafkaException e) {
          LOG.debugf("%s: %s", topic.topicName(), e.getMessage());
        } catch (RuntimeException e) {
          LOG.errorf(e, "%s: beginning anew after a fault", topic.topicName());
        }
      } while (!stop.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      LOG.debugf("%s: interrupted", topic.topicName());
    }
  }

  /** Until the end, or until Kafka fails in a way its client does not get over. */
  private void copy() {
    try (Consumer<String, byte[]> consumer = open()) {
      lag.follow(consumer);
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic.topicName()).stream()
              .map(p -> new TopicPartition(p.topic(), p.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      Target target = begin.get();
      boolean complete = false;
      while (!partitions.isEmpty() && stop.getCount() > 0) {
        if (!complete && reached(consumer, ends)) {
          target.complete();
          complete = true;
        }
        consumer.poll(POLL).forEach(rec -> take(target, rec));
      }
    }
  }

  private Consumer<String, byte[]> open() {
    Map<String, Object> settings = new HashMap<>(kafka);
    // A position that Kafka no longer has is a fault: reading begins anew with an empty copy.
    settings.remove("group.id");
    settings.put("client.id", "culvert-auth-" + topic.topicName());
    settings.put("enable.auto.commit", "false");
    settings.put("auto.offset.reset", "none");
    settings.put("default.api.timeout.ms", "10000");
    return new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
  }

  private static boolean reached(
      Consumer<String, byte[]> consumer, Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
  }

  private static void take(Target target, ConsumerRecord<String, byte[]> rec) {
    try {
      if (rec.key() == null) {
        throw new UnreadableEventException("no key");
      }
      if (rec.value() == null) {
        target.remove(rec.key());
      } else {
        target.put(rec.key(), rec.value());
      }
    } catch (UnreadableEventException e) {
      LOG.warnf(
          "unreadable record left out: topic=%s partition=%d offset=%d reason=%s",
          rec.topic(), rec.partition(), rec.offset(), e.getMessage());
    }
  }
}
