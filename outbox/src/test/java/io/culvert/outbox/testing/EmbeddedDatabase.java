package io.culvert.outbox.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** A PostgreSQL server on loopback with an empty database {@code culvert}. */
public final class EmbeddedDatabase implements AutoCloseable {
  private final EmbeddedPostgres postgres;

  private EmbeddedDatabase(EmbeddedPostgres postgres) {
    this.postgres = postgres;
  }

  /** A server in a new folder, started. */
  public static EmbeddedDatabase start() throws IOException {
    EmbeddedDatabase database = new EmbeddedDatabase(EmbeddedPostgres.builder().start());
    try (Connection connection = database.postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("create database culvert");
    } catch (SQLException e) {
      throw new IOException(e);
    }
    return database;
  }

  /** The port on 127.0.0.1. */
  public int port() {
    return postgres.getPort();
  }

  /** For JDBC. */
  public String jdbcUrl() {
    return "jdbc:postgresql://127.0.0.1:" + port() + "/culvert";
  }

  /** For the reactive client. */
  public String reactiveUrl() {
    return "postgresql://127.0.0.1:" + port() + "/culvert";
  }

  /** The user that owns everything. */
  public String user() {
    return "postgres";
  }

  /** Its password. */
  public String password() {
    return "postgres";
  }

  /** A new connection. */
  public Connection connect() throws SQLException {
    return postgres.getDatabase(user(), "culvert").getConnection();
  }

  @Override
  public void close() throws IOException {
    postgres.close();
  }
}
