package io.culvert.config.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.culvert.config.domain.PlainText;
import io.culvert.config.domain.RefusedException;
import io.culvert.config.domain.RefusedException.Reason;
import io.culvert.config.domain.Violations;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a JSON object that came in. A field of the wrong type is noted as a violation under
 * its full path and reads as null; so does, without a violation, one that is absent or null.
 */
final class JsonFields {
  /** Octets of the largest body: many times what the largest valid one has. */
  static final int MAX_BODY = 65_536;

  private static final int DURATION_LENGTH = 32;

  private static final ObjectMapper STRICT =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final ObjectNode node;
  private final String prefix;
  private final Violations violations;

  JsonFields(ObjectNode node, Violations violations) {
    this(node, "", violations);
  }

  private JsonFields(ObjectNode node, String prefix, Violations violations) {
    this.node = node;
    this.prefix = prefix;
    this.violations = violations;
  }

  /**
   * The object in a body.
   *
   * @throws RefusedException when it is too large, no JSON or no object
   */
  static ObjectNode parse(byte @Nullable [] body) {
    if (body == null || body.length == 0) {
      throw RefusedException.invalid("body", "is empty; a JSON object is needed");
    }
    if (body.length > MAX_BODY) {
      throw RefusedException.because(
          Reason.TOO_LARGE, "the body has more than " + MAX_BODY + " octets");
    }
    try {
      if (STRICT.readTree(body) instanceof ObjectNode object) {
        return object;
      }
      throw RefusedException.invalid("body", "must be a JSON object");
    } catch (JsonProcessingException e) {
      throw RefusedException.invalid("body", "is not valid JSON" + place(e));
    } catch (IOException e) {
      throw RefusedException.invalid("body", "is not valid JSON");
    }
  }

  /** Jackson's own message would quote the body, which may hold a key. */
  private static String place(JsonProcessingException e) {
    return e.getLocation() == null
        ? ""
        : " at line " + e.getLocation().getLineNr() + ", column " + e.getLocation().getColumnNr();
  }

  /** Whether the field is there, be it null. */
  boolean sent(String name) {
    return node.has(name);
  }

  /** Whether the field is there and null. */
  boolean isNull(String name) {
    return node.path(name).isNull();
  }

  /** Notes a violation of a field. */
  void wrong(String name, String message) {
    violations.add(prefix + name, message);
  }

  private Optional<JsonNode> value(String name) {
    return Optional.ofNullable(node.get(name)).filter(value -> !value.isNull());
  }

  /** A text of at most that many characters, without control characters. */
  @Nullable String text(String name, int maxLength) {
    return value(name).map(value -> text(value, name, maxLength)).orElse(null);
  }

  private @Nullable String text(JsonNode value, String name, int maxLength) {
    if (!value.isTextual()) {
      wrong(name, "must be a text");
      return null;
    }
    String text = value.textValue();
    String fault = PlainText.fault(text, maxLength).orElse(null);
    if (fault != null) {
      wrong(name, fault);
      return null;
    }
    return text;
  }

  /** A secret text: nothing is said about its content. */
  @Nullable String secret(String name) {
    JsonNode value = value(name).orElse(null);
    if (value == null || value.isTextual()) {
      return value == null ? null : value.textValue();
    }
    wrong(name, "must be a text");
    return null;
  }

  @Nullable Boolean bool(String name) {
    JsonNode value = value(name).orElse(null);
    if (value == null || value.isBoolean()) {
      return value == null ? null : Boolean.valueOf(value.booleanValue());
    }
    wrong(name, "must be true or false");
    return null;
  }

  /** A whole number in that range. */
  @Nullable Integer integer(String name, int min, int max) {
    return value(name).map(value -> integer(value, name, min, max)).orElse(null);
  }

  private @Nullable Integer integer(JsonNode value, String name, int min, int max) {
    if (value.isNumber() && value.canConvertToExactIntegral() && value.canConvertToInt()) {
      int number = value.intValue();
      if (number >= min && number <= max) {
        return number;
      }
    }
    wrong(name, "must be a whole number from " + min + " to " + max);
    return null;
  }

  /** A number in that range. */
  @Nullable Double number(String name, double min, double max) {
    JsonNode value = value(name).orElse(null);
    if (value == null) {
      return null;
    }
    if (value.isNumber() && value.doubleValue() >= min && value.doubleValue() <= max) {
      return value.doubleValue();
    }
    wrong(name, "must be a number from " + min + " to " + max);
    return null;
  }

  /** A duration as ISO 8601 writes it, in that range. */
  @Nullable Duration duration(String name, Duration min, Duration max) {
    String text = text(name, DURATION_LENGTH);
    if (text == null) {
      return null;
    }
    try {
      Duration duration = Duration.parse(text);
      if (duration.compareTo(min) >= 0 && duration.compareTo(max) <= 0) {
        return duration;
      }
    } catch (DateTimeException e) {
      // told below
    }
    wrong(name, "must be a duration such as P7D or PT12H, from %s to %s".formatted(min, max));
    return null;
  }

  /** A list of texts; an element of another type is noted and left out. */
  @Nullable List<Item<String>> texts(String name, int maxItems, int maxLength) {
    return items(name, maxItems, (value, path) -> text(value, path, maxLength));
  }

  /** Whether a list was sent that has no elements. */
  boolean emptyList(String name) {
    return value(name).map(list -> list.isArray() && list.isEmpty()).orElse(false);
  }

  /** A list of whole numbers in that range; others are noted and left out. */
  @Nullable List<Item<Integer>> integers(String name, int maxItems, int min, int max) {
    return items(name, maxItems, (value, path) -> integer(value, path, min, max));
  }

  /** An element of a list and its path, such as {@code pops[1]}. */
  record Item<T>(String path, T value) {}

  private interface Reader<T> {
    @Nullable T read(JsonNode value, String path);
  }

  private <T> @Nullable List<Item<T>> items(String name, int maxItems, Reader<T> reader) {
    JsonNode array = value(name).orElse(null);
    if (array == null) {
      return null;
    }
    if (!array.isArray() || array.size() > maxItems) {
      wrong(name, "must be a list of at most " + maxItems);
      return null;
    }
    List<Item<T>> items = new ArrayList<>();
    for (int i = 0; i < array.size(); i++) {
      String path = name + "[" + i + "]";
      T value = reader.read(array.get(i), path);
      if (value != null) {
        items.add(new Item<>(path, value));
      }
    }
    return items;
  }

  /** The fields of an object within; none when it is absent. */
  JsonFields object(String name) {
    JsonNode value = value(name).orElse(null);
    if (value instanceof ObjectNode object) {
      return new JsonFields(object, prefix + name + ".", violations);
    }
    if (value != null) {
      wrong(name, "must be an object");
    }
    return new JsonFields(JsonNodeFactory.instance.objectNode(), prefix + name + ".", violations);
  }
}
