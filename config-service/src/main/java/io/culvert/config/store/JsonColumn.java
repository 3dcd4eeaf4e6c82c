package io.culvert.config.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Short lists of records in one column of JSON; an empty one is null. */
final class JsonColumn {
  private static final ObjectMapper JSON = new ObjectMapper();

  private JsonColumn() {}

  static @Nullable String write(List<?> values) {
    try {
      return values.isEmpty() ? null : JSON.writeValueAsString(values);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not for a column", e);
    }
  }

  static <T> List<T> read(@Nullable String json, TypeReference<List<T>> type) {
    try {
      return json == null ? List.of() : JSON.readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the column is not what was written", e);
    }
  }
}
