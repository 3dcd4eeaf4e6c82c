package io.culvert.config.store;

import io.culvert.config.app.StoredTunnel;
import io.culvert.config.domain.SourceType;
import io.culvert.contract.EncryptionCipher;
import io.culvert.contract.SourceIdentity;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** Reads a whole row of {@code tunnel} that came over JDBC. */
final class TunnelRow {
  private TunnelRow() {}

  static StoredTunnel read(ResultSet row) throws SQLException {
    TunnelEntity tunnel = new TunnelEntity();
    tunnel.id = row.getLong("id");
    tunnel.tenant = row.getString("tenant");
    tunnel.pskSealed = row.getString("psk_sealed");
    tunnel.pskDigest = row.getString("psk_digest");
    tunnel.previousPskSealed = row.getString("previous_psk_sealed");
    tunnel.previousPskDigest = row.getString("previous_psk_digest");
    tunnel.previousPskUntil = time(row, "previous_psk_until");
    tunnel.pskUsedDigest = row.getString("psk_used_digest");
    tunnel.pskUsedAt = time(row, "psk_used_at");
    tunnel.version = row.getLong("version");
    tunnel.revision = row.getLong("revision");
    tunnel.created = row.getObject("created", OffsetDateTime.class).toInstant();
    tunnel.updated = row.getObject("updated", OffsetDateTime.class).toInstant();
    readSettings(tunnel, row);
    return tunnel.toStored();
  }

  private static void readSettings(TunnelEntity tunnel, ResultSet row) throws SQLException {
    tunnel.site = row.getString("site");
    tunnel.identityKind = SourceIdentity.Kind.valueOf(row.getString("identity_kind"));
    tunnel.identity = row.getString("identity");
    tunnel.sourceIp = row.getString("source_ip");
    tunnel.primaryPop = row.getString("primary_pop");
    tunnel.failoverPop = row.getString("failover_pop");
    tunnel.encryption = EncryptionCipher.valueOf(row.getString("encryption"));
    tunnel.bandwidthMbps = row.getObject("bandwidth_mbps", Integer.class);
    tunnel.enabled = row.getBoolean("enabled");
    tunnel.notes = row.getString("notes");
    tunnel.vendor = row.getString("vendor");
    tunnel.sourceType = SourceType.valueOf(row.getString("source_type"));
    tunnel.template = row.getString("template");
    tunnel.rekey = row.getBoolean("rekey");
    tunnel.reauth = row.getBoolean("reauth");
    tunnel.xffEnabled = row.getBoolean("xff_enabled");
    tunnel.xffAddresses = row.getString("xff_addresses");
  }

  private static @Nullable Instant time(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
