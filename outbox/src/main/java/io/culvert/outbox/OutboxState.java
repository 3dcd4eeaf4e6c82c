package io.culvert.outbox;

/**
 * What a relay is doing. Any state may follow any other but {@link #STARTING}, which is first, and
 * {@link #STOPPED}, which is last.
 */
public enum OutboxState {
  /** Has not reached the database yet. */
  STARTING,
  /** Publishes; Kafka and the database answer. */
  ACTIVE,
  /** Another instance publishes; Kafka and the database answer. */
  STANDBY,
  /** Kafka does not answer; changes are kept in the database. */
  WAITING_FOR_KAFKA,
  /** The database does not answer. */
  WAITING_FOR_DATABASE,
  /** Closed. */
  STOPPED;

  /** Whether changes reach Kafka at once. */
  public boolean healthy() {
    return switch (this) {
      case ACTIVE, STANDBY -> true;
      case STARTING, WAITING_FOR_KAFKA, WAITING_FOR_DATABASE, STOPPED -> false;
    };
  }
}
