package io.culvert.config.store;

import io.agroal.api.AgroalDataSource;
import io.culvert.config.app.ResealOrder;
import io.culvert.config.app.SealedPlace;
import io.culvert.config.app.SecretStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Sealed values over JDBC: the service needs them before it serves, on threads that may wait, and
 * column by column, whatever else is in the rows.
 */
@ApplicationScoped
class JdbcSecrets implements SecretStore {
  private final AgroalDataSource database;

  JdbcSecrets(AgroalDataSource database) {
    this.database = database;
  }

  /** A column that has sealed values: its table, the primary key and its type, itself. */
  private record Column(String table, String id, String type, String name) {
    static Column of(SealedPlace place) {
      return switch (place) {
        case TUNNEL_KEY -> new Column("config.tunnel", "id", "bigint", "psk_sealed");
        case PREVIOUS_KEY -> new Column("config.tunnel", "id", "bigint", "previous_psk_sealed");
        case SERVICE_KEY -> new Column("config.service_key", "name", "text", "sealed");
        case CERTIFICATE_KEY -> new Column("config.certificate", "holder", "text", "key_sealed");
      };
    }

    /** The id of the key in {@code k1.KEY-ID.BASE64}; empty where there is none. */
    private String keyId() {
      return "split_part(" + name + ", '.', 2)";
    }

    String counts() {
      return "select %s, count(*) from %s where %s is not null group by 1"
          .formatted(keyId(), table, name);
    }

    String sample() {
      return "select %s, %s from %s where %s = ? limit 1".formatted(id, name, table, keyId());
    }

    String others() {
      return "select %s, %s from %s where %s <> ? and (? = '' or %s > nullif(?, '')::%s) order by %s limit ? for update skip locked"
          .formatted(id, name, table, keyId(), id, type, id);
    }

    String write() {
      return "update %s set %s = ? where %s = ?::%s".formatted(table, name, id, type);
    }
  }

  private interface Work<T> {
    T with(Connection connection) throws SQLException;
  }

  private <T> T run(Work<T> work) {
    try (Connection connection = database.getConnection()) {
      return work.with(connection);
    } catch (SQLException e) {
      throw new IllegalStateException("the database refused: " + e.getSQLState(), e);
    }
  }

  private static Optional<String> text(Connection connection, String sql, String parameter)
      throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setString(1, parameter);
      try (ResultSet rows = query.executeQuery()) {
        return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
      }
    }
  }

  @Override
  public Optional<String> serviceKey(String name) {
    return run(c -> text(c, "select sealed from config.service_key where name = ?", name));
  }

  @Override
  public String keepServiceKey(String name, String sealed) {
    return run(
        connection -> {
          try (PreparedStatement insert =
              connection.prepareStatement(
                  "insert into config.service_key (name, sealed) values (?, ?) on conflict do nothing")) {
            insert.setString(1, name);
            insert.setString(2, sealed);
            insert.executeUpdate();
          }
          return text(connection, "select sealed from config.service_key where name = ?", name)
              .orElseThrow();
        });
  }

  @Override
  public Map<String, Long> counts(SealedPlace place) {
    return run(
        connection -> {
          Map<String, Long> counts = new HashMap<>();
          try (PreparedStatement query = connection.prepareStatement(Column.of(place).counts());
              ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
              counts.put(rows.getString(1), rows.getLong(2));
            }
          }
          return counts;
        });
  }

  @Override
  public Optional<Sealed> sample(SealedPlace place, String keyId) {
    return run(
        connection -> {
          try (PreparedStatement query = connection.prepareStatement(Column.of(place).sample())) {
            query.setString(1, keyId);
            return sealed(query).stream().findFirst();
          }
        });
  }

  private static List<Sealed> sealed(PreparedStatement query) throws SQLException {
    List<Sealed> found = new ArrayList<>();
    try (ResultSet rows = query.executeQuery()) {
      while (rows.next()) {
        found.add(new Sealed(rows.getString(1), rows.getString(2)));
      }
    }
    return found;
  }

  @Override
  public List<String> rewrite(
      SealedPlace place, String keyId, String after, int limit, Function<Sealed, String> change) {
    Column column = Column.of(place);
    return run(
        connection -> {
          connection.setAutoCommit(false);
          try {
            List<Sealed> found = others(connection, column, keyId, after, limit);
            write(connection, column, found, change);
            connection.commit();
            return found.stream().map(Sealed::row).toList();
          } finally {
            connection.rollback();
            connection.setAutoCommit(true);
          }
        });
  }

  private static List<Sealed> others(
      Connection connection, Column column, String keyId, String after, int limit)
      throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(column.others())) {
      query.setString(1, keyId);
      query.setString(2, after);
      query.setString(3, after);
      query.setInt(4, limit);
      return sealed(query);
    }
  }

  private static void write(
      Connection connection, Column column, List<Sealed> found, Function<Sealed, String> change)
      throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(column.write())) {
      for (Sealed value : found) {
        update.setString(1, change.apply(value));
        update.setString(2, value.row());
        update.addBatch();
      }
      int[] unused = update.executeBatch();
    }
  }

  @Override
  public Optional<ResealOrder> order() {
    return run(
        connection -> {
          try (PreparedStatement query =
                  connection.prepareStatement(
                      "select key_id, requested, finished from config.reseal");
              ResultSet rows = query.executeQuery()) {
            return rows.next()
                ? Optional.of(
                    new ResealOrder(
                        rows.getString(1),
                        rows.getObject(2, OffsetDateTime.class).toInstant(),
                        instant(rows.getObject(3, OffsetDateTime.class))))
                : Optional.empty();
          }
        });
  }

  private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
    return time == null ? null : time.toInstant();
  }

  @Override
  public void putOrder(String keyId, Instant now) {
    int unused =
        run(
            connection -> {
              try (PreparedStatement insert =
                  connection.prepareStatement(
                      """
                  insert into config.reseal (key_id, requested) values (?, ?)
                  on conflict (one) do update
                  set key_id = excluded.key_id, requested = excluded.requested, finished = null
                  """)) {
                insert.setString(1, keyId);
                insert.setObject(2, now.atOffset(ZoneOffset.UTC));
                return insert.executeUpdate();
              }
            });
  }

  @Override
  public void finish(ResealOrder order, Instant now) {
    int unused =
        run(
            connection -> {
              try (PreparedStatement update =
                  connection.prepareStatement(
                      "update config.reseal set finished = ? where key_id = ? and requested = ? and finished is null")) {
                update.setObject(1, now.atOffset(ZoneOffset.UTC));
                update.setString(2, order.keyId());
                update.setObject(3, order.requested().atOffset(ZoneOffset.UTC));
                return update.executeUpdate();
              }
            });
  }
}
