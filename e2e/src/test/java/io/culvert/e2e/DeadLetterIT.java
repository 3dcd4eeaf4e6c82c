package io.culvert.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.contract.CloudEventHeaders;
import io.culvert.contract.Topic;
import io.culvert.standalone.stack.Await;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An event that cannot be read is set aside with its reason, and the rest goes on. */
@ExtendWith(StackExtension.class)
class DeadLetterIT {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final String TOPIC = Topic.TUNNEL_CHANGES.topicName();

  private final World world;

  DeadLetterIT(World world) {
    this.world = world;
  }

  @Test
  void anUnreadableTunnelIsSetAsideWithItsReasonAndTheNextOneArrives() {
    for (String key : List.of("987654321", "not a number")) {
      publish(key, "{\"id\":987654321,\"secret-looking\":");
      Tunnel next = world.tunnel("AES256-GCM");
      world.awaitKnown(next);
    }
    Set<String> keys = new HashSet<>();
    try (KafkaConsumer<String, byte[]> consumer = deadLetters()) {
      Await.until(
          "the records are not set aside",
          LIMIT,
          null,
          () -> {
            for (ConsumerRecord<String, byte[]> letter : consumer.poll(Duration.ofMillis(200))) {
              if (header(letter, CloudEventHeaders.ORIGIN).startsWith(TOPIC)) {
                assertThat(header(letter, CloudEventHeaders.REASON))
                    .isNotBlank()
                    .doesNotContain("secret-looking");
                keys.add(letter.key());
              }
            }
            return keys.containsAll(Set.of("987654321", "not a number"));
          });
    }
  }

  private void publish(String key, String value) {
    try (KafkaProducer<String, byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", world.stack().kafkaAddress()),
            new StringSerializer(),
            new ByteArraySerializer())) {
      var unused =
          producer.send(new ProducerRecord<>(TOPIC, key, value.getBytes(StandardCharsets.UTF_8)));
    }
  }

  private KafkaConsumer<String, byte[]> deadLetters() {
    KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", world.stack().kafkaAddress()),
            new StringDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        consumer.partitionsFor(Topic.DEAD_LETTERS.topicName()).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    return consumer;
  }

  private static String header(ConsumerRecord<String, byte[]> letter, String name) {
    Header header = letter.headers().lastHeader(name);
    return Optional.ofNullable(header)
        .map(found -> new String(found.value(), StandardCharsets.UTF_8))
        .orElse("");
  }
}
