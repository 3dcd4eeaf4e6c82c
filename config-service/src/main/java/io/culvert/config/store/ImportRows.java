package io.culvert.config.store;

import com.fasterxml.jackson.core.type.TypeReference;
import io.culvert.config.app.Import;
import io.culvert.config.app.Import.Phase;
import io.culvert.config.app.Import.Progress;
import io.culvert.config.app.Import.State;
import io.culvert.config.app.Import.Totals;
import io.culvert.config.app.ImportKey;
import io.culvert.config.app.ReviewedRow;
import io.culvert.config.app.ReviewedRow.Action;
import io.culvert.config.app.ReviewedRow.Change;
import io.culvert.config.app.ReviewedRow.Target;
import io.culvert.config.app.SealedSecret;
import io.culvert.config.domain.TunnelColumn;
import io.culvert.config.domain.TunnelSettings;
import io.culvert.config.domain.Violation;
import io.culvert.contract.EncryptionCipher;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Rows of {@code tunnel_import} and {@code tunnel_import_row}. */
final class ImportRows {
  private static final String COPY =
      "copy config.tunnel_import_row (import, line, action, site, tunnel_id, tunnel_version,"
          + " identity_kind, identity, source_ip, primary_pop, failover_pop, encryption,"
          + " psk_sealed, psk_digest, bandwidth_mbps, enabled, changes, errors, warnings) from"
          + " stdin";

  private static final int COLUMNS_OF_A_TUNNEL = 12;
  private static final String HIDDEN = "***";

  private ImportRows() {}

  /** Its number, by which its rows are found; throws when there is none. */
  static long number(Connection connection, ImportKey key) throws SQLException {
    try (PreparedStatement select =
            Jdbc.prepare(
                connection,
                "select number from config.tunnel_import where tenant = ? and id = ?",
                key.tenant(),
                key.id());
        ResultSet row = select.executeQuery()) {
      if (!row.next()) {
        throw new IllegalStateException("the import was removed while it was worked on");
      }
      return row.getLong(1);
    }
  }

  static Optional<Import> find(Connection connection, ImportKey key) throws SQLException {
    try (PreparedStatement select =
            Jdbc.prepare(
                connection,
                "select * from config.tunnel_import where tenant = ? and id = ?",
                key.tenant(),
                key.id());
        ResultSet row = select.executeQuery()) {
      return row.next() ? Optional.of(read(row)) : Optional.empty();
    }
  }

  private static Import read(ResultSet row) throws SQLException {
    return new Import(
        new ImportKey(row.getString("tenant"), row.getObject("id", UUID.class)),
        State.valueOf(row.getString("state")),
        row.getBoolean("force"),
        new Totals(
            row.getInt("creates"),
            row.getInt("updates"),
            row.getInt("unchanged"),
            row.getInt("errors")),
        new Progress(
            Phase.valueOf(row.getString("phase")), row.getInt("done"), row.getInt("total")),
        row.getString("reason"),
        row.getObject("expires", OffsetDateTime.class).toInstant());
  }

  static void copy(Connection connection, long number, List<ReviewedRow> rows) throws SQLException {
    try (CopyText text = new CopyText(connection, COPY)) {
      for (ReviewedRow row : rows) {
        text.add(number).add(row.line()).add(row.action()).add(row.site());
        addTarget(text, row.tunnel());
        text.add(JsonColumn.write(row.changes()))
            .add(JsonColumn.write(row.errors()))
            .add(JsonColumn.write(row.warnings()))
            .end();
      }
      text.store();
    }
  }

  private static void addTarget(CopyText text, @Nullable Target tunnel) {
    if (tunnel == null) {
      for (int i = 0; i < COLUMNS_OF_A_TUNNEL; i++) {
        text.add(null);
      }
      return;
    }
    TunnelSettings settings = tunnel.settings();
    SealedSecret secret = tunnel.secret();
    text.add(tunnel.id())
        .add(tunnel.version())
        .add(settings.identity().kind())
        .add(settings.identity().value())
        .add(settings.sourceIp())
        .add(settings.pops().getFirst())
        .add(settings.pops().size() > 1 ? settings.pops().getLast() : null)
        .add(settings.encryption().name())
        .add(secret == null ? null : secret.sealed())
        .add(secret == null ? null : secret.digest())
        .add(settings.bandwidthMbps())
        .add(settings.enabled());
  }

  static ReviewedRow readRow(ResultSet row) throws SQLException {
    Action action = Action.valueOf(row.getString("action"));
    return new ReviewedRow(
        row.getInt("line"),
        row.getString("site"),
        action,
        null,
        action == Action.CREATE
            ? created(row)
            : JsonColumn.read(row.getString("changes"), new TypeReference<List<Change>>() {}),
        JsonColumn.read(row.getString("errors"), new TypeReference<List<Violation>>() {}),
        JsonColumn.read(row.getString("warnings"), new TypeReference<List<String>>() {}));
  }

  /** What a tunnel that is to be made is given. */
  private static List<Change> created(ResultSet row) throws SQLException {
    List<Change> changes = new ArrayList<>();
    for (TunnelColumn column : TunnelColumn.values()) {
      String cell =
          switch (column) {
            case NAME -> row.getString("site");
            case IDENTITY -> row.getString("identity");
            case SOURCE_IP -> row.getString("source_ip");
            case PRIMARY_POP -> row.getString("primary_pop");
            case FAILOVER_POP -> row.getString("failover_pop");
            case ENCRYPTION -> EncryptionCipher.valueOf(row.getString("encryption")).label();
            case PSK -> HIDDEN;
            case BANDWIDTH -> row.getString("bandwidth_mbps");
            case ENABLED -> String.valueOf(row.getBoolean("enabled"));
          };
      if (cell != null) {
        changes.add(new Change(column.label(), "", cell));
      }
    }
    return changes;
  }
}
