package io.culvert.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.culvert.contract.Topic;
import io.culvert.contract.TraceParent;
import io.culvert.outbox.testing.EmbeddedDatabase;
import io.culvert.outbox.testing.EmbeddedKafka;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The relay against a real broker and a real database; each test has its own schema. */
class OutboxRelayTest {
  private static EmbeddedKafka kafka;
  private static EmbeddedDatabase database;

  @BeforeAll
  static void start() throws IOException {
    kafka = EmbeddedKafka.start();
    database = EmbeddedDatabase.start();
  }

  @AfterAll
  static void stop() throws IOException {
    kafka.close();
    database.close();
  }

  @Test
  void eventsOfOneKeyArriveInOrderWithCloudEventHeadersAndLeaveTheTable() throws SQLException {
    OwnOutbox table = OwnOutbox.create(database, "orderly");
    try (Connection connection = database.connect()) {
      for (int version = 1; version <= 1200; version++) {
        table.insert(connection, "orderly-key", "{\"version\":" + version + "}", null);
      }
    }
    try (OutboxRelay relay = OutboxRelay.start(settings("orderly"))) {
      List<ConsumerRecord<String, String>> records = read("orderly-key", 1200);

      assertThat(records)
          .extracting(ConsumerRecord::value)
          .containsExactlyElementsOf(
              IntStream.rangeClosed(1, 1200).mapToObj(v -> "{\"version\":" + v + "}").toList());
      assertThat(header(records.getFirst(), "ce_id")).isEqualTo("1");
      assertThat(header(records.getFirst(), "ce_source")).isEqualTo("/test");
      assertThat(header(records.getFirst(), "ce_type")).isEqualTo("io.culvert.PopChange");
      await().untilAsserted(() -> assertThat(table.count()).isZero());
      assertThat(relay.published()).isEqualTo(1200);
      await().untilAsserted(() -> assertThat(relay.state()).isEqualTo(OutboxState.ACTIVE));
    }
  }

  @Test
  void whoseDoingAnEventIsArrivesWithItAndNothingWhereNobodyKnows() throws SQLException {
    OwnOutbox table = OwnOutbox.create(database, "traced");
    String trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    try (Connection connection = database.connect()) {
      table.insert(connection, "traced-key", "{}", trace);
      table.insert(connection, "traced-key", "{}", null);
    }
    try (OutboxRelay _ = OutboxRelay.start(settings("traced"))) {
      List<ConsumerRecord<String, String>> records = read("traced-key", 2);
      assertThat(header(records.getFirst(), TraceParent.HEADER)).isEqualTo(trace);
      assertThat(records.getLast().headers().lastHeader(TraceParent.HEADER)).isNull();
    }
  }

  @Test
  void tombstoneHasNoValue() throws SQLException {
    OwnOutbox table = OwnOutbox.create(database, "tomb");
    table.insert("tomb-key", null);
    try (OutboxRelay _ = OutboxRelay.start(settings("tomb"))) {
      assertThat(read("tomb-key", 1)).extracting(ConsumerRecord::value).containsOnlyNulls();
    }
  }

  @Test
  void insertWakesTheRelayWithoutWaitingForThePoll() throws SQLException {
    OwnOutbox table = OwnOutbox.create(database, "waking");
    OutboxSettings slow = settings("waking", Duration.ofSeconds(20), kafka.bootstrapServers());
    try (OutboxRelay relay = OutboxRelay.start(slow)) {
      await().until(() -> relay.state() == OutboxState.ACTIVE);
      table.insert("waking-key", "{}");
      await().atMost(Duration.ofSeconds(10)).until(() -> relay.published() == 1);
      assertThat(read("waking-key", 1)).hasSize(1);
    }
  }

  @Test
  void uncommittedEventIsNotPublished() throws SQLException {
    OwnOutbox table = OwnOutbox.create(database, "rollback");
    try (OutboxRelay relay = OutboxRelay.start(settings("rollback"));
        Connection connection = database.connect()) {
      connection.setAutoCommit(false);
      table.insert(connection, "rolled-back", "{}", null);
      connection.rollback();
      table.insert("committed", "{}");
      assertThat(read("committed", 1)).hasSize(1);
      await().until(() -> relay.published() == 1);
      assertThat(table.count()).isZero();
    }
  }

