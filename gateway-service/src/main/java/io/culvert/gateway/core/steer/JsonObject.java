package io.culvert.gateway.core.steer;

import org.jspecify.annotations.Nullable;

/**
 * Writes one JSON object (RFC 8259 §4) in one line, its members in the order in which they are put;
 * what is null is written as null.
 */
public final class JsonObject {
  private final StringBuilder out = new StringBuilder("{");

  /** Adds a text. */
  public JsonObject put(String name, @Nullable String value) {
    return member(name, value == null ? "null" : quoted(value));
  }

  /** Adds a number. */
  public JsonObject put(String name, long value) {
    return member(name, Long.toString(value));
  }

  /** Adds true or false. */
  public JsonObject put(String name, boolean value) {
    return member(name, Boolean.toString(value));
  }

  private JsonObject member(String name, String value) {
    out.append(out.length() == 1 ? "" : ",").append(quoted(name)).append(':').append(value);
    return this;
  }

  /** RFC 8259 §7. */
  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ') {
        quoted.append("\\u00").append(c < 0x10 ? "0" : "").append(Integer.toHexString(c));
      } else {
        quoted.append(c == '"' || c == '\\' ? "\\" : "").append(c);
      }
    }
    return quoted.append('"').toString();
  }

  /** The whole object. */
  @Override
  public String toString() {
    return out + "}";
  }
}
