package io.culvert.gateway.core.wire;

/** Received octets that break the format. The reason is ours alone and never quotes the octets. */
public final class MalformedException extends Exception {
  private static final long serialVersionUID = 1L;

  /** A malformed input, with what is wrong in a few words. */
  public MalformedException(String reason) {
    // Hostile input makes these by the thousand: no stack trace, no suppression list.
    super(reason, null, false, false);
  }

  /** What is wrong, in a few words. */
  public String reason() {
    return String.valueOf(getMessage());
  }
}
