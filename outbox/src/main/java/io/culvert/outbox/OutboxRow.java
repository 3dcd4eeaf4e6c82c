package io.culvert.outbox;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One stored event.
 *
 * @param id its place in the order
 * @param created when it was stored
 * @param trace whose doing it is, as the header {@code traceparent} has it; null where nobody knows
 */
record OutboxRow(long id, Instant created, @Nullable String trace, OutboxEvent event) {}
