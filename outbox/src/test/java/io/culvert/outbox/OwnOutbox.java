package io.culvert.outbox;

import io.culvert.contract.Topic;
import io.culvert.outbox.testing.EmbeddedDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The outbox of a test, in a schema of its own, as a service's migrations make it. */
record OwnOutbox(EmbeddedDatabase database, String schema) {
  static OwnOutbox create(EmbeddedDatabase database, String schema) throws SQLException {
    OwnOutbox table = new OwnOutbox(database, schema);
    table.execute("create schema " + schema);
    for (String name : List.of("V0_1__outbox", "R__outbox_trace")) {
      table.execute("set search_path = " + schema + ";" + migration(name));
    }
    return table;
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

  void execute(String sql) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** An event of nobody known, in a transaction of its own. */
  void insert(String key, @Nullable String value) throws SQLException {
    try (Connection connection = database.connect()) {
      insert(connection, key, value, null);
    }
  }

  void insert(Connection connection, String key, @Nullable String value, @Nullable String trace)
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

  /** How many events have not gone out. */
  long count() throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select count(*) from " + schema + ".outbox")) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
