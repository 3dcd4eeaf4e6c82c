package io.culvert.config.domain;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with an input, so that a caller hears all of it at once. */
public final class Violations {
  private final List<Violation> found = new ArrayList<>();

  /** Notes one. */
  public void add(String field, String message) {
    found.add(new Violation(field, message));
  }

  /**
   * Ends the checks.
   *
   * @throws RefusedException when anything was noted
   */
  public void throwIfAny() {
    if (!found.isEmpty()) {
      throw RefusedException.invalid(List.copyOf(found));
    }
  }
}
