package io.culvert.contract;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;

/**
 * Events to bytes and back. Fields a reader does not know are ignored and times are RFC 3339, so
 * that old and new writers and readers can run side by side.
 */
public final class EventJson {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(
                  JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
          .build();

  private EventJson() {}

  /** The JSON of an event, UTF-8. */
  public static byte[] write(Object event) {
    try {
      return MAPPER.writeValueAsBytes(event);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not an event: " + event.getClass().getName(), e);
    }
  }

  /**
   * Reads one event.
   *
   * @throws UnreadableEventException when the bytes are not JSON or not of that shape; the message
   *     never quotes the bytes
   */
  public static <T> T read(byte[] json, Class<T> type) throws UnreadableEventException {
    try {
      T event = MAPPER.readValue(json, type);
      if (event == null) {
        throw new UnreadableEventException(type.getSimpleName() + ": null");
      }
      return event;
    } catch (JsonProcessingException e) {
      throw new UnreadableEventException(type.getSimpleName() + ": " + describe(e));
    } catch (IOException e) {
      throw new UnreadableEventException(
          type.getSimpleName() + ": " + e.getClass().getSimpleName());
    }
  }

  /**
   * The path and kind of the fault; Jackson's own message would quote the value, maybe a secret.
   */
  private static String describe(JsonProcessingException e) {
    String path =
        e instanceof com.fasterxml.jackson.databind.JsonMappingException mapping
            ? " at " + mapping.getPathReference().replaceAll("[^\\w.\\[\\]\"$>-]", "?")
            : "";
    return e.getClass().getSimpleName() + path;
  }
}
