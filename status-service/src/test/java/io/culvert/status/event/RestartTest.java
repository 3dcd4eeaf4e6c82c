package io.culvert.status.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.culvert.contract.EventJson;
import io.culvert.contract.Topic;
import io.culvert.contract.TunnelStatus;
import io.culvert.outbox.testing.EmbeddedKafka;
import io.culvert.status.app.Book;
import io.culvert.status.app.Scope;
import io.culvert.status.app.StatusQueries;
import io.culvert.status.domain.Samples;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestartTest {
  @TempDir Path folder;

  @Test
  void aNewInstanceReadsTheStatusesThatAreThereAlready() throws Exception {
    Book book = new Book();
    StatusQueries queries = new StatusQueries(book);
    try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
      send(kafka, "1", "nonsense".getBytes(java.nio.charset.StandardCharsets.UTF_8));
      send(kafka, "7", EventJson.write(status()));
      try (KafkaStreams streams =
          new KafkaStreams(
              StatusTopology.build(
                  book, InstantSource.system(), StatusMeters.in(new SimpleMeterRegistry())),
              config(kafka))) {
        streams.start();
        await()
            .atMost(Duration.ofSeconds(60))
            .untilAsserted(
                () -> assertThat(queries.get(new Scope.Everyone(), 7)).contains(status()));
      }
    }
  }

  private static TunnelStatus status() {
    return new TunnelStatus(
        7, "acme", "site7", TunnelStatus.State.UP, Samples.ZERO, List.of(), Samples.ZERO);
  }

  private static void send(EmbeddedKafka kafka, String key, byte[] value) throws Exception {
    Map<String, Object> config = Map.of("bootstrap.servers", kafka.bootstrapServers());
    try (var producer =
        new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(Topic.TUNNEL_STATUS.topicName(), key, value)).get();
    }
  }

  private Properties config(EmbeddedKafka kafka) {
    Properties config = new Properties();
    config.put("application.id", "restart");
    config.put("bootstrap.servers", kafka.bootstrapServers());
    config.put("state.dir", folder.toString());
    config.put("replication.factor", "1");
    return config;
  }
}
