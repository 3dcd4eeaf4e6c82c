package io.culvert.e2e;

import io.culvert.contract.EventJson;
import io.culvert.contract.Topic;
import io.culvert.contract.TunnelEvent;
import io.culvert.contract.UnreadableEventException;
import io.culvert.standalone.stack.Await;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads every event of the topic {@code tunnel-events}, as another service would. */
final class TunnelEvents implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Duration POLL = Duration.ofMillis(200);

  private final List<TunnelEvent> seen = new CopyOnWriteArrayList<>();
  private final Thread reader;
  private volatile boolean closed;

  private TunnelEvents(String bootstrap) {
    this.reader = new Thread(() -> read(bootstrap), "tunnel-events");
  }

  static TunnelEvents watch(String bootstrap) {
    TunnelEvents events = new TunnelEvents(bootstrap);
    events.reader.start();
    return events;
  }

  /** The events so far; how many there are marks a moment. */
  List<TunnelEvent> seen() {
    return List.copyOf(seen);
  }

  /** Waits for an event of this tunnel and type. */
  TunnelEvent await(long tunnel, TunnelEvent.Type type) {
    return await(
        type + " of tunnel " + tunnel, event -> event.tunnelId() == tunnel && event.type() == type);
  }

  /** Waits for an event like this. */
  TunnelEvent await(String what, Predicate<TunnelEvent> condition) {
    return awaitAfter(0, LIMIT, what, condition);
  }

  /** Waits for an event like this after the first {@code mark}. */
  TunnelEvent awaitAfter(int mark, Duration limit, String what, Predicate<TunnelEvent> condition) {
    return Await.value(
        "there is no event " + what,
        limit,
        null,
        () -> seen.stream().skip(mark).filter(condition).findFirst());
  }

  private void read(String bootstrap) {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrap, "auto.offset.reset", "earliest"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(Topic.TUNNEL_EVENTS.topicName()).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      while (!closed) {
        for (var event : consumer.poll(POLL)) {
          seen.add(EventJson.read(event.value(), TunnelEvent.class));
        }
      }
    } catch (UnreadableEventException e) {
      throw new IllegalStateException("a gateway wrote an event that cannot be read", e);
    }
  }

  @Override
  public void close() {
    closed = true;
    try {
      reader.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
