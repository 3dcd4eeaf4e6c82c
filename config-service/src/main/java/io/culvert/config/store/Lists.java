package io.culvert.config.store;

import java.util.Arrays;
import java.util.List;

/** Short lists of values without commas in one text column. */
final class Lists {
  private Lists() {}

  static String join(List<?> values) {
    return String.join(",", values.stream().map(String::valueOf).toList());
  }

  static List<String> split(String joined) {
    return joined.isEmpty() ? List.of() : Arrays.asList(joined.split(",", -1));
  }
}
