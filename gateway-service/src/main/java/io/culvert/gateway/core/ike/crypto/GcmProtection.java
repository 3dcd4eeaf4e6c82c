package io.culvert.gateway.core.ike.crypto;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-GCM with a 16-octet tag (RFC 5282): nonce = salt | IV, associated data = the message up to
 * and including the encrypted payload's generic header. The IV counts, so that none comes twice.
 */
final class GcmProtection implements SkProtection {
  private static final int IV = 8;
  private static final int TAG = 16;

  private final Secret keyAndSalt;
  private long nextIv = 1;

  GcmProtection(Secret keyAndSalt) {
    this.keyAndSalt = keyAndSalt;
  }

  @Override
  public int ivLength() {
    return IV;
  }

  @Override
  public int blockLength() {
    return 1;
  }

  @Override
  public int icvLength() {
    return TAG;
  }

  @Override
  public byte[] seal(byte[] associatedData, byte[] paddedPlaintext) {
    byte[] iv = ByteBuffer.allocate(IV).putLong(nextIv++).array();
    try {
      byte[] encrypted = gcm(Cipher.ENCRYPT_MODE, iv, associatedData, paddedPlaintext);
      return ByteBuffer.allocate(IV + encrypted.length).put(iv).put(encrypted).array();
    } catch (AEADBadTagException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Optional<byte[]> open(byte[] associatedData, byte[] sealed) {
    if (sealed.length <= IV + TAG) {
      return Optional.empty();
    }
    byte[] iv = Arrays.copyOf(sealed, IV);
    byte[] encrypted = Arrays.copyOfRange(sealed, IV, sealed.length);
    try {
      return Optional.of(gcm(Cipher.DECRYPT_MODE, iv, associatedData, encrypted));
    } catch (AEADBadTagException e) {
      return Optional.empty();
    }
  }

  private byte[] gcm(int mode, byte[] iv, byte[] associatedData, byte[] input)
      throws AEADBadTagException {
    int keyLength = keyAndSalt.length() - EncryptionAlgorithm.SALT_LENGTH;
    byte[] key = keyAndSalt.slice(0, keyLength);
    byte[] salt = keyAndSalt.slice(keyLength, keyAndSalt.length());
    byte[] nonce = ByteBuffer.allocate(salt.length + IV).put(salt).put(iv).array();
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG * 8, nonce));
      cipher.updateAAD(associatedData);
      return cipher.doFinal(input);
    } catch (AEADBadTagException e) {
      throw e;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }
}
