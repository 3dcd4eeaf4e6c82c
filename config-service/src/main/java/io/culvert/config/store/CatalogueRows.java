package io.culvert.config.store;

import io.culvert.config.domain.Pop;
import io.culvert.config.domain.PopCatalog;
import io.culvert.config.domain.Tenant;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads POPs and tenants over JDBC. */
final class CatalogueRows {
  private CatalogueRows() {}

  static PopCatalog pops(Connection connection) throws SQLException {
    try (PreparedStatement select =
            Jdbc.prepare(connection, "select * from config.pop order by name");
        ResultSet rows = select.executeQuery()) {
      List<Pop> pops = new ArrayList<>();
      while (rows.next()) {
        pops.add(pop(rows));
      }
      return new PopCatalog(pops);
    }
  }

  private static Pop pop(ResultSet row) throws SQLException {
    PopEntity pop = new PopEntity();
    pop.name = row.getString("name");
    pop.id = row.getString("id");
    pop.region = row.getString("region");
    pop.location = row.getString("location");
    pop.latitude = row.getDouble("latitude");
    pop.longitude = row.getDouble("longitude");
    pop.gateways = row.getString("gateways");
    pop.probe = row.getString("probe");
    pop.acceptingTunnels = row.getBoolean("accepting_tunnels");
    pop.bandwidths = row.getString("bandwidths");
    pop.releaseDeploymentDay = row.getString("release_deployment_day");
    pop.publicKey = row.getString("public_key");
    pop.version = row.getLong("version");
    return pop.toDomain();
  }

  static Optional<Tenant> tenant(Connection connection, String id) throws SQLException {
    try (PreparedStatement select =
            Jdbc.prepare(connection, "select * from config.tenant where id = ?", id);
        ResultSet row = select.executeQuery()) {
      if (!row.next()) {
        return Optional.empty();
      }
      TenantEntity tenant = new TenantEntity();
      tenant.id = row.getString("id");
      tenant.name = row.getString("name");
      tenant.licences = row.getString("licences");
      tenant.created = row.getObject("created", OffsetDateTime.class).toInstant();
      tenant.licenceGrace = row.getString("licence_grace");
      OffsetDateTime graceUntil = row.getObject("licence_grace_until", OffsetDateTime.class);
      tenant.licenceGraceUntil = graceUntil == null ? null : graceUntil.toInstant();
      return Optional.of(tenant.toDomain());
    }
  }
}
