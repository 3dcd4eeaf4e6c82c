package io.culvert.auth.app;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** A random value that only one browser has: 128 bits, hexadecimal. */
final class BrowserSecret {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Pattern SHAPE = Pattern.compile("[0-9a-f]{32}");

  private BrowserSecret() {}

  static String fresh() {
    byte[] octets = new byte[16];
    RANDOM.nextBytes(octets);
    return HexFormat.of().formatHex(octets);
  }

  static boolean valid(String text) {
    return SHAPE.matcher(text).matches();
  }

  /** What is kept of it. */
  static String digest(String secret) {
    try {
      byte[] octets = secret.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(octets));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
