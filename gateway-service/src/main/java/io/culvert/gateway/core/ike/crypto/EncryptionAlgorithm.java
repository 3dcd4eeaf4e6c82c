package io.culvert.gateway.core.ike.crypto;

import io.culvert.gateway.core.wire.EncrId;

/**
 * An encryption algorithm with its key size.
 *
 * @param id AES_CBC, AES_GCM_16 or NULL; the rest is not supported
 * @param keyBits 128, 192 or 256 for AES, 0 for NULL
 */
public record EncryptionAlgorithm(EncrId id, int keyBits) {
  /** Octets of the salt that follows an AES-GCM key (RFC 4106 §8.1). */
  public static final int SALT_LENGTH = 4;

  public EncryptionAlgorithm {
    if (!supports(id, keyBits)) {
      throw new IllegalArgumentException("unsupported encryption " + id + " with " + keyBits);
    }
  }

  /** Whether this gateway can compute that algorithm with that key size, in bits. */
  public static boolean supports(EncrId id, int keyBits) {
    return (id == EncrId.NULL && keyBits == 0)
        || ((id == EncrId.AES_CBC || id == EncrId.AES_GCM_16)
            && (keyBits == 128 || keyBits == 192 || keyBits == 256));
  }

  /** Whether it encrypts and authenticates in one, so that no integrity algorithm goes with it. */
  public boolean aead() {
    return id == EncrId.AES_GCM_16;
  }

  /** Octets of keying material it takes: the key, for AES-GCM with the salt. */
  public int keyMaterialLength() {
    return keyBits / 8 + (aead() ? SALT_LENGTH : 0);
  }
}
