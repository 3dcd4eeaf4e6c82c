package io.culvert.config.event;

import io.culvert.config.app.KeyUses;
import io.culvert.contract.EventJson;
import io.culvert.contract.Topic;
import io.culvert.contract.TunnelEvent;
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
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jboss.logging.Logger;

/**
 * Follows {@code tunnel-events} for the keys that devices proved. The instances share the work as
 * one consumer group; the position is kept in Kafka once the database has what was read, so that
 * nothing is missed and a repeat does no harm.
 */
@Startup
@ApplicationScoped
class KeyUseTopic {
  /** The group whose position is kept. */
  static final String GROUP = "culvert-config-key-use";

  private static final Logger LOG = Logger.getLogger(KeyUseTopic.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final String VERSION = "\\d{1,18}";

  private final KafkaSettings kafka;
  private final DeadLetters deadLetters;
  private final KeyUses uses;
  private final ConsumerLag lag;
  private final Rounds rounds = new Rounds("tunnel-events", PAUSE, this::follow);

  KeyUseTopic(KafkaSettings kafka, DeadLetters deadLetters, KeyUses uses, MeterRegistry metrics) {
    this.kafka = kafka;
    this.deadLetters = deadLetters;
    this.uses = uses;
    this.lag = ConsumerLag.of(Topic.TUNNEL_EVENTS, metrics);
  }

  @PostConstruct
  void start() {
    rounds.start();
  }

  @PreDestroy
  void stop() throws InterruptedException {
    rounds.stop();
  }

  /** Until the end, or until Kafka or the database fails: then from the kept position again. */
  private void follow() {
    try (Consumer<byte[], byte[]> consumer = open()) {
      lag.follow(consumer);
      consumer.subscribe(List.of(Topic.TUNNEL_EVENTS.topicName()));
      while (!rounds.stopping()) {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
        records.forEach(this::take);
        if (!records.isEmpty()) {
          consumer.commitSync();
        }
      }
    } catch (KafkaException e) {
      LOG.debugf("tunnel-events: %s", e.getMessage());
    } catch (IllegalStateException e) {
      LOG.warnf("last used keys are not stored, will be tried again: %s", e.getMessage());
    }
  }

  private Consumer<byte[], byte[]> open() {
    Map<String, Object> settings = new HashMap<>(kafka.client());
    settings.put("group.id", GROUP);
    settings.put("client.id", "culvert-config-tunnel-events");
    settings.put("enable.auto.commit", "false");
    settings.put("auto.offset.reset", "earliest");
    settings.put("default.api.timeout.ms", "10000");
    return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private void take(ConsumerRecord<byte[], byte[]> rec) {
    try {
      long id = TunnelKey.of(rec.key(), "TunnelEvent");
      byte[] value = rec.value();
      if (value == null) {
        throw new UnreadableEventException("TunnelEvent: a tombstone");
      }
      TunnelEvent event = EventJson.read(value, TunnelEvent.class);
      if (event.tunnelId() != id) {
        throw new UnreadableEventException("TunnelEvent: key and tunnelId differ");
      }
      take(event);
    } catch (UnreadableEventException e) {
      deadLetters.add(rec, String.valueOf(e.getMessage()));
    }
  }

  private void take(TunnelEvent event) throws UnreadableEventException {
    String slot = event.evidence().get(TunnelEvent.PSK_SLOT);
    String version = event.evidence().get(TunnelEvent.TUNNEL_VERSION);
    String tenant = event.tenant();
    // Without the version that the gateway knew, a slot may mean a key of before a rotation.
    if (event.type() != TunnelEvent.Type.ESTABLISHED
        || slot == null
        || version == null
        || tenant == null) {
      return;
    }
    if (!version.matches(VERSION)) {
      throw new UnreadableEventException("TunnelEvent: tunnel-version is not a number");
    }
    uses.add(
        new KeyUses.Proof(event.tunnelId(), tenant, slot, Long.parseLong(version), event.time()));
  }
}
