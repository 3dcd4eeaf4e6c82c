package io.culvert.config.event;

import io.culvert.contract.CloudEventHeaders;
import io.culvert.contract.Topic;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Where records go that cannot be read, as they came, with the reason. */
@Singleton
class DeadLetters {
  private static final Logger LOG = Logger.getLogger(DeadLetters.class);

  private final KafkaSettings kafka;
  private final Counter letters;
  private @Nullable Producer<byte[], byte[]> producer;

  DeadLetters(KafkaSettings kafka, MeterRegistry metrics) {
    this.kafka = kafka;
    this.letters =
        Counter.builder("culvert.dead.letters")
            .description("Records that could not be read and were set aside")
            .register(metrics);
  }

  /** Puts a record there; the reason quotes nothing of it. */
  void add(ConsumerRecord<byte[], byte[]> unreadable, String reason) {
    String origin = unreadable.topic() + "-" + unreadable.partition() + "@" + unreadable.offset();
    letters.increment();
    LOG.warnf("unreadable record origin=%s reason=%s", origin, reason);
    ProducerRecord<byte[], byte[]> letter =
        new ProducerRecord<>(
            Topic.DEAD_LETTERS.topicName(),
            null,
            unreadable.key(),
            unreadable.value(),
            unreadable.headers());
    letter.headers().add(CloudEventHeaders.REASON, reason.getBytes(StandardCharsets.UTF_8));
    letter.headers().add(CloudEventHeaders.ORIGIN, origin.getBytes(StandardCharsets.UTF_8));
    Future<RecordMetadata> unused =
        producer()
            .send(
                letter,
                (_, failure) -> {
                  if (failure != null) {
                    LOG.warnf("dead letter not stored origin=%s: %s", origin, failure.getMessage());
                  }
                });
  }

  private synchronized Producer<byte[], byte[]> producer() {
    Producer<byte[], byte[]> open = producer;
    if (open == null) {
      Map<String, Object> settings = new HashMap<>(kafka.client());
      settings.put("client.id", "culvert-config-dead-letters");
      settings.put("acks", "all");
      settings.put("max.block.ms", "5000");
      open = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
      producer = open;
    }
    return open;
  }

  @PreDestroy
  synchronized void close() {
    if (producer != null) {
      producer.close(Duration.ofSeconds(1));
    }
  }
}
