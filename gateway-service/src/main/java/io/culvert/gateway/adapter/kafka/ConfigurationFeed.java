package io.culvert.gateway.adapter.kafka;

import io.culvert.contract.EventJson;
import io.culvert.contract.PopChange;
import io.culvert.contract.Topic;
import io.culvert.contract.TunnelChange;
import io.culvert.contract.UnreadableEventException;
import io.culvert.gateway.app.port.ConfigurationListener;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jboss.logging.Logger;

/**
 * Reads the compacted topics from their beginning, without a consumer group: every gateway needs
 * every record. The broker may be away at the start and come back at any time.
 */
public final class ConfigurationFeed implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(ConfigurationFeed.class);
  private static final Duration POLL = Duration.ofMillis(500);

  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Supplier<Consumer<String, byte[]>> consumers;
  private final ConfigurationListener listener;
  private final KafkaEventSink deadLetters;
  private final Duration pause;
  private final AtomicBoolean running = new AtomicBoolean(true);
  private final Thread thread;
  private volatile boolean caughtUp;

  /** Starts reading. */
  public ConfigurationFeed(
      Map<String, Object> clientConfig, ConfigurationListener listener, KafkaEventSink sink) {
    this(() -> consumer(clientConfig), listener, sink, PAUSE);
  }

  /** Starts reading with a new consumer after each failure, {@code pause} later. */
  ConfigurationFeed(
      Supplier<Consumer<String, byte[]>> consumers,
      ConfigurationListener listener,
      KafkaEventSink sink,
      Duration pause) {
    this.consumers = consumers;
    this.listener = listener;
    this.deadLetters = sink;
    this.pause = pause;
    this.thread = Thread.ofPlatform().name("configuration-from-kafka").daemon().start(this::run);
  }

  private static Consumer<String, byte[]> consumer(Map<String, Object> clientConfig) {
    Map<String, Object> config = new HashMap<>(clientConfig);
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 100);
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    config.remove(ConsumerConfig.GROUP_ID_CONFIG);
    return new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer());
  }

  /** Whether all that was there at the start has been read. */
  public boolean caughtUp() {
    return caughtUp;
  }

  private void run() {
    while (running.get()) {
      try (Consumer<String, byte[]> consumer = consumers.get()) {
        read(consumer);
      } catch (WakeupException e) {
        return;
      } catch (KafkaException e) {
        LOG.warnf("kafka cannot be read, going on with what is known: %s", e.getMessage());
        pause();
      } catch (RuntimeException e) {
        // Without this thread no change would ever be heard of again.
        LOG.error("the configuration is read anew after a fault", e);
        pause();
      }
    }
  }

  private void read(Consumer<String, byte[]> consumer) {
    List<TopicPartition> partitions = partitions(consumer);
    while (running.get() && partitions.isEmpty()) {
      pause();
      partitions = partitions(consumer);
    }
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    while (running.get()) {
      consumer.poll(POLL).forEach(this::handle);
      if (!caughtUp && reached(consumer, ends)) {
        caughtUp = true;
        listener.caughtUp();
      }
    }
  }

  private static boolean reached(
      Consumer<String, byte[]> consumer, Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream().allMatch(e -> consumer.position(e.getKey()) >= e.getValue());
  }

  private static List<TopicPartition> partitions(Consumer<String, byte[]> consumer) {
    List<List<PartitionInfo>> found =
        Stream.of(Topic.TUNNEL_CHANGES, Topic.POP_CHANGES)
            .map(topic -> consumer.partitionsFor(topic.topicName()))
            .toList();
    if (found.stream().anyMatch(list -> list == null || list.isEmpty())) {
      return List.of();
    }
    return found.stream()
        .filter(Objects::nonNull)
        .flatMap(Collection::stream)
        .map(p -> new TopicPartition(p.topic(), p.partition()))
        .toList();
  }

  private void handle(ConsumerRecord<String, byte[]> entry) {
    try {
      dispatch(entry);
    } catch (UnreadableEventException e) {
      String origin = entry.topic() + "/" + entry.partition() + "/" + entry.offset();
      LOG.warnf("record %s cannot be read and is set aside: %s", origin, e.getMessage());
      byte[] value = entry.value() == null ? new byte[0] : entry.value();
      deadLetters.deadLetter(
          Objects.requireNonNullElse(entry.key(), ""),
          value,
          origin,
          String.valueOf(e.getMessage()));
    }
  }

  private void dispatch(ConsumerRecord<String, byte[]> entry) throws UnreadableEventException {
    boolean tunnel = entry.topic().equals(Topic.TUNNEL_CHANGES.topicName());
    if (tunnel && entry.value() == null) {
      listener.tunnelDeleted(tunnelId(entry.key()));
    } else if (tunnel) {
      TunnelChange change = EventJson.read(entry.value(), TunnelChange.class);
      if (change.id() != tunnelId(entry.key())) {
        throw new UnreadableEventException("the key is not the tunnel's id");
      }
      listener.tunnelChanged(change);
    } else if (entry.value() != null) {
      listener.popChanged(EventJson.read(entry.value(), PopChange.class));
    }
  }

  private static long tunnelId(String key) throws UnreadableEventException {
    if (key == null || !key.matches("[0-9]{1,18}")) {
      throw new UnreadableEventException("the key is not a tunnel id");
    }
    return Long.parseLong(key);
  }

  private void pause() {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      running.set(false);
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    running.set(false);
    thread.interrupt();
  }
}
