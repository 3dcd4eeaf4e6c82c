package io.culvert.gateway.core.esp;

import java.security.GeneralSecurityException;

/**
 * The cryptography of one direction of one SA, on whole packets:
 *
 * <pre>
 * | SPI (4) | sequence number (4) | IV | ciphertext | ICV |
 *                                      = payload, padding, pad length, next header
 * </pre>
 *
 * Arrays only, and never in place: that is what the JDK's provider does fastest. One instance is
 * used for sealing or for opening, by one thread.
 */
sealed interface PacketCipher permits GcmCipher, CbcCipher, NullCipher {
  /** Octets of SPI and sequence number. */
  int HEADER = 8;

  /** Octets of IV in each packet. */
  int ivLength();

  /** Octets of ICV in each packet. */
  int icvLength();

  /** The payload and its trailer fill whole blocks of so many octets. */
  int alignment();

  /** How far behind the given place {@link #open} puts the plaintext. */
  int plaintextShift();

  /**
   * Verifies and decrypts a packet whose lengths have been checked.
   *
   * @return false if the packet is not authentic
   */
  boolean open(byte[] packet, int offset, int length, byte[] out, int outOffset)
      throws GeneralSecurityException;

  /**
   * Encrypts {@code plainLength} octets, and writes IV, ciphertext and ICV behind the header that
   * already stands in {@code packet}.
   */
  void seal(byte[] plain, int plainOffset, int plainLength, byte[] packet, int offset)
      throws GeneralSecurityException;

  /** Builds the cipher of one direction. */
  static PacketCipher of(EspTransform transform, EspKeys keys, boolean sealing) {
    try {
      return switch (transform.cipher()) {
        case AES_GCM -> new GcmCipher(keys.encryption());
        case AES_CBC ->
            new CbcCipher(
                keys.encryption(), new Icv(transform.integrity(), keys.integrity()), sealing);
        case NULL -> new NullCipher(new Icv(transform.integrity(), keys.integrity()));
      };
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK lacks " + transform, e);
    }
  }
}
