package io.culvert.config.store;

import org.jspecify.annotations.Nullable;

/** Rows in the text format of PostgreSQL's COPY: tabs between values, {@code \N} for null. */
final class CopyText {
  private final StringBuilder text = new StringBuilder();
  private boolean first = true;

  /** Adds a value to the present row. */
  CopyText add(@Nullable Object value) {
    if (!first) {
      text.append('\t');
    }
    first = false;
    if (value == null) {
      text.append("\\N");
    } else {
      escape(value.toString());
    }
    return this;
  }

  private void escape(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '\\' -> text.append("\\\\");
        case '\t' -> text.append("\\t");
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        default -> text.append(c);
      }
    }
  }

  /** Ends the row. */
  void end() {
    text.append('\n');
    first = true;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
