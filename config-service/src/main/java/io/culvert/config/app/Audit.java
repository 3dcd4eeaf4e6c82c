package io.culvert.config.app;

import io.smallrye.mutiny.Uni;

/** Where changes are written down within their own transaction, for good. */
public interface Audit {
  /** Writes an entry, with the time of now. */
  Uni<Void> add(AuditEntry entry);
}
