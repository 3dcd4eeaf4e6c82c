package io.culvert.contract;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.hpke.HPKE;
import org.bouncycastle.crypto.hpke.HPKEContextWithEncapsulation;

/**
 * Pre-shared keys on Kafka, sealed to a POP. HPKE (RFC 9180, base mode, DHKEM X25519 with
 * HKDF-SHA256) agrees a secret with the POP, of which an AES-256 key is exported (§5.3); that key
 * seals, with GCM, any number of pre-shared keys: 100,000 tunnels of one import would take a minute
 * with an agreement for each (docs/adr/0011). The associated data binds a sealed key to its tunnel,
 * POP and slot: one that is moved to another tunnel does not open.
 *
 * <pre>
 *   Base64 of   encapsulated key, 32 octets | nonce, 12 octets | ciphertext and tag
 * </pre>
 */
public final class PskSeal {
  private static final byte[] INFO = "culvert psk v2".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] EXPORT = "aes-256-gcm".getBytes(StandardCharsets.US_ASCII);
  private static final int KEY_LENGTH = 32;
  private static final int ENC_LENGTH = 32;
  private static final int NONCE_LENGTH = 12;
  private static final int HEAD_LENGTH = ENC_LENGTH + NONCE_LENGTH;
  private static final int TAG_BITS = 128;

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

  /** Seals keys to one POP; threads may share it. */
  public static final class Sealer {
    /** Of a key of AES-GCM far fewer than 2^32 messages are made (NIST SP 800-38D §8.3). */
    private static final long LIMIT = 1 << 24;

    private final String publicKey;
    private final String keyId;
    private byte[] encapsulated = {};
    private SecretKey key = new SecretKeySpec(new byte[KEY_LENGTH], "AES");
    private long used;

    /**
     * A sealer.
     *
     * @param publicKey the POP's public key, Base64
     * @throws IllegalArgumentException when it is not one
     */
    public Sealer(String publicKey) {
      this.publicKey = publicKey;
      this.keyId = keyId(publicKey);
      agree();
    }

    private void agree() {
      try {
        HPKE hpke = hpke();
        HPKEContextWithEncapsulation context =
            hpke.setupBaseS(hpke.deserializePublicKey(decode(publicKey)), INFO);
        encapsulated = context.getEncapsulation();
        key = new SecretKeySpec(context.export(EXPORT, KEY_LENGTH), "AES");
        used = 0;
        // RFC 9180 §7.1.4: BouncyCastle refuses a low-order point with an IllegalStateException.
      } catch (IllegalStateException e) {
        throw new IllegalArgumentException("cannot seal to this public key", e);
      }
    }

    /** What one sealing is made with: the key, and the octets before the ciphertext. */
    private record Use(SecretKey key, ByteBuffer head) {}

    /** No nonce comes twice with a key. */
    private synchronized Use next() {
      if (used == LIMIT) {
        agree();
      }
      ByteBuffer head = ByteBuffer.allocate(HEAD_LENGTH).put(encapsulated);
      return new Use(key, head.putInt(0).putLong(used++).flip());
    }

    /** Seals a tunnel's key. */
    public SealedPsk seal(byte[] psk, long tunnelId, String pop, String slot) {
      Use use = next();
      byte[] head = use.head().array();
      try {
        Cipher cipher = cipher(Cipher.ENCRYPT_MODE, use.key(), head);
        cipher.updateAAD(associatedData(tunnelId, pop, slot));
        byte[] ciphertext = cipher.doFinal(psk);
        byte[] whole = Arrays.copyOf(head, head.length + ciphertext.length);
        System.arraycopy(ciphertext, 0, whole, head.length, ciphertext.length);
        return new SealedPsk(pop, keyId, slot, base64(whole));
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** Opens what was sealed to one POP; threads may share it. */
  public static final class Opener {
    /** Sealers whose agreement is remembered: each config-service has one at a time. */
    private static final int REMEMBERED = 64;

    private final KeyPair pair;
    private final Map<ByteBuffer, SecretKey> agreed =
        Collections.synchronizedMap(
            new LinkedHashMap<>(REMEMBERED, 0.75f, /* accessOrder= */ true) {
              @Override
              protected boolean removeEldestEntry(Map.Entry<ByteBuffer, SecretKey> eldest) {
                return size() > REMEMBERED;
              }
            });

    /** An opener with the POP's key pair. */
    public Opener(KeyPair pair) {
      this.pair = pair;
    }

    /**
     * Opens a sealed key.
     *
     * @throws GeneralSecurityException when it was sealed for another key, tunnel, POP or slot, or
     *     altered
     */
    public byte[] open(SealedPsk sealed, long tunnelId) throws GeneralSecurityException {
      byte[] whole = whole(sealed);
      if (whole.length <= HEAD_LENGTH) {
        throw new GeneralSecurityException("sealed key is too short");
      }
      byte[] encapsulated = Arrays.copyOf(whole, ENC_LENGTH);
      SecretKey known = agreed.get(ByteBuffer.wrap(encapsulated));
      SecretKey key = known == null ? agree(encapsulated) : known;
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, key, whole);
      cipher.updateAAD(associatedData(tunnelId, sealed.pop(), sealed.slot()));
      byte[] opened = cipher.doFinal(whole, HEAD_LENGTH, whole.length - HEAD_LENGTH);
      // Only an agreement that was proven is remembered.
      agreed.put(ByteBuffer.wrap(encapsulated), key);
      return opened;
    }

    private static byte[] whole(SealedPsk sealed) throws GeneralSecurityException {
      try {
        return decode(sealed.sealed());
      } catch (IllegalArgumentException e) {
        throw new GeneralSecurityException("sealed key is not Base64", e);
      }
    }

    private SecretKey agree(byte[] encapsulated) throws GeneralSecurityException {
      try {
        HPKE hpke = hpke();
        return new SecretKeySpec(
            hpke.setupBaseR(
                    encapsulated,
                    hpke.deserializePrivateKey(decode(pair.privateKey()), decode(pair.publicKey())),
                    INFO)
                .export(EXPORT, KEY_LENGTH),
            "AES");
      } catch (IllegalArgumentException | IllegalStateException e) {
        throw new GeneralSecurityException("no key can be agreed", e);
      }
    }
  }

  /** With the nonce that stands in a sealed key behind the encapsulated one. */
  private static Cipher cipher(int mode, SecretKey key, byte[] sealed)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, sealed, ENC_LENGTH, NONCE_LENGTH));
    return cipher;
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
