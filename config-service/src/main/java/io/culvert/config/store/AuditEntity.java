package io.culvert.config.store;

import io.culvert.config.app.AuditLog;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** A row of {@code audit}. */
@Entity(name = "Audit")
@Table(name = "audit", schema = "config")
@Immutable
class AuditEntity {
  @Id Long id;

  @Column Instant time;
  @Column @Nullable String tenant;

  @Column(name = "actor_kind")
  String actorKind;

  @Column(name = "actor_id")
  String actorId;

  @Column(name = "actor_name")
  String actorName;

  @Column String address;
  @Column String action;

  @Column(name = "object_type")
  String objectType;

  @Column(name = "object_id")
  String objectId;

  @Column(name = "object_name")
  String objectName;

  @Column(name = "fields_before")
  String before;

  @Column(name = "fields_after")
  String after;

  AuditLog.Entry toApp() {
    return new AuditLog.Entry(
        id,
        time,
        tenant,
        actorKind,
        actorId,
        actorName,
        address,
        action,
        objectType,
        objectId,
        objectName,
        before,
        after);
  }
}
