package io.culvert.config.app;

import io.culvert.config.domain.Psk;
import java.time.Duration;
import java.util.List;

/**
 * What an admin wants of a rotation.
 *
 * @param psk the next key
 * @param grace how long the present one is accepted beside it
 */
public record PskOrder(Psk psk, Duration grace) {
  /** Shortest grace. */
  public static final Duration LEAST = Duration.ofMinutes(1);

  /** Longest grace. */
  public static final Duration MOST = Duration.ofDays(30);

  /** The grace when none is asked for. */
  public static final Duration USUAL = Duration.ofDays(7);

  List<String> warnings() {
    return psk.warning().stream().toList();
  }
}
