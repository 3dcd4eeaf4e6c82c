package io.culvert.config.app;

import java.io.Serial;
import java.time.Duration;

/** A call too many; the detail is meant for the caller. */
public final class ThrottledException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final Duration wait;

  public ThrottledException(String detail, Duration wait) {
    super(detail);
    this.wait = wait;
  }

  /** What the caller is told. */
  public String detail() {
    return String.valueOf(getMessage());
  }

  /** In how many seconds it is worth trying again; at least one. */
  public long retryAfterSeconds() {
    return Math.max(1, wait.plusNanos(999_999_999).toSeconds());
  }
}
