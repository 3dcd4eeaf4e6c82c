package io.culvert.config.api;

import io.culvert.config.domain.Psk;
import org.jspecify.annotations.Nullable;

/** Reads the field {@code psk}. */
final class PskField {
  private static final String NAME = "psk";

  private PskField() {}

  /**
   * The key that was sent; null when none was, or none that may be used.
   *
   * @param needed whether it is a violation to send none
   */
  static @Nullable Psk read(JsonFields fields, boolean needed) {
    String text = fields.secret(NAME);
    if (text == null) {
      if (needed && (!fields.sent(NAME) || fields.isNull(NAME))) {
        fields.wrong(NAME, "is needed");
      }
      return null;
    }
    try {
      return Psk.of(text);
    } catch (IllegalArgumentException e) {
      fields.wrong(NAME, String.valueOf(e.getMessage()));
      return null;
    }
  }
}
