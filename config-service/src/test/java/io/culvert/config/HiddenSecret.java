package io.culvert.config;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * A secret that a test looks for in its own memory: it is kept in two halves, neither of which says
 * anything, and put together only to be sent and to be looked for.
 */
final class HiddenSecret {
  private static final byte[] ALPHABET =
      "abcdefghijklmnopqrstuvwxyz0123456789".getBytes(StandardCharsets.US_ASCII);
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int LENGTH = 32;

  private final byte[] masked;
  private final byte[] mask;

  private HiddenSecret(byte[] masked, byte[] mask) {
    this.masked = masked;
    this.mask = mask;
  }

  /** Hides octets, and wipes them. */
  static HiddenSecret hide(byte[] plain) {
    byte[] mask = new byte[plain.length];
    RANDOM.nextBytes(mask);
    byte[] masked = new byte[plain.length];
    for (int i = 0; i < plain.length; i++) {
      masked[i] = (byte) (plain[i] ^ mask[i]);
    }
    Arrays.fill(plain, (byte) 0);
    return new HiddenSecret(masked, mask);
  }

  /** One that nobody ever had before. */
  static HiddenSecret random() {
    byte[] plain = new byte[LENGTH];
    for (int i = 0; i < LENGTH; i++) {
      plain[i] = ALPHABET[RANDOM.nextInt(ALPHABET.length)];
    }
    return hide(plain);
  }

  /** The secret itself; to be wiped after use. */
  byte[] reveal() {
    byte[] plain = new byte[masked.length];
    for (int i = 0; i < plain.length; i++) {
      plain[i] = (byte) (masked[i] ^ mask[i]);
    }
    return plain;
  }

  /** As it would lie in memory: one octet a character, or two in either order. */
  List<byte[]> inMemory() {
    String text = text();
    return List.of(
        text.getBytes(StandardCharsets.ISO_8859_1),
        text.getBytes(StandardCharsets.UTF_16BE),
        text.getBytes(StandardCharsets.UTF_16LE));
  }

  /** As it would stand in a text: itself, Base64, hexadecimal. */
  List<String> inText() {
    byte[] plain = reveal();
    return List.of(
        text(),
        Base64.getEncoder().withoutPadding().encodeToString(plain),
        HexFormat.of().formatHex(plain));
  }

  private String text() {
    return new String(reveal(), StandardCharsets.UTF_8);
  }
}
