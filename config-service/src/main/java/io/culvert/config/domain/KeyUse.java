package io.culvert.config.domain;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which of a tunnel's keys its device used last.
 *
 * @param key which
 * @param at when it proved that it has it
 */
public record KeyUse(Key key, Instant at) {
  /** A key of a tunnel. */
  public enum Key {
    /** The one it should have. */
    CURRENT,
    /** The one before, while a rotation's grace lasts. */
    PREVIOUS
  }

  /** The same use once another key is the current one; null when its key is accepted no more. */
  @Nullable KeyUse rotated() {
    return key == Key.CURRENT ? new KeyUse(Key.PREVIOUS, at) : null;
  }

  /** The same use once the previous key is retired; null when it was that one's. */
  @Nullable KeyUse retired() {
    return key == Key.CURRENT ? this : null;
  }
}
