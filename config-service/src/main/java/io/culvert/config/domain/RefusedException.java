package io.culvert.config.domain;

import java.io.Serial;
import java.util.List;

/** A call that the service refuses; the detail is meant for the caller. */
public final class RefusedException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final Reason reason;
  private final transient List<Violation> violations;

  /** Why. */
  public enum Reason {
    INVALID,
    FORBIDDEN,
    LICENCE_MISSING,
    NOT_FOUND,
    CONFLICT,
    PRECONDITION_FAILED,
    TOO_LARGE
  }

  private RefusedException(Reason reason, String detail, List<Violation> violations) {
    super(detail);
    this.reason = reason;
    this.violations = violations;
  }

  /** Refused for that reason. */
  public static RefusedException because(Reason reason, String detail) {
    return new RefusedException(reason, detail, List.of());
  }

  /** Refused because a field clashes with something that exists. */
  public static RefusedException conflict(String field, String message) {
    return new RefusedException(
        Reason.CONFLICT, field + ": " + message, List.of(new Violation(field, message)));
  }

  /** Refused because what it was checked against has changed. */
  public static RefusedException outdated(String detail, List<Violation> changes) {
    return new RefusedException(Reason.CONFLICT, detail, List.copyOf(changes));
  }

  /** Refused because the input is wrong. */
  public static RefusedException invalid(List<Violation> violations) {
    String detail =
        violations.size() == 1
            ? violations.getFirst().field() + ": " + violations.getFirst().message()
            : violations.size() + " fields are not valid";
    return new RefusedException(Reason.INVALID, detail, List.copyOf(violations));
  }

  /** Refused because one field is wrong. */
  public static RefusedException invalid(String field, String message) {
    return invalid(List.of(new Violation(field, message)));
  }

  public Reason reason() {
    return reason;
  }

  /** What the caller is told. */
  public String detail() {
    return String.valueOf(getMessage());
  }

  /** The fields concerned; empty where none is. */
  public List<Violation> violations() {
    return violations == null ? List.of() : violations;
  }
}
