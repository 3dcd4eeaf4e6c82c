package io.culvert.outbox;

import java.time.Instant;

/** One stored event: its place in the order, and when it was stored. */
record OutboxRow(long id, Instant created, OutboxEvent event) {}
