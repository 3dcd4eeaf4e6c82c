package io.culvert.auth.api;

import io.culvert.auth.domain.RefusedException;
import io.culvert.auth.domain.Violations;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a list.
 *
 * @param limit at most so many, 1 to 100
 * @param offset without the first so many
 */
record Query(int limit, int offset) {
  private static final int MAX_LIMIT = 100;

  /**
   * From query parameters.
   *
   * @throws RefusedException when one is wrong
   */
  static Query of(@Nullable String limit, @Nullable String offset) {
    Violations violations = new Violations();
    Query query =
        new Query(
            (int) violations.number("limit", number(limit), 1, MAX_LIMIT, MAX_LIMIT),
            (int) violations.number("offset", number(offset), 0, Integer.MAX_VALUE, 0));
    violations.throwIfAny();
    return query;
  }

  /** The id in a path. */
  static long id(String text, String what) {
    if (text.matches("\\d{1,18}")) {
      return Long.parseLong(text);
    }
    throw RefusedException.notFound(what);
  }

  <T> Answer<List<T>> page(List<T> all) {
    return new Answer<>(200, all.size(), all.stream().skip(offset).limit(limit).toList());
  }

  /** What is no number becomes one that no bounds allow. */
  private static @Nullable Long number(@Nullable String text) {
    if (text == null) {
      return null;
    }
    return text.matches("\\d{1,9}") ? Long.valueOf(text) : Long.valueOf(-1);
  }
}
