package io.culvert.config.store;

import io.culvert.config.app.ImportKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Statements that look at all rows of an import at once. */
final class ImportSql {
  /** From so many rows on, reading all of a table once is better than looking up each. */
  private static final int MANY = 1_000;

  private static final String KEY_TAKEN =
      """
      update config.tunnel_import_row r set action = 'ERROR',
        errors = coalesce(r.errors, '[]') || jsonb_build_object('field', 'psk', 'message', ?::text)
      from (select id, psk_digest from config.tunnel
            union all
            select id, previous_psk_digest from config.tunnel where previous_psk_digest is not null)
        t (id, digest)
      where r.import = ? and r.psk_digest = t.digest and r.tunnel_id <> t.id
        and"""
          + CommitSql.KEPT_KEY;
  private static final String IDENTITY_TAKEN =
      """
      update config.tunnel_import_row r set action = 'ERROR',
        errors = coalesce(r.errors, '[]')
          || jsonb_build_object('field', 'source identity', 'message', ?::text)
      from config.tunnel t
      where r.import = ? and r.identity = t.identity and r.tunnel_id <> t.id
        and"""
          + CommitSql.KEPT_IDENTITY;
  private static final String FORGET_KEYS =
      """
      update config.tunnel_import_row set psk_sealed = null, psk_digest = null
      where import = ? and action = 'ERROR' and psk_sealed is not null
      """;
  private static final String COUNT =
      """
      update config.tunnel_import i set state = 'REVIEWED', creates = n.creates,
        updates = n.updates, unchanged = n.unchanged, errors = n.errors, done = n.total,
        total = n.total
      from (select count(*) total, count(*) filter (where action = 'CREATE') creates,
              count(*) filter (where action = 'UPDATE') updates,
              count(*) filter (where action = 'UNCHANGED') unchanged,
              count(*) filter (where action = 'ERROR') errors
            from config.tunnel_import_row where import = ?) n
      where i.number = ?
      """;

  private ImportSql() {}

  /** Finds what other tunnels have, whoever's they are, and counts the rows. */
  static void reviewed(Connection connection, long number) throws SQLException {
    planFor(connection, number);
    Jdbc.update(connection, KEY_TAKEN, "is in use already; choose another one", number);
    Jdbc.update(connection, IDENTITY_TAKEN, "is taken by another tunnel", number);
    Jdbc.update(connection, FORGET_KEYS, number);
    Jdbc.update(connection, COUNT, number, number);
  }

  /**
   * The planner has no statistics yet of rows that have just come; and the index of parts takes
   * many rows at once faster with memory to sort them in.
   */
  static void planFor(Connection connection, long number) throws SQLException {
    if (count(connection, number, null) > MANY) {
      Jdbc.update(connection, "set local enable_nestloop = off");
      Jdbc.update(connection, "set local work_mem = '64MB'");
    }
  }

  static int count(Connection connection, long number, @Nullable String action)
      throws SQLException {
    try (PreparedStatement select =
            Jdbc.prepare(
                connection,
                "select count(*) from config.tunnel_import_row where import = ? and (?::text is"
                    + " null or action = ?)",
                number,
                action,
                action);
        ResultSet row = select.executeQuery()) {
      row.next();
      return row.getInt(1);
    }
  }

  /**
   * Makes this transaction the only one that works on the import; false when another does. Not a
   * lock of its row: that is written while a commit lasts, to tell how far it is.
   */
  static boolean lock(Connection connection, ImportKey key) throws SQLException {
    try (PreparedStatement select =
            Jdbc.prepare(
                connection,
                "select pg_try_advisory_xact_lock(hashtextextended('culvert-import:' || ? || ':'"
                    + " || ?, 0))",
                key.tenant(),
                key.id().toString());
        ResultSet row = select.executeQuery()) {
      row.next();
      return row.getBoolean(1);
    }
  }
}
