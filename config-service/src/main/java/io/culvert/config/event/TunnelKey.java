package io.culvert.config.event;

import io.culvert.contract.UnreadableEventException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The key of a record about a tunnel: its id in decimal, 0 where the tunnel is not known. */
final class TunnelKey {
  private static final int MAX_DIGITS = 18;

  private TunnelKey() {}

  /**
   * The id in a key.
   *
   * @param type what the record is, for the message
   * @throws UnreadableEventException when the key is none; the message does not quote it
   */
  static long of(byte @Nullable [] key, String type) throws UnreadableEventException {
    String text = key == null ? "" : new String(key, StandardCharsets.US_ASCII);
    if (text.length() > MAX_DIGITS || !text.matches("0|[1-9]\\d*")) {
      throw new UnreadableEventException(type + ": key is not a tunnel id");
    }
    return Long.parseLong(text);
  }
}
