package io.culvert.config.api;

import java.util.Arrays;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/** Versions as entity tags. */
final class IfMatch {
  private IfMatch() {}

  /** The entity tag of a version. */
  static String tag(long version) {
    return "\"" + version + "\"";
  }

  /** Whether a version satisfies the header; any does when it was not sent. */
  static LongPredicate of(@Nullable String header) {
    if (header == null || header.strip().equals("*")) {
      return _ -> true;
    }
    // RFC 9110 §13.1.1: strong comparison, so a weak tag never matches.
    return version ->
        Arrays.stream(header.split(",", -1)).anyMatch(tag -> tag.strip().equals(tag(version)));
  }
}
