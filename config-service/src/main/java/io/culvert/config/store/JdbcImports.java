package io.culvert.config.store;

import io.culvert.config.app.Import;
import io.culvert.config.app.Import.Progress;
import io.culvert.config.app.ImportCommit;
import io.culvert.config.app.ImportKey;
import io.culvert.config.app.ImportStore;
import io.culvert.config.app.Page;
import io.culvert.config.app.ReviewedRow;
import io.culvert.config.app.ReviewedRow.Action;
import io.culvert.config.app.StoredTunnel;
import io.culvert.config.domain.PopCatalog;
import io.culvert.config.domain.Tenant;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Imports in PostgreSQL. */
@ApplicationScoped
class JdbcImports implements ImportStore {
  private static final Logger LOG = Logger.getLogger(JdbcImports.class);

  private final Jdbc jdbc;

  JdbcImports(Jdbc jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public Optional<Tenant> tenant(String id) {
    return jdbc.transact(connection -> CatalogueRows.tenant(connection, id));
  }

  @Override
  public PopCatalog pops() {
    return jdbc.transact(CatalogueRows::pops);
  }

  @Override
  public void begin(Import begun) {
    jdbc.transact(
        connection ->
            Jdbc.update(
                connection,
                "insert into config.tunnel_import (tenant, id, state, force, phase, done, total,"
                    + " expires) values (?, ?, ?, ?, ?, 0, 0, ?)",
                begun.key().tenant(),
                begun.key().id(),
                begun.state().name(),
                begun.force(),
                begun.progress().phase().name(),
                begun.expires()));
  }

  @Override
  public Map<String, StoredTunnel> named(String tenant, Collection<String> sites) {
    return tunnels("tenant = ? and site = any(?)", tenant, sites.toArray()).stream()
        .collect(Collectors.toMap(found -> found.tunnel().settings().site(), found -> found));
  }

  @Override
  public List<StoredTunnel> after(String tenant, long id, int most) {
    return tunnels("tenant = ? and id > ? order by id limit ?", tenant, id, most);
  }

  private List<StoredTunnel> tunnels(String where, @Nullable Object... parameters) {
    return jdbc.transact(
        connection -> {
          List<StoredTunnel> found = new ArrayList<>();
          try (PreparedStatement select =
                  Jdbc.prepare(
                      connection, "select * from config.tunnel where " + where, parameters);
              ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
              found.add(TunnelRow.read(rows));
            }
          }
          return found;
        });
  }

  @Override
  public List<Long> nextIds(int count) {
    return jdbc.transact(
        connection -> {
          List<Long> ids = new ArrayList<>(count);
          try (PreparedStatement select =
                  Jdbc.prepare(
                      connection,
                      "select nextval('config.tunnel_id') from generate_series(1, ?)",
                      count);
              ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
              ids.add(rows.getLong(1));
            }
          }
          return ids;
        });
  }

  @Override
  public void add(ImportKey key, List<ReviewedRow> rows, Progress progress) {
    jdbc.transact(
        connection -> {
          long number = ImportRows.number(connection, key);
          ImportRows.copy(connection, number, rows);
          return tell(connection, key, progress);
        });
  }

  private static int tell(Connection connection, ImportKey key, Progress progress)
      throws SQLException {
    return Jdbc.update(
        connection,
        "update config.tunnel_import set phase = ?, done = ?, total = ? where tenant = ? and id ="
            + " ?",
        progress.phase().name(),
        progress.done(),
        progress.total(),
        key.tenant(),
        key.id());
  }

  @Override
  public void reviewed(ImportKey key) {
    jdbc.transact(
        connection -> {
          ImportSql.reviewed(connection, ImportRows.number(connection, key));
          return key;
        });
  }

  @Override
  public void remove(ImportKey key) {
    jdbc.transact(connection -> remove(connection, key));
  }

  private static int remove(Connection connection, ImportKey key) throws SQLException {
    Jdbc.update(
        connection,
        "delete from config.tunnel_import_row where import = (select number from"
            + " config.tunnel_import where tenant = ? and id = ?)",
        key.tenant(),
        key.id());
    return Jdbc.update(
        connection,
        "delete from config.tunnel_import where tenant = ? and id = ?",
        key.tenant(),
        key.id());
  }

  @Override
  public Optional<Import> find(ImportKey key, Instant now) {
    return jdbc.transact(connection -> ImportRows.find(connection, key))
        .filter(found -> found.expires().isAfter(now));
  }

  @Override
  public Page<ReviewedRow> rows(ImportKey key, @Nullable Action action, Page.Range range) {
    return jdbc.transact(
        connection -> {
          long number = ImportRows.number(connection, key);
          String only = action == null ? null : action.name();
          List<ReviewedRow> found = new ArrayList<>();
          try (PreparedStatement select =
                  Jdbc.prepare(
                      connection,
                      "select * from config.tunnel_import_row where import = ? and (?::text is null"
                          + " or action = ?) order by line limit ? offset ?",
                      number,
                      only,
                      only,
                      range.limit(),
                      range.offset());
              ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
              found.add(ImportRows.readRow(rows));
            }
          }
          return new Page<>(ImportSql.count(connection, number, only), found);
        });
  }

  @Override
  public void progress(ImportKey key, Progress progress) {
    try {
      jdbc.transact(connection -> tell(connection, key, progress));
    } catch (IllegalStateException e) {
      LOG.debugf("progress of an import is not told: %s", e.toString());
    }
  }

  @Override
  public void broken(ImportKey key, Import.State state, @Nullable String reason) {
    jdbc.transact(
        connection ->
            ImportSql.lock(connection, key)
                ? Jdbc.update(
                    connection,
                    "update config.tunnel_import set state = ?, reason = ? where tenant = ? and id ="
                        + " ? and state = 'COMMITTING'",
                    state.name(),
                    reason,
                    key.tenant(),
                    key.id())
                : 0);
  }

  @Override
  public <T> T commit(ImportKey key, Function<ImportCommit, T> work) {
    jdbc.transact(
        connection ->
            Jdbc.update(
                connection,
                "update config.tunnel_import set state = 'COMMITTING' where tenant = ? and id = ?"
                    + " and state = 'REVIEWED'",
                key.tenant(),
                key.id()));
    return jdbc.transact(connection -> work.apply(JdbcImportCommit.begin(connection, key)));
  }

  @Override
  public int removeExpired(Instant now) {
    return removeAll(keys("select tenant, id from config.tunnel_import where expires <= ?", now));
  }

  @Override
  public int removeAllBut(int most, String tenant) {
    return removeAll(
        keys(
            "select tenant, id from config.tunnel_import where tenant = ? and state not in"
                + " ('REVIEWING', 'COMMITTING') order by number desc offset ?",
            tenant,
            most));
  }

  private int removeAll(List<ImportKey> keys) {
    int removed = 0;
    for (ImportKey key : keys) {
      removed +=
          jdbc.transact(
              connection -> ImportSql.lock(connection, key) ? remove(connection, key) : 0);
    }
    return removed;
  }

  private List<ImportKey> keys(String sql, @Nullable Object... parameters) {
    return jdbc.transact(
        connection -> {
          List<ImportKey> keys = new ArrayList<>();
          try (PreparedStatement select = Jdbc.prepare(connection, sql, parameters);
              ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
              keys.add(new ImportKey(rows.getString(1), rows.getObject(2, UUID.class)));
            }
          }
          return keys;
        });
  }
}
