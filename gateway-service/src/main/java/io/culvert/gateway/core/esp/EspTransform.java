package io.culvert.gateway.core.esp;

/**
 * What protects the packets of an SA.
 *
 * @param cipher the cipher
 * @param keyBits 128, 192 or 256, without the salt of GCM; 0 for {@link EspCipher#NULL}
 * @param integrity {@link EspIntegrity#NONE} for GCM and only for it
 */
public record EspTransform(EspCipher cipher, int keyBits, EspIntegrity integrity) {
  /** Octets of salt behind the key of GCM (RFC 4106 §8.1). */
  static final int SALT = 4;

  public EspTransform {
    boolean keyFits =
        cipher == EspCipher.NULL
            ? keyBits == 0
            : keyBits == 128 || keyBits == 192 || keyBits == 256;
    if (!keyFits) {
      throw new IllegalArgumentException("no " + cipher + " with a key of " + keyBits + " bits");
    }
    if ((cipher == EspCipher.AES_GCM) != (integrity == EspIntegrity.NONE)) {
      throw new IllegalArgumentException("no " + cipher + " with " + integrity);
    }
  }

  /** Octets of encryption key in the keying material, the salt of GCM included. */
  public int encryptionKeyLength() {
    return keyBits / 8 + (cipher == EspCipher.AES_GCM ? SALT : 0);
  }
}
