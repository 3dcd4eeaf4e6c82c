package io.culvert.outbox;

import java.time.Duration;

/**
 * What is in an outbox, as it was counted last.
 *
 * @param waiting events that are not in Kafka yet
 * @param parked events put aside because Kafka will never take them
 * @param oldest how long the oldest of those waiting had waited then, by the clock of the database;
 *     zero where none waits
 * @param counted when that was, in {@code nanoTime}
 */
record Backlog(long waiting, long parked, Duration oldest, long counted) {
  /** Before it was counted for the first time. */
  static Backlog unknown(long now) {
    return new Backlog(0, 0, Duration.ZERO, now);
  }

  /** How long the oldest has waited now: longer and longer while nobody counts. */
  Duration oldestAt(long now) {
    return waiting == 0 ? Duration.ZERO : oldest.plusNanos(now - counted);
  }
}
