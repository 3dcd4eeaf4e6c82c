package io.culvert.config.store;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Transactions over JDBC, for what works on many rows at once and may block. */
@ApplicationScoped
class Jdbc {
  private final DataSource database;

  Jdbc(DataSource database) {
    this.database = database;
  }

  /** What is done with a connection. */
  @FunctionalInterface
  interface Work<T extends @Nullable Object> {
    T run(Connection connection) throws SQLException;
  }

  /**
   * Runs work in one transaction; it is rolled back when the work fails.
   *
   * @throws io.culvert.config.domain.RefusedException when a unique key was violated
   * @throws IllegalStateException when the database failed
   */
  <T extends @Nullable Object> T transact(Work<T> work) {
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      boolean done = false;
      try {
        T result = work.run(connection);
        connection.commit();
        done = true;
        return result;
      } finally {
        if (!done) {
          connection.rollback();
        }
      }
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  /** Work within a transaction that is handed to somebody who knows nothing of databases. */
  @FunctionalInterface
  interface Step<T extends @Nullable Object> {
    T run() throws SQLException;
  }

  /**
   * Runs a step of a transaction.
   *
   * @throws io.culvert.config.domain.RefusedException when a unique key was violated
   * @throws IllegalStateException when the database failed
   */
  static <T extends @Nullable Object> T wrap(Step<T> step) {
    try {
      return step.run();
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  private static RuntimeException failure(SQLException e) {
    return UniqueKeys.translate(e) instanceof RuntimeException conflict
        ? conflict
        : new IllegalStateException("the database failed", e);
  }

  /** Executes a statement; the number of rows it changed. */
  static int update(Connection connection, String sql, @Nullable Object... parameters)
      throws SQLException {
    try (PreparedStatement statement = prepare(connection, sql, parameters)) {
      return statement.executeUpdate();
    }
  }

  /** A statement with its parameters set, text, numbers, times and the like. */
  static PreparedStatement prepare(
      Connection connection, String sql, @Nullable Object... parameters) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    try {
      for (int i = 0; i < parameters.length; i++) {
        set(statement, i + 1, parameters[i]);
      }
      return statement;
    } catch (SQLException e) {
      statement.close();
      throw e;
    }
  }

  private static void set(PreparedStatement statement, int index, @Nullable Object value)
      throws SQLException {
    switch (value) {
      case Instant time ->
          statement.setObject(index, OffsetDateTime.ofInstant(time, ZoneOffset.UTC));
      case UUID id -> statement.setObject(index, id);
      case Object[] texts ->
          statement.setArray(index, statement.getConnection().createArrayOf("text", texts));
      case null, default -> statement.setObject(index, value);
    }
  }
}
