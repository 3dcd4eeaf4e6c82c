package io.culvert.auth.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The envelope of every good answer.
 *
 * @param status the HTTP status
 * @param total how many there are in all; absent where nothing is counted
 * @param result what was asked for, or what it has become
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Answer<T>(int status, @Nullable Integer total, T result) {
  static <T> Answer<T> ok(T result) {
    return new Answer<>(200, null, result);
  }

  static <T> Answer<T> created(T result) {
    return new Answer<>(201, null, result);
  }

  static <T> Answer<List<T>> all(List<T> result) {
    return new Answer<>(200, result.size(), result);
  }
}
