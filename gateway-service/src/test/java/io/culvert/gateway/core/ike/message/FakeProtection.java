package io.culvert.gateway.core.ike.message;

import io.culvert.gateway.core.ike.payload.PayloadProtection;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;

/** Seals with no secret at all, but with the lengths and checks of the real thing. */
record FakeProtection(int ivLength, int blockLength, int icvLength) implements PayloadProtection {

  /** The shape of AES-CBC with HMAC-SHA2-256-128. */
  static FakeProtection likeCbc() {
    return new FakeProtection(16, 16, 16);
  }

  /** The shape of AES-GCM. */
  static FakeProtection likeGcm() {
    return new FakeProtection(8, 1, 16);
  }

  @Override
  public byte[] seal(byte[] associatedData, byte[] paddedPlaintext) {
    if (paddedPlaintext.length % blockLength != 0) {
      throw new IllegalArgumentException("not whole blocks");
    }
    byte[] sealed = new byte[ivLength + paddedPlaintext.length + icvLength];
    for (int i = 0; i < paddedPlaintext.length; i++) {
      sealed[ivLength + i] = (byte) (paddedPlaintext[i] ^ 0x5a);
    }
    byte[] icv = icv(associatedData, Arrays.copyOf(sealed, sealed.length - icvLength));
    System.arraycopy(icv, 0, sealed, sealed.length - icvLength, icvLength);
    return sealed;
  }

  @Override
  public Optional<byte[]> open(byte[] associatedData, byte[] sealed) {
    int length = sealed.length - ivLength - icvLength;
    if (length < 0 || length % blockLength != 0) {
      return Optional.empty();
    }
    byte[] icv = icv(associatedData, Arrays.copyOf(sealed, sealed.length - icvLength));
    if (!MessageDigest.isEqual(
        icv, Arrays.copyOfRange(sealed, sealed.length - icvLength, sealed.length))) {
      return Optional.empty();
    }
    byte[] plain = Arrays.copyOfRange(sealed, ivLength, ivLength + length);
    for (int i = 0; i < length; i++) {
      plain[i] ^= 0x5a;
    }
    return Optional.of(plain);
  }

  private byte[] icv(byte[] associatedData, byte[] ivAndCiphertext) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(associatedData);
      return Arrays.copyOf(digest.digest(ivAndCiphertext), icvLength);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
