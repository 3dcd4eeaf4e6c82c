package io.culvert.auth.domain;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong with an input, so that a caller hears all of it at once. */
public final class Violations {
  private final List<Violation> found = new ArrayList<>();

  /** Notes one. */
  public void add(String field, String message) {
    found.add(new Violation(field, message));
  }

  /** A text that must be there, trimmed; notes what is wrong and answers an empty text then. */
  public String required(String field, @Nullable String text, int maxLength) {
    String checked = optional(field, text, maxLength);
    if (checked != null) {
      return checked;
    }
    if (text == null || text.isBlank()) {
      add(field, "is missing");
    }
    return "";
  }

  /** A text that may be absent or blank, which is null; otherwise trimmed. */
  public @Nullable String optional(String field, @Nullable String text, int maxLength) {
    if (text == null || text.isBlank()) {
      return null;
    }
    String trimmed = text.strip();
    if (trimmed.length() > maxLength) {
      add(field, "must have at most " + maxLength + " characters");
      return null;
    }
    if (trimmed.chars().anyMatch(Character::isISOControl)) {
      add(field, "must not have control characters");
      return null;
    }
    return trimmed;
  }

  /** A whole number within bounds; the default where it is absent. */
  public long number(String field, @Nullable Long value, long min, long max, long otherwise) {
    if (value == null) {
      return otherwise;
    }
    if (value < min || value > max) {
      add(field, "must be from " + min + " to " + max);
      return otherwise;
    }
    return value;
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
