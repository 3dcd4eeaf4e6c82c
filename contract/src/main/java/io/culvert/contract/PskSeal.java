package io.culvert.contract;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.hpke.HPKE;
import org.bouncycastle.crypto.hpke.HPKEContext;

/**
 * HPKE (RFC 9180, base mode, DHKEM X25519 with HKDF-SHA256, AES-256-GCM) for pre-shared keys on
 * Kafka. The associated data binds a sealed key to its tunnel, POP and slot: one that is moved to
 * another tunnel does not open.
 */
public final class PskSeal {
  private static final byte[] INFO = "culvert psk v1".getBytes(StandardCharsets.US_ASCII);
  private static final int ENC_LENGTH = 32;

  private PskSeal() {}

  /** A POP's key pair, raw X25519 (32 octets each). The private half never leaves the POP. */
  public record KeyPair(String publicKey, String privateKey) {
    @Override
    public String toString() {
      return "KeyPair[publicKey=" + publicKey + ", privateKey=***]";
    }
  }

  /** A new key pair; both halves Base64. */
  public static KeyPair generate() {
    HPKE hpke = hpke();
    AsymmetricCipherKeyPair pair = hpke.generatePrivateKey();
    return new KeyPair(
        base64(hpke.serializePublicKey(pair.getPublic())),
        base64(hpke.serializePrivateKey(pair.getPrivate())));
  }

  /** A short name of a public key: the first 8 octets of its SHA-256, hexadecimal. */
  public static String keyId(String publicKey) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(decode(publicKey));
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Seals a key to a POP.
   *
   * @param publicKey the POP's public key, Base64
   * @throws IllegalArgumentException when the public key is not one
   */
  public static SealedPsk seal(
      byte[] psk, String publicKey, long tunnelId, String pop, String slot) {
    try {
      HPKE hpke = hpke();
      byte[][] sealed =
          hpke.seal(
              hpke.deserializePublicKey(decode(publicKey)),
              INFO,
              associatedData(tunnelId, pop, slot),
              psk,
              null,
              null,
              null);
      // BouncyCastle returns the ciphertext first, then the encapsulated key.
      byte[] whole = new byte[ENC_LENGTH + sealed[0].length];
      System.arraycopy(sealed[1], 0, whole, 0, ENC_LENGTH);
      System.arraycopy(sealed[0], 0, whole, ENC_LENGTH, sealed[0].length);
      return new SealedPsk(pop, keyId(publicKey), slot, base64(whole));
      // RFC 9180 §7.1.4: BouncyCastle refuses a low-order point with an IllegalStateException.
    } catch (InvalidCipherTextException | IllegalStateException e) {
      throw new IllegalArgumentException("cannot seal to this public key", e);
    }
  }

  /**
   * Opens a sealed key.
   *
   * @throws GeneralSecurityException when it was sealed for another key, tunnel, POP or slot, or
   *     altered
   */
  public static byte[] open(SealedPsk sealed, KeyPair key, long tunnelId)
      throws GeneralSecurityException {
    try {
      byte[] whole = decode(sealed.sealed());
      if (whole.length <= ENC_LENGTH) {
        throw new GeneralSecurityException("sealed key is too short");
      }
      HPKE hpke = hpke();
      byte[] enc = java.util.Arrays.copyOfRange(whole, 0, ENC_LENGTH);
      byte[] ciphertext = java.util.Arrays.copyOfRange(whole, ENC_LENGTH, whole.length);
      HPKEContext context =
          hpke.setupBaseR(
              enc,
              hpke.deserializePrivateKey(decode(key.privateKey()), decode(key.publicKey())),
              INFO);
      return context.open(associatedData(tunnelId, sealed.pop(), sealed.slot()), ciphertext);
    } catch (InvalidCipherTextException | IllegalArgumentException | IllegalStateException e) {
      throw new GeneralSecurityException("sealed key does not open", e);
    }
  }

  private static byte[] associatedData(long tunnelId, String pop, String slot) {
    return (tunnelId + "\n" + pop + "\n" + slot).getBytes(StandardCharsets.UTF_8);
  }

  private static HPKE hpke() {
    return new HPKE(
        HPKE.mode_base, HPKE.kem_X25519_SHA256, HPKE.kdf_HKDF_SHA256, HPKE.aead_AES_GCM256);
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static byte[] decode(String base64) {
    return Base64.getDecoder().decode(base64);
  }
}
