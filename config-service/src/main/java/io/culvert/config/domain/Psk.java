package io.culvert.config.domain;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Optional;

/** A pre-shared key. It prints as stars; only {@link #bytes} gives it away. */
public final class Psk {
  /** Fewest characters. */
  public static final int MIN_LENGTH = 8;

  /** Most characters. */
  public static final int MAX_LENGTH = 256;

  /** From this length on a key is not warned about. */
  public static final int STRONG_LENGTH = 20;

  /**
   * What every device takes, whatever it does with quotes and escapes; without those that people
   * take for one another.
   */
  private static final String ALPHABET =
      "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";

  private static final int RANDOM_LENGTH = 40;

  private final String text;

  private Psk(String text) {
    this.text = text;
  }

  /**
   * A key.
   *
   * @throws IllegalArgumentException when it is too short, too long or has control characters; the
   *     message does not quote it
   */
  public static Psk of(String text) {
    int length = text.codePointCount(0, text.length());
    if (length < MIN_LENGTH || length > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "must have " + MIN_LENGTH + " to " + MAX_LENGTH + " characters");
    }
    if (text.codePoints().anyMatch(Psk::unusable)) {
      throw new IllegalArgumentException("must not have control characters");
    }
    return new Psk(text);
  }

  /** A key nobody guesses: 40 letters and digits, which is 233 bits. */
  public static Psk random(SecureRandom random) {
    StringBuilder text = new StringBuilder(RANDOM_LENGTH);
    for (int i = 0; i < RANDOM_LENGTH; i++) {
      text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return new Psk(text.toString());
  }

  /** The key that was stored as these octets. */
  public static Psk ofBytes(byte[] utf8) {
    return new Psk(new String(utf8, StandardCharsets.UTF_8));
  }

  /** A character that no device could be given, or that UTF-8 cannot carry. */
  private static boolean unusable(int codePoint) {
    return Character.isISOControl(codePoint) || Character.getType(codePoint) == Character.SURROGATE;
  }

  /** The octets IKE uses: UTF-8. */
  public byte[] bytes() {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** What a careful admin should hear about this key. */
  public Optional<String> warning() {
    return text.codePointCount(0, text.length()) < STRONG_LENGTH
        ? Optional.of("psk: fewer than " + STRONG_LENGTH + " characters are easy to guess")
        : Optional.empty();
  }

  @Override
  public String toString() {
    return "***";
  }
}
