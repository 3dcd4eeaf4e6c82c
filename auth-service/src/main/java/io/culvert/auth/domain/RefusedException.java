package io.culvert.auth.domain;

import java.util.List;

/** A request that cannot be granted, and why. */
public final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The kinds of refusal. */
  public enum Reason {
    INVALID,
    NOT_FOUND,
    CONFLICT,
    TOO_MANY,
    NOT_YET
  }

  private final Reason reason;
  private final transient List<Violation> violations;
  private final int retryAfterSeconds;

  private RefusedException(Reason reason, String detail, List<Violation> violations) {
    super(detail);
    this.reason = reason;
    this.violations = violations;
    this.retryAfterSeconds = 0;
  }

  private RefusedException(Reason reason, String detail, int retryAfterSeconds) {
    super(detail);
    this.reason = reason;
    this.violations = List.of();
    this.retryAfterSeconds = retryAfterSeconds;
  }

  /** The input is wrong. */
  public static RefusedException invalid(List<Violation> violations) {
    return new RefusedException(Reason.INVALID, "The input is not valid.", violations);
  }

  /** The input is wrong in one field. */
  public static RefusedException invalid(String field, String message) {
    return invalid(List.of(new Violation(field, message)));
  }

  /** There is no such thing. */
  public static RefusedException notFound(String what) {
    return new RefusedException(Reason.NOT_FOUND, "There is no such " + what + ".", List.of());
  }

  /** What is there already stands against it. */
  public static RefusedException conflict(String field, String message) {
    return new RefusedException(
        Reason.CONFLICT,
        "This is in conflict with what is there.",
        List.of(new Violation(field, message)));
  }

  /** The caller asks too often. */
  public static RefusedException tooMany(String detail, int retryAfterSeconds) {
    return new RefusedException(Reason.TOO_MANY, detail, retryAfterSeconds);
  }

  /** What is needed to answer is not known yet. */
  public static RefusedException notYet(String detail, int retryAfterSeconds) {
    return new RefusedException(Reason.NOT_YET, detail, retryAfterSeconds);
  }

  /** Which kind. */
  public Reason reason() {
    return reason;
  }

  /** The fields at fault; empty where none is. */
  public List<Violation> violations() {
    return violations;
  }

  /** When to try the same again; 0 where that is no use. */
  public int retryAfterSeconds() {
    return retryAfterSeconds;
  }
}
