package io.culvert.config.api;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.culvert.config.app.AuditLog;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the audit log.
 *
 * @param tenant null for what the operator did
 * @param before the fields that changed, as they were
 * @param after the fields that changed, as they are; a secret says {@code changed}
 */
record AuditJson(
    long id,
    Instant time,
    @Nullable String tenant,
    ActorJson actor,
    String action,
    ObjectJson object,
    @JsonRawValue @Schema(type = SchemaType.OBJECT) String before,
    @JsonRawValue @Schema(type = SchemaType.OBJECT) String after) {
  /** Who it was: {@code user}, {@code token} or {@code service}, and from where. */
  record ActorJson(String kind, String id, String name, String address) {}

  /** What it was done to. */
  record ObjectJson(String type, String id, String name) {}

  static AuditJson of(AuditLog.Entry entry) {
    return new AuditJson(
        entry.number(),
        entry.time(),
        entry.tenant(),
        new ActorJson(entry.actorKind(), entry.actorId(), entry.actorName(), entry.address()),
        entry.action(),
        new ObjectJson(entry.objectType(), entry.objectId(), entry.objectName()),
        entry.before(),
        entry.after());
  }
}
