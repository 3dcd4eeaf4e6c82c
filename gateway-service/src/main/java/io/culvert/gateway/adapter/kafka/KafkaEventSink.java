package io.culvert.gateway.adapter.kafka;

import io.culvert.contract.CloudEventHeaders;
import io.culvert.contract.EventJson;
import io.culvert.contract.Topic;
import io.culvert.gateway.app.port.EventSink;
import io.culvert.operation.Outage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Events to Kafka through a bounded queue and one thread, because a producer may block for as long
 * as the broker is away and the callers own sockets.
 */
public final class KafkaEventSink implements EventSink, AutoCloseable {
  private static final Logger LOG = Logger.getLogger(KafkaEventSink.class);
  private static final int CAPACITY = 20_000;

  private final BlockingQueue<ProducerRecord<String, byte[]>> queue =
      new ArrayBlockingQueue<>(CAPACITY);
  private final AtomicLong dropped = new AtomicLong();
  private final AtomicLong deadLetters = new AtomicLong();
  private final String source;
  private final Producer<String, byte[]> producer;
  private final Duration pause;
  private final Thread thread;
  private volatile boolean running = true;
  private final Outage delivery =
      new Outage(LOG::warn, LOG::info, "events and reports reach Kafka again");

  /**
   * Starts sending.
   *
   * @param clientConfig the Kafka client's settings, {@code bootstrap.servers} at least
   * @param source the CloudEvents source, such as {@code /gateway-service/pop-a-1}
   */
  public KafkaEventSink(Map<String, Object> clientConfig, String source) {
    this(producer(clientConfig), source, Duration.ofSeconds(1));
  }

  /** Starts sending with that producer, which is closed in the end. */
  KafkaEventSink(Producer<String, byte[]> producer, String source, Duration pause) {
    this.source = source;
    this.producer = producer;
    this.pause = pause;
    this.thread = Thread.ofPlatform().name("events-to-kafka").daemon().start(this::run);
  }

  /** A producer that waits for its broker instead of giving events up. */
  static Producer<String, byte[]> producer(Map<String, Object> clientConfig) {
    Map<String, Object> config = new HashMap<>(clientConfig);
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    config.put(ProducerConfig.LINGER_MS_CONFIG, 5);
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 600_000);
    return new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer());
  }

  @Override
  public void publish(Topic topic, String key, @Nullable Object event) {
    Instant now = Instant.now();
    // The time is that of the event, however long it waits here: readers of tombstones use it.
    ProducerRecord<String, byte[]> entry =
        new ProducerRecord<>(
            topic.topicName(),
            null,
            now.toEpochMilli(),
            key,
            event == null ? null : EventJson.write(event));
    if (event != null) {
      CloudEventHeaders.of(
              UUID.randomUUID().toString(), source, CloudEventHeaders.typeOf(event.getClass()), now)
          .forEach(entry.headers()::add);
    }
    offer(entry);
  }

  /** Sends a record that could not be read to where an operator finds it. */
  void deadLetter(String key, byte[] value, String origin, String reason) {
    deadLetters.incrementAndGet();
    ProducerRecord<String, byte[]> entry =
        new ProducerRecord<>(Topic.DEAD_LETTERS.topicName(), key, value);
    entry.headers().add(CloudEventHeaders.REASON, reason.getBytes(StandardCharsets.UTF_8));
    entry.headers().add(CloudEventHeaders.ORIGIN, origin.getBytes(StandardCharsets.UTF_8));
    offer(entry);
  }

  private void offer(ProducerRecord<String, byte[]> entry) {
    while (!queue.offer(entry)) {
      if (queue.poll() != null) {
        dropped.incrementAndGet();
      }
    }
  }

  /** Events given up since the start because the broker was away for too long. */
  public long dropped() {
    return dropped.get();
  }

  /** Events that wait for Kafka's client to take them. */
  public int waiting() {
    return queue.size();
  }

  /** Records set aside since the start because they could not be read. */
  public long deadLetters() {
    return deadLetters.get();
  }

  private void run() {
    while (running || !queue.isEmpty()) {
      try {
        ProducerRecord<String, byte[]> entry = queue.poll(500, TimeUnit.MILLISECONDS);
        if (entry != null) {
          send(entry);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /** Sends one event, again until it is taken: one put back would come after its successors. */
  private void send(ProducerRecord<String, byte[]> entry) throws InterruptedException {
    while (!taken(entry)) {
      if (!running) {
        dropped.incrementAndGet();
        return;
      }
      Thread.sleep(pause);
    }
  }

  private boolean taken(ProducerRecord<String, byte[]> entry) {
    try {
      var unused =
          producer.send(
              entry,
              (metadata, failure) -> {
                if (failure != null) {
                  dropped.incrementAndGet();
                  delivery.found(
                      "events and reports are given up, as Kafka did not take them in time; see"
                          + " culvert_events_dropped_total: "
                          + failure.getMessage());
                } else {
                  delivery.over();
                }
              });
      return true;
    } catch (KafkaException e) {
      delivery.found("Kafka does not take events, will be tried again: " + e.getMessage());
      return false;
    } catch (IllegalStateException e) {
      return false; // closed meanwhile
    }
  }

  @Override
  public void close() {
    running = false;
    try {
      thread.join(2_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    producer.close(Duration.ofSeconds(2));
  }
}
