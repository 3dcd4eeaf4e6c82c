package io.culvert.status.api;

import io.culvert.contract.TunnelStatus.State;
import io.culvert.status.api.Problem.Violation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads query parameters; all that are wrong are told at once. */
final class Query {
  private final List<Violation> violations = new ArrayList<>();

  /** A whole number within bounds, or the default where it is absent. */
  int number(String field, @Nullable String text, int min, int max, int otherwise) {
    if (text == null) {
      return otherwise;
    }
    if (text.matches("\\d{1,9}")) {
      int value = Integer.parseInt(text);
      if (value >= min && value <= max) {
        return value;
      }
    }
    violations.add(new Violation(field, "must be a whole number from " + min + " to " + max));
    return otherwise;
  }

  @Nullable State state(String field, @Nullable String text) {
    if (text == null) {
      return null;
    }
    for (State state : State.values()) {
      if (state.name().equalsIgnoreCase(text)) {
        return state;
      }
    }
    violations.add(new Violation(field, "must be up, down or unknown"));
    return null;
  }

  /**
   * Ends the reading.
   *
   * @throws BadInputException when a parameter was wrong
   */
  void check() {
    if (!violations.isEmpty()) {
      throw new BadInputException(violations);
    }
  }
}
