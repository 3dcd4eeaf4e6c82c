package io.culvert.config.domain;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32;

/**
 * The secret of an API token. It prints as stars; only {@link #text} gives it away.
 *
 * <pre>
 * culvert_ | 43 characters: 256 random bits in base 62 | 6 characters: CRC-32 of all before, in base 62
 * </pre>
 *
 * The prefix and the checksum let a secret scanner tell a leaked token from a look-alike without
 * asking anybody, and let this service turn down most rubbish without asking its database.
 */
public final class TokenSecret {
  /** How every one begins. */
  public static final String PREFIX = "culvert_";

  private static final String DIGITS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final BigInteger BASE = BigInteger.valueOf(DIGITS.length());
  private static final int RANDOM_OCTETS = 32;
  private static final int RANDOM_LENGTH = 43;
  private static final int CHECKSUM_LENGTH = 6;
  private static final int LENGTH = PREFIX.length() + RANDOM_LENGTH + CHECKSUM_LENGTH;

  /** Shown in lists: leaves more than 220 bits unknown. */
  private static final int SHOWN_LENGTH = PREFIX.length() + 6;

  private final String text;

  private TokenSecret(String text) {
    this.text = text;
  }

  /** A new one. */
  public static TokenSecret generate(RandomGenerator random) {
    byte[] octets = new byte[RANDOM_OCTETS];
    random.nextBytes(octets);
    String body = PREFIX + digits(new BigInteger(1, octets), RANDOM_LENGTH);
    return new TokenSecret(body + checksum(body));
  }

  /** Whether what was sent is formed like one. */
  public static boolean wellFormed(String sent) {
    return sent.length() == LENGTH
        && sent.startsWith(PREFIX)
        && sent.endsWith(checksum(sent.substring(0, LENGTH - CHECKSUM_LENGTH)));
  }

  private static String checksum(String body) {
    CRC32 crc = new CRC32();
    crc.update(body.getBytes(StandardCharsets.UTF_8));
    return digits(BigInteger.valueOf(crc.getValue()), CHECKSUM_LENGTH);
  }

  private static String digits(BigInteger value, int length) {
    StringBuilder text = new StringBuilder();
    BigInteger rest = value;
    for (int i = 0; i < length; i++) {
      BigInteger[] parts = rest.divideAndRemainder(BASE);
      text.append(DIGITS.charAt(parts[1].intValue()));
      rest = parts[0];
    }
    return text.reverse().toString();
  }

  /**
   * What is stored: SHA-256, in hexadecimal. A slow or salted hash is for what people choose; 256
   * random bits cannot be guessed from a fast one, and being the same each time it can be looked up
   * by an index. What the time of such a look-up gives away is about the digest, from which nobody
   * gets to the secret.
   */
  public String digest() {
    return digest(text);
  }

  /** The same of what was sent, whatever it is. */
  public static String digest(String sent) {
    try {
      byte[] octets = sent.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(octets));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The characters by which people tell it from others. */
  public String shown() {
    return text.substring(0, SHOWN_LENGTH);
  }

  /** The secret itself. */
  public String text() {
    return text;
  }

  @Override
  public String toString() {
    return "***";
  }
}
