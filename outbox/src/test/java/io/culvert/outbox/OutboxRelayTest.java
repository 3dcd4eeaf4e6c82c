package io.culvert.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.culvert.contract.Topic;
import io.culvert.contract.TraceParent;
import io.culvert.outbox.testing.EmbeddedDatabase;
import io.culvert.outbox.testing.EmbeddedKafka;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
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
    createSchema("orderly");
    try (Connection connection = database.connect()) {
      for (int version = 1; version <= 1200; version++) {
        insert(connection, "orderly", "orderly-key", "{\"version\":" + version + "}");
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
      await().untilAsserted(() -> assertThat(count("orderly")).isZero());
      assertThat(relay.published()).isEqualTo(1200);
      await().untilAsserted(() -> assertThat(relay.state()).isEqualTo(OutboxState.ACTIVE));
    }
  }

  @Test
  void whoseDoingAnEventIsArrivesWithItAndNothingWhereNobodyKnows() throws SQLException {
    createSchema("traced");
    String trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    try (Connection connection = database.connect()) {
      insert(connection, "traced", "traced-key", "{}", trace);
      insert(connection, "traced", "traced-key", "{}", null);
    }
    try (OutboxRelay _ = OutboxRelay.start(settings("traced"))) {
      List<ConsumerRecord<String, String>> records = read("traced-key", 2);
      assertThat(header(records.getFirst(), TraceParent.HEADER)).isEqualTo(trace);
      assertThat(records.getLast().headers().lastHeader(TraceParent.HEADER)).isNull();
    }
  }

  @Test
  void tombstoneHasNoValue() throws SQLException {
    createSchema("tomb");
    insert("tomb", "tomb-key", null);
    try (OutboxRelay _ = OutboxRelay.start(settings("tomb"))) {
      assertThat(read("tomb-key", 1)).extracting(ConsumerRecord::value).containsOnlyNulls();
    }
  }

  @Test
  void insertWakesTheRelayWithoutWaitingForThePoll() throws SQLException {
    createSchema("waking");
    OutboxSettings slow = settings("waking", Duration.ofSeconds(20), kafka.bootstrapServers());
    try (OutboxRelay relay = OutboxRelay.start(slow)) {
      await().until(() -> relay.state() == OutboxState.ACTIVE);
      insert("waking", "waking-key", "{}");
      await().atMost(Duration.ofSeconds(10)).until(() -> relay.published() == 1);
      assertThat(read("waking-key", 1)).hasSize(1);
    }
  }

  @Test
  void uncommittedEventIsNotPublished() throws SQLException {
    createSchema("rollback");
    try (OutboxRelay relay = OutboxRelay.start(settings("rollback"));
        Connection connection = database.connect()) {
      connection.setAutoCommit(false);
      insert(connection, "rollback", "rolled-back", "{}");
      connection.rollback();
      insert("rollback", "committed", "{}");
      assertThat(read("committed", 1)).hasSize(1);
      await().until(() -> relay.published() == 1);
      assertThat(count("rollback")).isZero();
    }
  }

  @Test
  void changesMadeWhileKafkaIsAwayArriveInOrderWhenItIsBack() throws SQLException {
    createSchema("kafkaless");
    try (OutboxRelay relay = OutboxRelay.start(settings("kafkaless"))) {
      insert("kafkaless", "kafkaless-key", "1");
      assertThat(read("kafkaless-key", 1)).hasSize(1);
      kafka.pause();
      insert("kafkaless", "kafkaless-key", "2");
      insert("kafkaless", "kafkaless-key", "3");
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> relay.state() == OutboxState.WAITING_FOR_KAFKA);
      assertThat(relay.state().healthy()).isFalse();
      assertThat(count("kafkaless")).isEqualTo(2);
      await().untilAsserted(() -> assertThat(relay.waiting()).isEqualTo(2));
      assertThat(relay.oldestAge()).isPositive();
      kafka.resume();
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> count("kafkaless") == 0 && relay.state() == OutboxState.ACTIVE);
      assertThat(lastOf(read("kafkaless-key", 3))).isEqualTo("3");
      await().untilAsserted(() -> assertThat(relay.waiting()).isZero());
      assertThat(relay.oldestAge()).isZero();
    } finally {
      kafka.resume();
    }
  }

  @Test
  void lostDatabaseConnectionIsReplaced() throws SQLException {
    createSchema("broken");
    try (OutboxRelay relay = OutboxRelay.start(settings("broken"))) {
      await().until(() -> relay.state() == OutboxState.ACTIVE);
      execute(
          "select pg_terminate_backend(pid) from pg_stat_activity"
              + " where application_name = 'culvert-outbox-broken'");
      insert("broken", "broken-key", "{}");
      assertThat(read("broken-key", 1)).hasSize(1);
    }
  }

  @Test
  void ofTwoRelaysOneIsActiveAndTheOtherTakesOver() throws SQLException {
    createSchema("pair");
    OutboxRelay first = OutboxRelay.start(settings("pair"));
    await().until(() -> first.state() == OutboxState.ACTIVE);
    try (OutboxRelay second = OutboxRelay.start(settings("pair"))) {
      await().until(() -> second.state() == OutboxState.STANDBY);
      first.close();
      assertThat(first.state()).isEqualTo(OutboxState.STOPPED);
      insert("pair", "pair-key", "{}");
      await().until(() -> second.state() == OutboxState.ACTIVE && second.published() == 1);
    }
  }

  @Test
  void rowLargerThanKafkaTakesIsParkedAndTheRestGoesOn() throws SQLException {
    createSchema("large");
    insert("large", "large-key", "x".repeat(9_000_000));
    insert("large", "after-large", "{}");
    try (OutboxRelay relay = OutboxRelay.start(settings("large"))) {
      assertThat(read("after-large", 1)).hasSize(1);
      await().untilAsserted(() -> assertThat(count("large")).isEqualTo(1));
      await().untilAsserted(() -> assertThat(relay.parked()).isEqualTo(1));
      assertThat(relay.waiting()).isZero();
    }
  }

  @Test
  void unreachableKafkaLeavesTheRowAndTheRelayWaiting() throws SQLException {
    createSchema("nowhere");
    insert("nowhere", "nowhere-key", "{}");
    OutboxSettings wrong = settings("nowhere", Duration.ofMillis(200), "no-such-host.invalid:9092");
    try (OutboxRelay relay = OutboxRelay.start(wrong)) {
      await().until(() -> relay.state() == OutboxState.WAITING_FOR_KAFKA);
      assertThat(count("nowhere")).isEqualTo(1);
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

  private static void createSchema(String schema) throws SQLException {
    execute("create schema " + schema);
    for (String name : List.of("V0_1__outbox", "R__outbox_trace")) {
      execute("set search_path = " + schema + ";" + migration(name));
    }
  }

  private static String migration(String name) {
    try (InputStream sql =
        Objects.requireNonNull(
            OutboxRelay.class.getResourceAsStream("/db/outbox/" + name + ".sql"))) {
      return new String(sql.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void execute(String sql) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static void insert(String schema, String key, @Nullable String value)
      throws SQLException {
    try (Connection connection = database.connect()) {
      insert(connection, schema, key, value);
    }
  }

  private static void insert(
      Connection connection, String schema, String key, @Nullable String value)
      throws SQLException {
    insert(connection, schema, key, value, null);
  }

  private static void insert(
      Connection connection,
      String schema,
      String key,
      @Nullable String value,
      @Nullable String trace)
      throws SQLException {
    OutboxEvent event =
        new OutboxEvent(Topic.POP_CHANGES.topicName(), key, value, "io.culvert.PopChange");
    String sql = OutboxEvent.insertInto(schema).replaceAll("\\?\\d", "?");
    try (PreparedStatement insert = connection.prepareStatement(sql)) {
      insert.setString(1, event.topic());
      insert.setString(2, event.key());
      insert.setString(3, event.value());
      insert.setString(4, event.type());
      insert.setString(5, trace);
      insert.executeUpdate();
    }
  }

  private static long count(String schema) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select count(*) from " + schema + ".outbox")) {
      rows.next();
      return rows.getLong(1);
    }
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
