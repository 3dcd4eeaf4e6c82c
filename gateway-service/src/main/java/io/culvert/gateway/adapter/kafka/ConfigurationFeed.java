package io.culvert.gateway.adapter.kafka;

import io.culvert.contract.AuthChange;
import io.culvert.contract.EventJson;
import io.culvert.contract.PopChange;
import io.culvert.contract.Topic;
import io.culvert.contract.TunnelChange;
import io.culvert.contract.UnreadableEventException;
import io.culvert.contract.UserSession;
import io.culvert.gateway.app.port.ConfigurationListener;
import io.culvert.operation.Outage;
import io.opentelemetry.api.GlobalOpenTelemetry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
import org.jspecify.annotations.Nullable;

/**
 * Reads the compacted topics from their beginning, without a consumer group: every gateway needs
 * every record. The broker may be away at the start and come back at any time; it is then read on
 * from where it was left, since an old record told again might bring a revoked session back.
 */
public final class ConfigurationFeed implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(ConfigurationFeed.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration LOOK_FOR_TOPICS = Duration.ofSeconds(10);

  /** Without these a gateway has nothing to do. */
  private static final List<Topic> NEEDED = List.of(Topic.TUNNEL_CHANGES, Topic.POP_CHANGES);

  /** These are not there before somebody set authentication up. */
  private static final List<Topic> OF_LOG_INS = List.of(Topic.AUTH_CHANGES, Topic.USER_SESSIONS);

  private static final Pattern SESSION_KEY = Pattern.compile("(.+)/([0-9]{1,18})/([0-9a-fA-F.:]+)");

  private final Supplier<Consumer<String, byte[]>> consumers;
  private final ConfigurationListener listener;
  private final KafkaEventSink deadLetters;
  private final Duration pause;
  private final AtomicBoolean running = new AtomicBoolean(true);
  private final Map<TopicPartition, Long> positions = new HashMap<>();
  private final Thread thread;
  private final ConsumerLag lag = new ConsumerLag();
  private final ChangeTrail trail = new ChangeTrail(GlobalOpenTelemetry.getTracer("io.culvert"));
  private final Outage reading = new Outage(LOG::warn, LOG::info, "Kafka is read again");
  private volatile boolean caughtUp;

  /** Starts reading. */
  public ConfigurationFeed(
      Map<String, Object> clientConfig, ConfigurationListener listener, KafkaEventSink sink) {
    this(() -> consumer(clientConfig), listener, sink, Duration.ofSeconds(1));
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

  /** Records of a topic that are there and not read yet. */
  public long lag(Topic topic) {
    return lag.records(topic);
  }

  private void run() {
    while (running.get()) {
      try (Consumer<String, byte[]> consumer = consumers.get()) {
        lag.follow(consumer);
        read(consumer);
      } catch (WakeupException e) {
        return;
      } catch (KafkaException e) {
        if (running.get()) {
          reading.found("Kafka cannot be read, going on with what is known: " + e.getMessage());
        }
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
    for (TopicPartition partition : partitions) {
      Long position = positions.get(partition);
      if (position == null) {
        consumer.seekToBeginning(List.of(partition));
      } else {
        consumer.seek(partition, position);
      }
    }
    follow(consumer, partitions.size());
  }

  /** Reads on until it is to stop, or topics have come that were not there. */
  private void follow(Consumer<String, byte[]> consumer, int assigned) {
    Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
    reading.over();
    long looked = System.nanoTime();
    boolean complete = topics(consumer.assignment()) == NEEDED.size() + OF_LOG_INS.size();
    while (running.get()) {
      for (ConsumerRecord<String, byte[]> entry : consumer.poll(POLL)) {
        if (handle(entry) && caughtUp) {
          trail.add(entry);
        }
        positions.put(new TopicPartition(entry.topic(), entry.partition()), entry.offset() + 1);
      }
      trail.tell();
      if (!caughtUp && reached(consumer, ends)) {
        caughtUp = true;
        listener.caughtUp();
      }
      if (!complete && System.nanoTime() - looked > LOOK_FOR_TOPICS.toNanos()) {
        looked = System.nanoTime();
        if (partitions(consumer).size() > assigned) {
          return;
        }
      }
    }
  }

  private static long topics(Set<TopicPartition> partitions) {
    return partitions.stream().map(TopicPartition::topic).distinct().count();
  }

  private static boolean reached(
      Consumer<String, byte[]> consumer, Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream().allMatch(e -> consumer.position(e.getKey()) >= e.getValue());
  }

  /** Those to read; none while topics are missing that are needed. */
  private static List<TopicPartition> partitions(Consumer<String, byte[]> consumer) {
    List<TopicPartition> found = new ArrayList<>();
    for (Topic topic : NEEDED) {
      List<TopicPartition> partitions = partitions(consumer, topic);
      if (partitions.isEmpty()) {
        return List.of();
      }
      found.addAll(partitions);
    }
    OF_LOG_INS.forEach(topic -> found.addAll(partitions(consumer, topic)));
    return found;
  }

  private static List<TopicPartition> partitions(Consumer<String, byte[]> consumer, Topic topic) {
    List<PartitionInfo> found = consumer.partitionsFor(topic.topicName());
    return found == null
        ? List.of()
        : found.stream().map(p -> new TopicPartition(p.topic(), p.partition())).toList();
  }

  /** Whether it could be read. */
  private boolean handle(ConsumerRecord<String, byte[]> entry) {
    try {
      dispatch(entry);
      return true;
    } catch (UnreadableEventException e) {
      String origin = entry.topic() + "/" + entry.partition() + "/" + entry.offset();
      LOG.warnf("record %s cannot be read and is set aside: %s", origin, e.getMessage());
      byte[] value = entry.value() == null ? new byte[0] : entry.value();
      deadLetters.deadLetter(
          Objects.requireNonNullElse(entry.key(), ""),
          value,
          origin,
          String.valueOf(e.getMessage()));
      return false;
    }
  }

  private void dispatch(ConsumerRecord<String, byte[]> entry) throws UnreadableEventException {
    byte[] value = entry.value();
    if (is(entry, Topic.TUNNEL_CHANGES)) {
      tunnel(entry.key(), value);
    } else if (is(entry, Topic.USER_SESSIONS)) {
      session(entry.key(), value, time(entry));
    } else if (value == null) {
      return; // neither POPs nor settings end while anything depends on them
    } else if (is(entry, Topic.POP_CHANGES)) {
      listener.popChanged(EventJson.read(value, PopChange.class));
    } else {
      AuthChange change = EventJson.read(value, AuthChange.class);
      if (!change.tenant().equals(entry.key())) {
        throw new UnreadableEventException("the key is not the tenant's id");
      }
      listener.authChanged(change);
    }
  }

  /** When it was written; the latest it can be, now, for a record without a time. */
  private static Instant time(ConsumerRecord<String, byte[]> entry) {
    return entry.timestamp() == ConsumerRecord.NO_TIMESTAMP
        ? Instant.now()
        : Instant.ofEpochMilli(entry.timestamp());
  }

  private static boolean is(ConsumerRecord<String, byte[]> entry, Topic topic) {
    return entry.topic().equals(topic.topicName());
  }

  private void tunnel(String key, byte @Nullable [] value) throws UnreadableEventException {
    if (value == null) {
      listener.tunnelDeleted(tunnelId(key));
      return;
    }
    TunnelChange change = EventJson.read(value, TunnelChange.class);
    if (change.id() != tunnelId(key)) {
      throw new UnreadableEventException("the key is not the tunnel's id");
    }
    listener.tunnelChanged(change);
  }

  private void session(String key, byte @Nullable [] value, Instant when)
      throws UnreadableEventException {
    Matcher parts = SESSION_KEY.matcher(Objects.requireNonNullElse(key, ""));
    if (!parts.matches()) {
      throw new UnreadableEventException("the key is not tenant/tunnel/user IP");
    }
    if (value == null) {
      listener.sessionRevoked(Long.parseLong(parts.group(2)), parts.group(3), when);
      return;
    }
    UserSession session = EventJson.read(value, UserSession.class);
    if (!session.key().equals(key)) {
      throw new UnreadableEventException("the key is not the session's");
    }
    listener.sessionChanged(session);
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
