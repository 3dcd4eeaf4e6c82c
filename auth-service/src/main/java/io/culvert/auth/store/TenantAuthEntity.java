package io.culvert.auth.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** A row of {@code tenant_auth}: all a tenant has set, as JSON. */
@Entity(name = "TenantAuth")
@Table(name = "tenant_auth", schema = "auth")
class TenantAuthEntity {
  @Id String tenant;
  @Column long version;
  @Column String document;

  /** What the last event said of this service, see {@code LoginAnnouncement}. */
  @Column @Nullable String announced;
}
