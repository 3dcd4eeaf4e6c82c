package io.culvert.config.store;

import io.agroal.api.AgroalDataSource;
import io.culvert.config.app.KeyUses;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.ZoneOffset;

/**
 * Last used keys over JDBC. Kept is the digest of the key, so that it stays true which one it was
 * when keys are rotated. One statement is one transaction: it never holds a row while it waits for
 * another.
 */
@ApplicationScoped
class JdbcKeyUses implements KeyUses {
  private static final String ADD =
      """
      with proof as (
        select ?::bigint as tunnel, ?::text as tenant, ?::text as slot, ?::bigint as version,
               least(?::timestamptz, now()) as at),
      proven as (
        select t.id, proof.at, case
          when proof.slot = 'current' and proof.version >= t.psk_revision then t.psk_digest
          when proof.slot = 'current' and proof.version >= t.previous_psk_revision then t.previous_psk_digest
          when proof.slot = 'previous' and proof.version >= t.psk_revision then t.previous_psk_digest
          end as digest
        from proof join config.tunnel t on t.id = proof.tunnel and t.tenant = proof.tenant)
      update config.tunnel t set psk_used_digest = proven.digest, psk_used_at = proven.at
      from proven
      where t.id = proven.id and proven.digest in (t.psk_digest, t.previous_psk_digest)
        and (t.psk_used_at is null or t.psk_used_at < proven.at)
      """;

  private final AgroalDataSource database;

  JdbcKeyUses(AgroalDataSource database) {
    this.database = database;
  }

  @Override
  public void add(Proof proof) {
    try (Connection connection = database.getConnection();
        PreparedStatement update = connection.prepareStatement(ADD)) {
      update.setLong(1, proof.tunnelId());
      update.setString(2, proof.tenant());
      update.setString(3, proof.slot());
      update.setLong(4, proof.version());
      update.setObject(5, proof.at().atOffset(ZoneOffset.UTC));
      int unused = update.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException("the database refused: " + e.getSQLState(), e);
    }
  }
}
