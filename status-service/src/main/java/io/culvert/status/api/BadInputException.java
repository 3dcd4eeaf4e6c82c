package io.culvert.status.api;

import java.util.List;

/** A request whose parameters are wrong. */
public final class BadInputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem.Violation> violations;

  BadInputException(List<Problem.Violation> violations) {
    super("bad input");
    this.violations = List.copyOf(violations);
  }

  List<Problem.Violation> violations() {
    return violations;
  }
}
