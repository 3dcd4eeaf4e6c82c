package io.culvert.config.store;

import io.culvert.config.domain.Tenant;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of {@code tenant}. */
@Entity(name = "Tenant")
@Table(name = "tenant", schema = "config")
class TenantEntity {
  @Id String id;

  @Column String name;
  @Column String licences;
  @Column Instant created;

  /** As ISO 8601 writes a duration. */
  @Column(name = "licence_grace")
  String licenceGrace;

  @Column(name = "licence_grace_until")
  @Nullable Instant licenceGraceUntil;

  void set(Tenant tenant) {
    id = tenant.id();
    name = tenant.name();
    licences = Lists.join(tenant.licences());
    created = tenant.created();
    licenceGrace = tenant.licenceGrace().toString();
    licenceGraceUntil = tenant.graceUntil();
  }

  Tenant toDomain() {
    return new Tenant(
        id, name, Lists.split(licences), created, Duration.parse(licenceGrace), licenceGraceUntil);
  }
}
