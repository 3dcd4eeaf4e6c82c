package io.culvert.config.domain;

import java.util.Optional;

/** Text that people write: not too long, without control characters. */
public final class PlainText {
  private PlainText() {}

  /** What is wrong with a text that may have that many characters, line ends and tabs. */
  public static Optional<String> fault(String text, int maxLength) {
    if (text.length() > maxLength) {
      return Optional.of("must have at most " + maxLength + " characters");
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isISOControl(c) && c != '\n' && c != '\t') {
        return Optional.of("must not have control characters");
      }
    }
    return Optional.empty();
  }
}
