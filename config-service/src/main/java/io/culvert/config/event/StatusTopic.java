package io.culvert.config.event;

import io.culvert.config.app.StatusSource;
import io.culvert.contract.EventJson;
import io.culvert.contract.Topic;
import io.culvert.contract.TunnelStatus;
import io.culvert.contract.UnreadableEventException;
import io.culvert.operation.ConsumerLag;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jboss.logging.Logger;

/**
 * A local copy of the topic {@code tunnel-status}: all of it, in each instance, from the beginning.
 * While Kafka is away the last known status is served.
 */
@Startup
@ApplicationScoped
class StatusTopic implements StatusSource {
  private static final Logger LOG = Logger.getLogger(StatusTopic.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final KafkaSettings kafka;
  private final DeadLetters deadLetters;
  private final ConsumerLag lag;
  private final Map<Long, TunnelStatus> last = new ConcurrentHashMap<>();
  private final Rounds rounds = new Rounds("tunnel-status", PAUSE, this::follow);

  StatusTopic(KafkaSettings kafka, DeadLetters deadLetters, MeterRegistry metrics) {
    this.kafka = kafka;
    this.deadLetters = deadLetters;
    this.lag = ConsumerLag.of(Topic.TUNNEL_STATUS, metrics);
  }

  @Override
  public Optional<TunnelStatus> of(long tunnelId) {
    return Optional.ofNullable(last.get(tunnelId));
  }

  @PostConstruct
  void start() {
    rounds.start();
  }

  @PreDestroy
  void stop() throws InterruptedException {
    rounds.stop();
  }

  private void follow() {
    try (Consumer<byte[], byte[]> consumer = open()) {
      lag.follow(consumer);
      List<TopicPartition> partitions =
          consumer.partitionsFor(Topic.TUNNEL_STATUS.topicName()).stream()
              .map(p -> new TopicPartition(p.topic(), p.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      while (!partitions.isEmpty() && !rounds.stopping()) {
        consumer.poll(POLL).forEach(this::take);
      }
    } catch (KafkaException e) {
      LOG.debugf("tunnel-status: %s", e.getMessage());
    }
  }

  private Consumer<byte[], byte[]> open() {
    Map<String, Object> settings = new HashMap<>(kafka.client());
    settings.remove("group.id");
    settings.put("client.id", "culvert-config-tunnel-status");
    settings.put("enable.auto.commit", "false");
    settings.put("auto.offset.reset", "earliest");
    settings.put("default.api.timeout.ms", "10000");
    return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private void take(ConsumerRecord<byte[], byte[]> rec) {
    try {
      long id = TunnelKey.of(rec.key(), "TunnelStatus");
      byte[] value = rec.value();
      if (value == null) {
        last.remove(id);
        return;
      }
      TunnelStatus status = EventJson.read(value, TunnelStatus.class);
      if (status.tunnelId() != id) {
        throw new UnreadableEventException("TunnelStatus: key and tunnelId differ");
      }
      last.put(id, status);
    } catch (UnreadableEventException e) {
      deadLetters.add(rec, String.valueOf(e.getMessage()));
    }
  }
}
