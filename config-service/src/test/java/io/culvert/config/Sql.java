package io.culvert.config;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** What tests look at or set in the database behind the service's back. */
final class Sql {
  private Sql() {}

  static void execute(String sql) {
    try (Connection connection = Surroundings.database().connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The one value a query answers with. */
  static String value(String sql) {
    try (Connection connection = Surroundings.database().connect();
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(sql)) {
      if (!found.next()) {
        throw new AssertionError("no row: " + sql);
      }
      return String.valueOf(found.getString(1));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
