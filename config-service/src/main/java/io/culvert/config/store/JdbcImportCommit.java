package io.culvert.config.store;

import io.culvert.config.app.Actor;
import io.culvert.config.app.Import;
import io.culvert.config.app.ImportCommit;
import io.culvert.config.app.ImportKey;
import io.culvert.config.app.StoredTunnel;
import io.culvert.config.domain.PopCatalog;
import io.culvert.config.domain.RefusedException;
import io.culvert.config.domain.RefusedException.Reason;
import io.culvert.config.domain.Tenant;
import io.culvert.config.domain.Violation;
import io.culvert.outbox.OutboxEvent;
import io.culvert.tracing.Correlation;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The transaction of a commit: all rows at once, by the database itself. */
final class JdbcImportCommit implements ImportCommit {
  private static final int BATCH = 2_000;
  private static final String COPY_EVENTS =
      "copy config.outbox (topic, key, value, type, trace) from stdin";

  private final Connection connection;
  private final ImportKey key;
  private final long number;

  /** Whose doing it is; events come from other threads. */
  private final @Nullable String trace = Correlation.header();

  private JdbcImportCommit(Connection connection, ImportKey key, long number) {
    this.connection = connection;
    this.key = key;
    this.number = number;
  }

  /** Takes the import for this transaction and makes the catalogue stand still. */
  static JdbcImportCommit begin(Connection connection, ImportKey key) throws SQLException {
    if (!ImportSql.lock(connection, key)) {
      throw RefusedException.because(Reason.CONFLICT, "this import is being committed just now");
    }
    try (PreparedStatement lock = Jdbc.prepare(connection, PgTransactions.SHARED)) {
      lock.execute();
    }
    long number = ImportRows.number(connection, key);
    ImportSql.planFor(connection, number);
    return new JdbcImportCommit(connection, key, number);
  }

  @Override
  public Import current() {
    return Jdbc.wrap(() -> ImportRows.find(connection, key).orElseThrow());
  }

  @Override
  public Tenant tenant() {
    return Jdbc.wrap(() -> CatalogueRows.tenant(connection, key.tenant()).orElseThrow());
  }

  @Override
  public PopCatalog pops() {
    return Jdbc.wrap(() -> CatalogueRows.pops(connection));
  }

  @Override
  public void lock() {
    Jdbc.wrap(
        () -> {
          try (PreparedStatement lock = Jdbc.prepare(connection, CommitSql.LOCK, number)) {
            return lock.execute();
          }
        });
  }

  @Override
  public List<Violation> changedSince() {
    return Jdbc.wrap(
        () -> {
          List<Violation> found = new ArrayList<>();
          for (CommitSql.Check check : CommitSql.CHECKS) {
            find(check, found);
          }
          return found;
        });
  }

  private void find(CommitSql.Check check, List<Violation> found) throws SQLException {
    try (PreparedStatement select = Jdbc.prepare(connection, check.sql(), number);
        ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        String field = "line " + rows.getInt(1) + ", " + check.column().label();
        found.add(new Violation(field, check.message()));
      }
    }
  }

  @Override
  public List<Placement> placements() {
    return Jdbc.wrap(
        () -> {
          List<Placement> found = new ArrayList<>();
          try (PreparedStatement select = Jdbc.prepare(connection, CommitSql.PLACEMENTS, number);
              ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
              found.add(placement(rows));
            }
          }
          return found;
        });
  }

  private static Placement placement(ResultSet row) throws SQLException {
    List<String> pops =
        Stream.of(row.getString("primary_pop"), row.getString("failover_pop"))
            .filter(Objects::nonNull)
            .toList();
    return new Placement(
        pops, row.getBoolean("moved"), row.getObject("mbps", Integer.class), row.getInt("line"));
  }

  @Override
  public void apply(Instant now) {
    // A tunnel that is made may have what one that is changed gives up.
    Jdbc.wrap(() -> Jdbc.update(connection, CommitSql.UPDATE, now, number));
    Jdbc.wrap(() -> Jdbc.update(connection, CommitSql.CREATE, now, now, number));
  }

  @Override
  public void audit(Actor actor, Instant now) {
    Jdbc.wrap(
        () ->
            Jdbc.update(
                connection,
                CommitSql.AUDIT,
                now,
                actor.kind().name().toLowerCase(Locale.ROOT),
                actor.id(),
                actor.name(),
                actor.address(),
                number));
  }

  @Override
  public void forEachWritten(Consumer<List<StoredTunnel>> work) {
    Jdbc.wrap(
        () -> {
          try (PreparedStatement select = Jdbc.prepare(connection, CommitSql.WRITTEN, number)) {
            // A cursor: the rows come as they are worked on.
            select.setFetchSize(BATCH);
            return handOver(select, work);
          }
        });
  }

  private static int handOver(PreparedStatement select, Consumer<List<StoredTunnel>> work)
      throws SQLException {
    int all = 0;
    List<StoredTunnel> some = new ArrayList<>(BATCH);
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        some.add(TunnelRow.read(rows));
        all++;
        if (some.size() == BATCH) {
          work.accept(List.copyOf(some));
          some.clear();
        }
      }
    }
    if (!some.isEmpty()) {
      work.accept(some);
    }
    return all;
  }

  @Override
  public void add(List<OutboxEvent> events) {
    Jdbc.wrap(
        () -> {
          try (CopyText text = new CopyText(connection, COPY_EVENTS)) {
            for (OutboxEvent event : events) {
              text.add(event.topic()).add(event.key()).add(event.value());
              text.add(event.type()).add(trace).end();
            }
            text.store();
          }
          return events;
        });
  }

  @Override
  public void committed() {
    Jdbc.wrap(
        () ->
            Jdbc.update(
                connection,
                "update config.tunnel_import set state = 'COMMITTED', done = total where number ="
                    + " ?",
                number));
  }
}