  @Test
  void changesMadeWhileKafkaIsAwayArriveInOrderWhenItIsBack() throws SQLException {
    OwnOutbox table = OwnOutbox.create(database, "kafkaless");
    try (OutboxRelay relay = OutboxRelay.start(settings("kafkaless"))) {
      table.insert("kafkaless-key", "1");
      assertThat(read("kafkaless-key", 1)).hasSize(1);
      kafka.pause();
      table.insert("kafkaless-key", "2");
      table.insert("kafkaless-key", "3");
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> relay.state() == OutboxState.WAITING_FOR_KAFKA);
      assertThat(relay.state().healthy()).isFalse();
      assertThat(table.count()).isEqualTo(2);
      await().untilAsserted(() -> assertThat(relay.waiting()).isEqualTo(2));
      assertThat(relay.oldestAge()).isPositive();
      kafka.resume();
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> table.count() == 0 && relay.state() == OutboxState.ACTIVE);
      assertThat(lastOf(read("kafkaless-key", 3))).isEqualTo("3");
      await().untilAsserted(() -> assertThat(relay.waiting()).isZero());
      assertThat(relay.oldestAge()).isZero();
    } finally {
      kafka.resume();
    }
  }

  @Test
  void lostDatabaseConnectionIsReplaced() throws SQLException {
    OwnOutbox table = OwnOutbox.create(database, "broken");
    try (OutboxRelay relay = OutboxRelay.start(settings("broken"))) {
      await().until(() -> relay.state() == OutboxState.ACTIVE);
      table.execute(
          "select pg_terminate_backend(pid) from pg_stat_activity"
              + " where application_name = 'culvert-outbox-broken'");
      table.insert("broken-key", "{}");
      assertThat(read("broken-key", 1)).hasSize(1);
    }
  }

  @Test
  void ofTwoRelaysOneIsActiveAndTheOtherTakesOver() throws SQLException {
    OwnOutbox table = OwnOutbox.create(database, "pair");
    OutboxRelay first = OutboxRelay.start(settings("pair"));
    await().until(() -> first.state() == OutboxState.ACTIVE);
    try (OutboxRelay second = OutboxRelay.start(settings("pair"))) {
      await().until(() -> second.state() == OutboxState.STANDBY);
      first.close();
      assertThat(first.state()).isEqualTo(OutboxState.STOPPED);
      table.insert("pair-key", "{}");
      await().until(() -> second.state() == OutboxState.ACTIVE && second.published() == 1);
    }
  }

  @Test
  void rowLargerThanKafkaTakesIsParkedAndTheRestGoesOn() throws SQLException {
    OwnOutbox table = OwnOutbox.create(database, "large");
    table.insert("large-key", "x".repeat(9_000_000));
    table.insert("after-large", "{}");
    try (OutboxRelay relay = OutboxRelay.start(settings("large"))) {
      assertThat(read("after-large", 1)).hasSize(1);
      await().untilAsserted(() -> assertThat(table.count()).isEqualTo(1));
      await().untilAsserted(() -> assertThat(relay.parked()).isEqualTo(1));
      assertThat(relay.waiting()).isZero();
    }
  }

  @Test
  void unreachableKafkaLeavesTheRowAndTheRelayWaiting() throws SQLException {
    OwnOutbox table = OwnOutbox.create(database, "nowhere");
    table.insert("nowhere-key", "{}");
    OutboxSettings wrong = settings("nowhere", Duration.ofMillis(200), "no-such-host.invalid:9092");
    try (OutboxRelay relay = OutboxRelay.start(wrong)) {
      await().until(() -> relay.state() == OutboxState.WAITING_FOR_KAFKA);
      assertThat(table.count()).isEqualTo(1);
    }
  }

  @Test
  void unreachableDatabaseLeavesTheRelayWaiting() {
    OutboxSettings wrong =
        OutboxSettings.of(
            "none", "/test", "jdbc:postgresql://127.0.0.1:1/x", "x", "y", kafka.bootstrapServers());
    try (OutboxRelay relay = OutboxRelay.start(wrong)) {
      await().until(() -> relay.state() == OutboxState.WAITING_FOR_DATABASE);
    }
  }

  private static OutboxSettings settings(String schema) {
    return settings(schema, Duration.ofMillis(200), kafka.bootstrapServers());
  }

  private static OutboxSettings settings(String schema, Duration poll, String bootstrapServers) {
    return new OutboxSettings(
        schema,
        "/test",
        database.jdbcUrl(),
        database.user(),
        database.password(),
        Map.of("bootstrap.servers", bootstrapServers),
        poll);
  }

  /** The records of a key, once there are at least that many. */
  private static List<ConsumerRecord<String, String>> read(String key, int atLeast) {
    List<ConsumerRecord<String, String>> found = new ArrayList<>();
    try (Consumer<String, String> consumer = kafka.consumer(Topic.POP_CHANGES)) {
      await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () -> {
                consumer
                    .poll(Duration.ofMillis(200))
                    .forEach(
                        r -> {
                          if (r.key().equals(key)) {
                            found.add(r);
                          }
                        });
                return found.size() >= atLeast;
              });
    }
    return found;
  }

  private static String lastOf(List<ConsumerRecord<String, String>> records) {
    return records.getLast().value();
  }

  private static String header(ConsumerRecord<String, String> rec, String name) {
    return new String(rec.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }
}
