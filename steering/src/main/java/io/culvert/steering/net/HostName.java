package io.culvert.steering.net;

import java.net.IDN;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The one form in which host names are compared. */
public final class HostName {
  private static final int MAX_NAME = 253;
  private static final int MAX_LABEL = 63;

  /** More than any name that is not ASCII needs. */
  private static final int MAX_UNICODE = 1_000;

  private HostName() {}

  /**
   * The name in ASCII (A-labels) and lower case without a dot at its end; null when the text is no
   * name, an address above all. A text that is in that form already is answered as it is, and
   * nothing is allocated.
   */
  public static @Nullable String canonical(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        String ascii = ascii(text);
        return ascii == null ? null : ofAscii(ascii);
      }
    }
    return ofAscii(text);
  }

  private static @Nullable String ofAscii(String text) {
    int end = text.endsWith(".") ? text.length() - 1 : text.length();
    if (end == 0 || end > MAX_NAME) {
      return null;
    }
    boolean upper = false;
    int label = 0;
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      if (c == '.') {
        if (i == label) {
          return null;
        }
        label = i + 1;
      } else if (!isOfNames(c) || i - label >= MAX_LABEL) {
        return null;
      }
      upper |= c >= 'A' && c <= 'Z';
    }
    // No top-level domain begins with a digit; in whatever way an IPv4 address is written, its last
    // part does (RFC 1123 §2.1).
    if (label == end || !isLetter(text.charAt(label))) {
      return null;
    }
    String name = text.substring(0, end);
    return upper ? name.toLowerCase(Locale.ROOT) : name;
  }

  private static @Nullable String ascii(String text) {
    if (text.length() > MAX_UNICODE) {
      return null;
    }
    try {
      return IDN.toASCII(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static boolean isOfNames(char c) {
    return isLetter(c) || (c >= '0' && c <= '9') || c == '-' || c == '_';
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }
}
