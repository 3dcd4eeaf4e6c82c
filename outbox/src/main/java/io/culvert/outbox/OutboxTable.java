package io.culvert.outbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The outbox table over a connection of its own: the advisory lock that makes a relay the active
 * one and the subscription both belong to the connection and end with it.
 */
final class OutboxTable implements AutoCloseable {
  private static final int CONNECT_SECONDS = 5;
  private static final int SOCKET_SECONDS = 30;

  private final String schema;
  private final Connection connection;

  private OutboxTable(String schema, Connection connection) {
    this.schema = schema;
    this.connection = connection;
  }

  /** Connects and subscribes to the table's notifications. */
  static OutboxTable open(OutboxSettings settings) throws SQLException {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(settings.jdbcUrl());
    source.setUser(settings.user());
    source.setPassword(settings.password());
    source.setConnectTimeout(CONNECT_SECONDS);
    source.setSocketTimeout(SOCKET_SECONDS);
    source.setTcpKeepAlive(true);
    source.setApplicationName("culvert-outbox-" + settings.schema());
    OutboxTable table = new OutboxTable(settings.schema(), source.getConnection());
    table.execute("listen \"" + settings.schema() + "_outbox\"");
    return table;
  }

  /** Whether this connection holds the lock now; asking again while it does is harmless. */
  boolean lock() throws SQLException {
    try (PreparedStatement lock =
        connection.prepareStatement(
            "select pg_try_advisory_lock(hashtextextended('culvert-outbox:' || ?, 0))")) {
      lock.setString(1, schema);
      try (ResultSet held = lock.executeQuery()) {
        return held.next() && held.getBoolean(1);
      }
    }
  }

  /** The oldest rows, in order. */
  List<OutboxRow> oldest(int limit) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "select id, created, trace, topic, key, value, type from "
                + schema
                + ".outbox where parked is null order by id limit ?")) {
      select.setInt(1, limit);
      try (ResultSet rows = select.executeQuery()) {
        List<OutboxRow> found = new ArrayList<>();
        while (rows.next()) {
          found.add(row(rows));
        }
        return found;
      }
    }
  }

  private static OutboxRow row(ResultSet rows) throws SQLException {
    return new OutboxRow(
        rows.getLong("id"),
        rows.getObject("created", OffsetDateTime.class).toInstant(),
        rows.getString("trace"),
        new OutboxEvent(
            rows.getString("topic"),
            rows.getString("key"),
            rows.getString("value"),
            rows.getString("type")));
  }

  /** Counts what is there; takes time for each row of a table that is empty most of the time. */
  Backlog backlog(long now) throws SQLException {
    String sql =
        "select count(*) filter (where parked is null),"
            + " count(*) filter (where parked is not null),"
            + " extract(epoch from clock_timestamp() - min(created) filter (where parked is null))"
            + " from "
            + schema
            + ".outbox";
    try (Statement select = connection.createStatement();
        ResultSet counted = select.executeQuery(sql)) {
      counted.next();
      long millis = Math.max(0, Math.round(counted.getDouble(3) * 1_000));
      return new Backlog(counted.getLong(1), counted.getLong(2), Duration.ofMillis(millis), now);
    }
  }

  /** Removes rows that Kafka has acknowledged. */
  void remove(List<OutboxRow> rows) throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    try (PreparedStatement delete =
        connection.prepareStatement("delete from " + schema + ".outbox where id = any(?)")) {
      Object[] ids = rows.stream().map(OutboxRow::id).toArray();
      delete.setArray(1, connection.createArrayOf("bigint", ids));
      delete.executeUpdate();
    }
  }

  /** Puts aside a row that Kafka will never take, so that the rows after it go on. */
  void park(OutboxRow row, String reason) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement("update " + schema + ".outbox set parked = ? where id = ?")) {
      update.setString(1, reason);
      update.setLong(2, row.id());
      update.executeUpdate();
    }
  }

  /**
   * Waits for a notification, at most that long.
   *
   * @throws SQLException also when the connection is lost
   */
  void awaitChange(Duration atMost) throws SQLException {
    connection
        .unwrap(PGConnection.class)
        .getNotifications(Math.toIntExact(Math.max(1, atMost.toMillis())));
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
