package io.culvert.contract;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.hpke.HPKE;
import org.bouncycastle.crypto.hpke.HPKEContext;

/**
 * HPKE (RFC 9180, DHKEM X25519 with HKDF-SHA256, AES-256-GCM): to a POP in base mode, between a POP
 * and the auth-service in auth mode. Sealed text is the encapsulated key followed by the
 * ciphertext.
 */
final class Hpke {
  private static final int ENC_LENGTH = 32;

  private Hpke() {}

  /** A new key pair. */
  static PskSeal.KeyPair generate() {
    HPKE hpke = suite();
    AsymmetricCipherKeyPair pair = hpke.generatePrivateKey();
    return new PskSeal.KeyPair(
        base64(hpke.serializePublicKey(pair.getPublic())),
        base64(hpke.serializePrivateKey(pair.getPrivate())));
  }

  /**
   * Seals octets.
   *
   * @throws IllegalArgumentException when the public key is not one
   */
  static String seal(byte[] plain, String publicKey, byte[] info, byte[] associated) {
    try {
      HPKE hpke = suite();
      byte[][] sealed =
          hpke.seal(
              hpke.deserializePublicKey(decode(publicKey)),
              info,
              associated,
              plain,
              null,
              null,
              null);
      return base64(whole(sealed));
      // RFC 9180 §7.1.4: BouncyCastle refuses a low-order point with an IllegalStateException.
    } catch (InvalidCipherTextException | IllegalStateException e) {
      throw new IllegalArgumentException("cannot seal to this public key", e);
    }
  }

  /**
   * Opens what was sealed.
   *
   * @throws GeneralSecurityException when it was sealed for another key or other associated data,
   *     or altered
   */
  static byte[] open(String sealed, PskSeal.KeyPair key, byte[] info, byte[] associated)
      throws GeneralSecurityException {
    try {
      byte[] whole = decode(sealed);
      if (whole.length <= ENC_LENGTH) {
        throw new GeneralSecurityException("sealed key is too short");
      }
      HPKE hpke = suite();
      byte[] enc = Arrays.copyOfRange(whole, 0, ENC_LENGTH);
      byte[] ciphertext = Arrays.copyOfRange(whole, ENC_LENGTH, whole.length);
      HPKEContext context = hpke.setupBaseR(enc, pair(hpke, key), info);
      return context.open(associated, ciphertext);
    } catch (InvalidCipherTextException | IllegalArgumentException | IllegalStateException e) {
      throw new GeneralSecurityException("sealed key does not open", e);
    }
  }

  /**
   * Seals octets so that the receiver knows who did (RFC 9180 §5.1.3, auth mode).
   *
   * @throws IllegalArgumentException when a key is not one
   */
  static byte[] sealFrom(
      byte[] plain, PskSeal.KeyPair sender, String publicKey, byte[] info, byte[] associated) {
    try {
      HPKE hpke = suite(HPKE.mode_auth);
      byte[][] sealed =
          hpke.seal(
              hpke.deserializePublicKey(decode(publicKey)),
              info,
              associated,
              plain,
              null,
              null,
              pair(hpke, sender));
      return whole(sealed);
    } catch (InvalidCipherTextException | IllegalStateException e) {
      throw new IllegalArgumentException("cannot seal to this public key", e);
    }
  }

  /**
   * Opens what {@link #sealFrom} sealed.
   *
   * @throws GeneralSecurityException when it was sealed for another key, by another sender or with
   *     other associated data, or altered
   */
  static byte[] openFrom(
      byte[] whole, PskSeal.KeyPair key, String sender, byte[] info, byte[] associated)
      throws GeneralSecurityException {
    try {
      if (whole.length <= ENC_LENGTH) {
        throw new GeneralSecurityException("sealed text is too short");
      }
      HPKE hpke = suite(HPKE.mode_auth);
      HPKEContext context =
          hpke.setupAuthR(
              Arrays.copyOfRange(whole, 0, ENC_LENGTH),
              pair(hpke, key),
              info,
              hpke.deserializePublicKey(decode(sender)));
      return context.open(associated, Arrays.copyOfRange(whole, ENC_LENGTH, whole.length));
    } catch (InvalidCipherTextException | IllegalArgumentException | IllegalStateException e) {
      throw new GeneralSecurityException("sealed text does not open", e);
    }
  }

  private static AsymmetricCipherKeyPair pair(HPKE hpke, PskSeal.KeyPair key) {
    return hpke.deserializePrivateKey(decode(key.privateKey()), decode(key.publicKey()));
  }

  /** BouncyCastle returns the ciphertext first, then the encapsulated key. */
  private static byte[] whole(byte[][] sealed) {
    byte[] whole = new byte[ENC_LENGTH + sealed[0].length];
    System.arraycopy(sealed[1], 0, whole, 0, ENC_LENGTH);
    System.arraycopy(sealed[0], 0, whole, ENC_LENGTH, sealed[0].length);
    return whole;
  }

  /** What all is sealed with. */
  static HPKE suite() {
    return suite(HPKE.mode_base);
  }

  private static HPKE suite(byte mode) {
    return new HPKE(mode, HPKE.kem_X25519_SHA256, HPKE.kdf_HKDF_SHA256, HPKE.aead_AES_GCM256);
  }

  static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  static byte[] decode(String base64) {
    return Base64.getDecoder().decode(base64);
  }
}
