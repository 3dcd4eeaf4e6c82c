package io.culvert.config.api;

import io.culvert.config.domain.RefusedException;
import io.culvert.config.domain.RefusedException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads a file of UTF-8 with or without byte order mark, not more than {@link #MAX_OCTETS}, and
 * after its end a line with {@link #END} alone: who does not find that line last knows that a quote
 * was never closed.
 */
final class Utf8Reader extends Reader {
  /** The largest file. */
  static final int MAX_OCTETS = 10 * 1024 * 1024;

  /** The last line. */
  static final String END = "\uFFFF";

  private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
  private static final byte[] UTF_16_BE = {(byte) 0xFE, (byte) 0xFF};
  private static final byte[] UTF_16_LE = {(byte) 0xFF, (byte) 0xFE};
  private static final String WANTED = "; save it as CSV in UTF-8";

  private final InputStream in;
  private final CharsetDecoder decoder =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT);
  private final ByteBuffer bytes = ByteBuffer.allocate(1 << 14).flip();
  private final CharBuffer end = CharBuffer.wrap("\n" + END);
  private boolean atEnd;
  private boolean started;
  private int octets;
  private int lineEnds;
  private char last;

  Utf8Reader(InputStream in) {
    this.in = in;
  }

  /** How many octets have been read. */
  int octets() {
    return octets;
  }

  @Override
  public int read(char[] target, int offset, int length) throws IOException {
    CharBuffer chars = CharBuffer.wrap(target, offset, length).slice();
    if (!started) {
      start();
    }
    CoderResult result = decoder.decode(bytes, chars, atEnd);
    while (chars.position() == 0 && !result.isError() && !atEnd) {
      fill(bytes.remaining() + 1);
      result = decoder.decode(bytes, chars, atEnd);
    }
    if (chars.position() > 0) {
      count(target, offset, chars.position());
      return chars.position();
    }
    if (result.isError()) {
      throw RefusedException.invalid("file", "line " + (lineEnds + 1) + " is not UTF-8" + WANTED);
    }
    return end.read(chars);
  }

  private void start() throws IOException {
    started = true;
    fill(MARK.length);
    byte[] first = Arrays.copyOf(bytes.array(), bytes.remaining());
    if (startsWith(first, UTF_16_BE) || startsWith(first, UTF_16_LE)) {
      throw RefusedException.invalid("file", "is UTF-16" + WANTED);
    }
    if (startsWith(first, MARK)) {
      bytes.position(MARK.length);
    }
  }

  private static boolean startsWith(byte[] octets, byte[] start) {
    return octets.length >= start.length
        && Arrays.equals(octets, 0, start.length, start, 0, start.length);
  }

  /** Reads until there are that many octets or the file is at its end. */
  private void fill(int least) throws IOException {
    bytes.compact();
    while (!atEnd && bytes.position() < least) {
      int read = in.read(bytes.array(), bytes.position(), bytes.remaining());
      atEnd = read < 0;
      bytes.position(bytes.position() + Math.max(0, read));
      octets += Math.max(0, read);
    }
    bytes.flip();
    if (octets > MAX_OCTETS) {
      throw tooLarge();
    }
  }

  /** The refusal of a file that is too large. */
  static RefusedException tooLarge() {
    return RefusedException.because(
        Reason.TOO_LARGE, "the file has more than 10 MB (" + MAX_OCTETS + " octets)");
  }

  private void count(char[] chars, int from, int number) {
    for (int i = from; i < from + number; i++) {
      char c = chars[i];
      if (c == '\r' || (c == '\n' && last != '\r')) {
        lineEnds++;
      }
      last = c;
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
