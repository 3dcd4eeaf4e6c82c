package io.culvert.gateway.core.ike.crypto;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AES-CBC (RFC 3602) and an HMAC over header, IV and ciphertext (RFC 7296 §3.14). */
final class CbcProtection implements SkProtection {
  private static final int BLOCK = 16;

  private final Secret encryptionKey;
  private final Integrity integrity;
  private final Secret integrityKey;
  private final Randomness randomness;

  CbcProtection(
      Secret encryptionKey, Integrity integrity, Secret integrityKey, Randomness randomness) {
    this.encryptionKey = encryptionKey;
    this.integrity = integrity;
    this.integrityKey = integrityKey;
    this.randomness = randomness;
  }

  @Override
  public int ivLength() {
    return BLOCK;
  }

  @Override
  public int blockLength() {
    return BLOCK;
  }

  @Override
  public int icvLength() {
    return integrity.icvLength();
  }

  @Override
  public byte[] seal(byte[] associatedData, byte[] paddedPlaintext) {
    byte[] iv = randomness.bytes(BLOCK);
    byte[] ciphertext = aes(Cipher.ENCRYPT_MODE, iv, paddedPlaintext);
    byte[] icv = integrity.compute(integrityKey, associatedData, iv, ciphertext);
    return ByteBuffer.allocate(iv.length + ciphertext.length + icv.length)
        .put(iv)
        .put(ciphertext)
        .put(icv)
        .array();
  }

  @Override
  public Optional<byte[]> open(byte[] associatedData, byte[] sealed) {
    int authenticated = sealed.length - integrity.icvLength();
    if (authenticated < 2 * BLOCK || authenticated % BLOCK != 0) {
      return Optional.empty();
    }
    byte[] ivAndCiphertext = Arrays.copyOf(sealed, authenticated);
    byte[] expected = integrity.compute(integrityKey, associatedData, ivAndCiphertext);
    byte[] received = Arrays.copyOfRange(sealed, authenticated, sealed.length);
    // Nothing is decrypted before this check.
    if (!MessageDigest.isEqual(expected, received)) {
      return Optional.empty();
    }
    byte[] iv = Arrays.copyOf(ivAndCiphertext, BLOCK);
    byte[] ciphertext = Arrays.copyOfRange(ivAndCiphertext, BLOCK, authenticated);
    return Optional.of(aes(Cipher.DECRYPT_MODE, iv, ciphertext));
  }

  private byte[] aes(int mode, byte[] iv, byte[] input) {
    byte[] key = encryptionKey.toArray();
    try {
      Cipher cipher = Cipher.getInstance("AES/CBC/NoPadding");
      cipher.init(mode, new SecretKeySpec(key, "AES"), new IvParameterSpec(iv));
      return cipher.doFinal(input);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }
}
