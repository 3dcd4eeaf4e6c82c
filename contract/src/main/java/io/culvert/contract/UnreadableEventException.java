package io.culvert.contract;

/**
 * A record on a topic that is not the event its topic promises; it belongs on the dead-letter
 * topic.
 */
public final class UnreadableEventException extends Exception {
  private static final long serialVersionUID = 1L;

  /** The reason, safe to log: it holds no bytes of the record. */
  public UnreadableEventException(String reason) {
    super(reason);
  }
}
