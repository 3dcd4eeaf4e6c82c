package io.culvert.config;

import io.culvert.contract.EventJson;
import io.culvert.contract.Topic;
import io.culvert.contract.TunnelChange;
import io.culvert.contract.UnreadableEventException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * What is on the topics, as a reader from the beginning finds it. Delivery is at least once: an
 * event whose outbox row could not be deleted (the database or Kafka went away just then) is sent
 * again with the id it had.
 */
final class Records {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(200);

  private Records() {}

  /** The events of a key in their order, each once, read until they are as wanted. */
  static List<ConsumerRecord<String, String>> of(
      Topic topic, String key, Predicate<List<ConsumerRecord<String, String>>> wanted) {
    Set<String> seen = new HashSet<>();
    return matching(
        topic, entry -> key.equals(entry.key()) && seen.add(header(entry, "ce_id")), wanted);
  }

  /** The records that match, read until they are as wanted. */
  static List<ConsumerRecord<String, String>> matching(
      Topic topic,
      Predicate<ConsumerRecord<String, String>> match,
      Predicate<List<ConsumerRecord<String, String>>> wanted) {
    List<ConsumerRecord<String, String>> found = new ArrayList<>();
    long end = System.nanoTime() + LIMIT.toNanos();
    try (Consumer<String, String> consumer = Surroundings.kafka().consumer(topic)) {
      while (System.nanoTime() < end) {
        for (ConsumerRecord<String, String> entry : consumer.poll(POLL)) {
          if (match.test(entry)) {
            found.add(entry);
          }
        }
        if (wanted.test(found)) {
          return found;
        }
      }
    }
    throw new AssertionError("records on " + topic + " are not as wanted: " + found);
  }

  /** As {@link #of} until there are that many. */
  static List<ConsumerRecord<String, String>> of(Topic topic, String key, int count) {
    return of(topic, key, found -> found.size() >= count);
  }

  /** The event of a tunnel's record; fails when it is a tombstone. */
  static TunnelChange tunnel(ConsumerRecord<String, String> entry) {
    return read(entry, TunnelChange.class);
  }

  /** The event of a record; fails when it is a tombstone. */
  static <T> T read(ConsumerRecord<String, String> entry, Class<T> type) {
    try {
      String value = Objects.requireNonNull(entry.value(), "a tombstone");
      return EventJson.read(value.getBytes(StandardCharsets.UTF_8), type);
    } catch (UnreadableEventException e) {
      throw new AssertionError(e);
    }
  }

  /** A header's text; fails when the record does not have it exactly once. */
  static String header(ConsumerRecord<?, ?> entry, String name) {
    List<String> values = new ArrayList<>();
    entry
        .headers()
        .headers(name)
        .forEach(header -> values.add(new String(header.value(), StandardCharsets.UTF_8)));
    if (values.size() != 1) {
      throw new AssertionError("header " + name + ": " + values);
    }
    return values.getFirst();
  }

  /** Every record that is on a topic now. */
  static List<ConsumerRecord<String, String>> all(Topic topic) {
    List<ConsumerRecord<String, String>> found = new ArrayList<>();
    try (Consumer<String, String> consumer = Surroundings.kafka().consumer(topic)) {
      Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
      while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
        consumer.poll(POLL).forEach(found::add);
      }
    }
    return found;
  }
}
