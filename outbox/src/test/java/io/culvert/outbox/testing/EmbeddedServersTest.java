package io.culvert.outbox.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.contract.Topic;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** The servers without containers, which a run that has containers would not use. */
class EmbeddedServersTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @Test
  void theBrokerHasItsRecordsAfterItWasStoppedAndStartedAgain() throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(Optional.empty())) {
      Map<String, Object> settings = Map.of("bootstrap.servers", kafka.bootstrapServers());
      try (var producer =
          new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
        assertThat(
                producer
                    .send(new ProducerRecord<>(Topic.TUNNEL_CHANGES.topicName(), "1", "kept"))
                    .get()
                    .hasOffset())
            .isTrue();
      }
      kafka.pause();
      kafka.resume();
      try (Consumer<String, String> consumer = kafka.consumer(Topic.TUNNEL_CHANGES)) {
        var records = consumer.poll(LIMIT);
        assertThat(records).hasSize(1).allMatch(one -> one.value().equals("kept"));
      }
    }
  }

  @Test
  void theDatabaseIsEmptyAndTakesATable() throws Exception {
    try (EmbeddedDatabase database = EmbeddedDatabase.embedded();
        var connection = database.connect();
        var statement = connection.createStatement()) {
      assertThat(statement.executeUpdate("create table kept (id int)")).isZero();
      assertThat(statement.executeUpdate("insert into kept values (1)")).isOne();
    }
  }
}
