package io.culvert.config.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The envelopes of the published API. */
final class Answers {
  private Answers() {}

  /** A list, or one thing as a list. */
  record Found<T>(int status, long total, List<T> result) {
    static <T> Found<T> one(T item) {
      return new Found<>(200, 1, List.of(item));
    }
  }

  /**
   * A change that was made.
   *
   * @param data the thing after the change; absent when it is gone
   * @param warnings what was accepted but is unwise
   */
  record Changed<T>(
      int status,
      String result,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<T> data,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> warnings) {}
}
