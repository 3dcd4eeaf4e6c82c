package io.culvert.config.app;

import io.culvert.config.domain.Psk;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals pre-shared keys for the database: AES-256-GCM, the tunnel's id as associated data, so that
 * a sealed key moved to another row does not open. The keys for sealing and for the digest are
 * derived from the key-encryption key with HKDF-SHA256 (RFC 5869).
 */
public final class PskVault {
  /** Octets of a key-encryption key. */
  public static final int KEK_LENGTH = 32;

  private static final int NONCE_LENGTH = 12;
  private static final int TAG_BITS = 128;

  private final SecretKey sealing;
  private final SecretKey digesting;
  private final SecretKey requests;
  private final SecureRandom random;

  /**
   * A vault.
   *
   * @param kek {@link #KEK_LENGTH} octets
   * @throws IllegalArgumentException when it has another length
   */
  public PskVault(byte[] kek, SecureRandom random) {
    if (kek.length != KEK_LENGTH) {
      throw new IllegalArgumentException("the key-encryption key must have 32 octets");
    }
    this.sealing = derive(kek, "culvert psk seal v1", "AES");
    this.digesting = derive(kek, "culvert psk digest v1", "HmacSHA256");
    this.requests = derive(kek, "culvert request digest v1", "HmacSHA256");
    this.random = random;
  }

  /** Seals a key to its tunnel. */
  public SealedSecret seal(long tunnelId, Psk psk) {
    try {
      byte[] nonce = new byte[NONCE_LENGTH];
      random.nextBytes(nonce);
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, nonce, tunnelId);
      byte[] ciphertext = cipher.doFinal(psk.bytes());
      byte[] whole =
          ByteBuffer.allocate(NONCE_LENGTH + ciphertext.length).put(nonce).put(ciphertext).array();
      return new SealedSecret(base64(whole), digest(psk));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Opens a sealed key.
   *
   * @throws IllegalStateException when it was sealed under another key or to another tunnel
   */
  public Psk open(long tunnelId, SealedSecret secret) {
    try {
      byte[] whole = Base64.getDecoder().decode(secret.sealed());
      ByteBuffer buffer = ByteBuffer.wrap(whole);
      byte[] nonce = new byte[NONCE_LENGTH];
      buffer.get(nonce);
      byte[] ciphertext = new byte[buffer.remaining()];
      buffer.get(ciphertext);
      return Psk.ofBytes(cipher(Cipher.DECRYPT_MODE, nonce, tunnelId).doFinal(ciphertext));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(
          "the stored key of tunnel " + tunnelId + " does not open; wrong key-encryption key?", e);
    }
  }

  /** Opens a tunnel's keys. */
  TunnelKeys open(StoredTunnel stored) {
    long id = stored.tunnel().id();
    SealedSecret previous = stored.previous();
    return new TunnelKeys(open(id, stored.secret()), previous == null ? null : open(id, previous));
  }

  private String digest(Psk psk) throws GeneralSecurityException {
    return hmac(digesting, psk.bytes());
  }

  /**
   * A keyed hash of a request, Base64. A request may hold a key that is easy to guess: under a
   * plain hash whoever gets at the database could try out guesses.
   */
  String digestOfRequest(byte[] request) {
    try {
      return hmac(requests, request);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String hmac(SecretKey key, byte[] content) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(key);
    return base64(mac.doFinal(content));
  }

  private Cipher cipher(int mode, byte[] nonce, long tunnelId) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, sealing, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(ByteBuffer.allocate(Long.BYTES).putLong(0, tunnelId));
    return cipher;
  }

  private static SecretKey derive(byte[] kek, String purpose, String algorithm) {
    try {
      return KDF.getInstance("HKDF-SHA256")
          .deriveKey(
              algorithm,
              HKDFParameterSpec.ofExtract()
                  .addIKM(new SecretKeySpec(kek, "Generic"))
                  .thenExpand(purpose.getBytes(StandardCharsets.US_ASCII), 32));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
