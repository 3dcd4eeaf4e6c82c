package io.culvert.config.store;

import io.culvert.config.domain.Tenant;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A row of {@code tenant}. */
@Entity(name = "Tenant")
@Table(name = "tenant", schema = "config")
class TenantEntity {
  @Id String id;

  @Column String name;
  @Column String licences;
  @Column Instant created;
  @Column long version;

  void set(Tenant tenant) {
    id = tenant.id();
    name = tenant.name();
    licences = Lists.join(tenant.licences());
    created = tenant.created();
    version = tenant.version();
  }

  Tenant toDomain() {
    return new Tenant(id, name, Lists.split(licences), created, version);
  }
}
