package io.culvert.contract;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

/**
 * HPKE (RFC 9180, base mode, DHKEM X25519 with HKDF-SHA256, AES-256-GCM) for pre-shared keys on
 * Kafka. The associated data binds a sealed key to its tunnel, POP and slot: one that is moved to
 * another tunnel does not open.
 */
public final class PskSeal {
  private static final byte[] INFO = "culvert psk v1".getBytes(StandardCharsets.US_ASCII);

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
    return Hpke.generate();
  }

  /** A short name of a public key: the first 8 octets of its SHA-256, hexadecimal. */
  public static String keyId(String publicKey) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(Base64.getDecoder().decode(publicKey));
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
    String sealed = Hpke.seal(psk, publicKey, INFO, associatedData(tunnelId, pop, slot));
    return new SealedPsk(pop, keyId(publicKey), slot, sealed);
  }

  /**
   * Opens a sealed key.
   *
   * @throws GeneralSecurityException when it was sealed for another key, tunnel, POP or slot, or
   *     altered
   */
  public static byte[] open(SealedPsk sealed, KeyPair key, long tunnelId)
      throws GeneralSecurityException {
    byte[] associated = associatedData(tunnelId, sealed.pop(), sealed.slot());
    return Hpke.open(sealed.sealed(), key, INFO, associated);
  }

  private static byte[] associatedData(long tunnelId, String pop, String slot) {
    return (tunnelId + "\n" + pop + "\n" + slot).getBytes(StandardCharsets.UTF_8);
  }
}
