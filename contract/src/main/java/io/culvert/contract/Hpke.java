package io.culvert.contract;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.hpke.HPKE;
import org.bouncycastle.crypto.hpke.HPKEContext;

/**
 * HPKE (RFC 9180, base mode, DHKEM X25519 with HKDF-SHA256, AES-256-GCM) to a POP. Sealed text is
 * Base64 of the encapsulated key followed by the ciphertext.
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
      // BouncyCastle returns the ciphertext first, then the encapsulated key.
      byte[] whole = new byte[ENC_LENGTH + sealed[0].length];
      System.arraycopy(sealed[1], 0, whole, 0, ENC_LENGTH);
      System.arraycopy(sealed[0], 0, whole, ENC_LENGTH, sealed[0].length);
      return base64(whole);
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
      HPKEContext context =
          hpke.setupBaseR(
              enc,
              hpke.deserializePrivateKey(decode(key.privateKey()), decode(key.publicKey())),
              info);
      return context.open(associated, ciphertext);
    } catch (InvalidCipherTextException | IllegalArgumentException | IllegalStateException e) {
      throw new GeneralSecurityException("sealed key does not open", e);
    }
  }

  /** What all is sealed with. */
  static HPKE suite() {
    return new HPKE(
        HPKE.mode_base, HPKE.kem_X25519_SHA256, HPKE.kdf_HKDF_SHA256, HPKE.aead_AES_GCM256);
  }

  static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  static byte[] decode(String base64) {
    return Base64.getDecoder().decode(base64);
  }
}
