package io.culvert.steering.category;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Lines of UTF-8, with whatever line ends; a line of any length takes no more memory than others.
 */
final class Lines {
  private static final int LONGEST = 2_048;
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final InputStream in;
  private final byte[] buffer = new byte[1 << 16];
  private final byte[] line = new byte[LONGEST];
  private int at;
  private int end;
  private int length;
  private long number;

  Lines(InputStream in) {
    this.in = in;
  }

  /** The number of the line that was read last, from 1. */
  long number() {
    return number;
  }

  /** Whether the line that was read last was cut, for it was too long for any name. */
  boolean wasCut() {
    return length > LONGEST;
  }

  /** The next line without white space around it; null at the end. */
  @Nullable String next() throws IOException {
    int octet = read();
    if (octet < 0) {
      return null;
    }
    length = 0;
    while (octet >= 0 && octet != '\n') {
      if (length < LONGEST) {
        line[length] = (byte) octet;
      }
      length = Math.min(length + 1, LONGEST + 1);
      octet = read();
    }
    number++;
    String text = new String(line, 0, Math.min(length, LONGEST), StandardCharsets.UTF_8);
    return (number == 1 && text.indexOf(BYTE_ORDER_MARK) == 0 ? text.substring(1) : text).strip();
  }

  private int read() throws IOException {
    if (at == end) {
      at = 0;
      end = Math.max(0, in.read(buffer));
      if (end == 0) {
        return -1;
      }
    }
    return buffer[at++] & 0xFF;
  }
}
