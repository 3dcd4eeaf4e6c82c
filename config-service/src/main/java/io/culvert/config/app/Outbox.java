package io.culvert.config.app;

import io.culvert.outbox.OutboxEvent;
import io.smallrye.mutiny.Uni;

/** Where events are put within the transaction of their change. */
public interface Outbox {
  /** Stores an event; call it after the changed row is locked or written. */
  Uni<Void> add(OutboxEvent event);
}
