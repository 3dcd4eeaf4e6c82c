package io.culvert.config.app;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A key from outside the database under which secrets are kept in it: AES-256-GCM with keys that
 * are derived from it with HKDF-SHA256 (RFC 5869), one for each purpose. It prints as its id.
 */
public final class KeyEncryptionKey {
  /** Octets of one. */
  public static final int LENGTH = 32;

  private static final int ID_LENGTH = 8;
  private static final int NONCE_LENGTH = 12;
  private static final int TAG_BITS = 128;

  private final String id;
  private final Map<Purpose, SecretKey> sealing = new EnumMap<>(Purpose.class);
  private final SecretKey digesting;

  /**
   * One of {@link #LENGTH} octets.
   *
   * @throws IllegalArgumentException when there are more or fewer
   */
  public KeyEncryptionKey(byte[] octets) {
    if (octets.length != LENGTH) {
      throw new IllegalArgumentException("the key-encryption key must have 32 octets");
    }
    id = HexFormat.of().formatHex(derive(octets, ascii("culvert kek id v1"), ID_LENGTH));
    for (Purpose purpose : Purpose.values()) {
      sealing.put(purpose, new SecretKeySpec(derive(octets, purpose.label(), LENGTH), "AES"));
    }
    digesting =
        new SecretKeySpec(derive(octets, ascii("culvert psk digest v1"), LENGTH), "HmacSHA256");
  }

  /** Names it and reveals nothing of it: 16 hexadecimal digits derived from it. */
  public String id() {
    return id;
  }

  /** The digest key of installations that are older than the digest key of their own. */
  SecretKey digesting() {
    return digesting;
  }

  /** Nonce and ciphertext. */
  byte[] seal(Purpose purpose, byte[] context, byte[] plain, byte[] nonce)
      throws GeneralSecurityException {
    Cipher cipher = cipher(Cipher.ENCRYPT_MODE, purpose, nonce, context);
    byte[] whole = new byte[NONCE_LENGTH + cipher.getOutputSize(plain.length)];
    ByteBuffer.wrap(whole).put(nonce);
    cipher.doFinal(plain, 0, plain.length, whole, NONCE_LENGTH);
    return whole;
  }

  /**
   * Opens nonce and ciphertext.
   *
   * @throws GeneralSecurityException when they were sealed under another key, for another purpose
   *     or context, or altered
   */
  byte[] open(Purpose purpose, byte[] context, byte[] whole) throws GeneralSecurityException {
    if (whole.length <= NONCE_LENGTH) {
      throw new GeneralSecurityException("too short");
    }
    byte[] nonce = new byte[NONCE_LENGTH];
    ByteBuffer.wrap(whole).get(nonce);
    return cipher(Cipher.DECRYPT_MODE, purpose, nonce, context)
        .doFinal(whole, NONCE_LENGTH, whole.length - NONCE_LENGTH);
  }

  /** Octets of a nonce. */
  static byte[] nonce() {
    return new byte[NONCE_LENGTH];
  }

  private Cipher cipher(int mode, Purpose purpose, byte[] nonce, byte[] context)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        mode, Objects.requireNonNull(sealing.get(purpose)), new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(context);
    return cipher;
  }

  private static byte[] derive(byte[] octets, byte[] label, int length) {
    try {
      return KDF.getInstance("HKDF-SHA256")
          .deriveData(
              HKDFParameterSpec.ofExtract()
                  .addIKM(new SecretKeySpec(octets, "Generic"))
                  .thenExpand(label, length));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public String toString() {
    return "KeyEncryptionKey[" + id + "]";
  }
}
