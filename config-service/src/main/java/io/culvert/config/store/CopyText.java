package io.culvert.config.store;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Stores rows at once, in the text format of PostgreSQL's COPY: tabs between values, {@code \\N}
 * for null. They go out as they come, a few at a time.
 */
final class CopyText implements AutoCloseable {
  private static final int CHUNK = 32 * 1024;

  private final CopyIn copy;
  private final StringBuilder text = new StringBuilder(2 * CHUNK);
  private boolean first = true;

  /** Begins. What is not ended by {@link #store} is not stored. */
  CopyText(Connection connection, String sql) throws SQLException {
    this.copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql);
  }

  /** Adds a value to the present row. */
  CopyText add(@Nullable Object value) {
    if (!first) {
      text.append('\t');
    }
    first = false;
    if (value == null) {
      text.append("\\N");
    } else {
      escape(value.toString());
    }
    return this;
  }

  /** Most values have nothing to escape and are taken whole. */
  private void escape(String value) {
    int from = 0;
    for (int i = 0; i < value.length(); i++) {
      String escaped =
          switch (value.charAt(i)) {
            case '\\' -> "\\\\";
            case '\t' -> "\\t";
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            default -> "";
          };
      if (!escaped.isEmpty()) {
        text.append(value, from, i).append(escaped);
        from = i + 1;
      }
    }
    text.append(value, from, value.length());
  }

  /** Ends the row. */
  void end() throws SQLException {
    text.append('\n');
    first = true;
    if (text.length() >= CHUNK) {
      send();
    }
  }

  private void send() throws SQLException {
    byte[] octets = text.toString().getBytes(StandardCharsets.UTF_8);
    copy.writeToCopy(octets, 0, octets.length);
    text.setLength(0);
  }

  /** Stores the rows. */
  void store() throws SQLException {
    send();
    long unused = copy.endCopy();
  }

  @Override
  public void close() throws SQLException {
    if (copy.isActive()) {
      copy.cancelCopy();
    }
  }
}
