package io.culvert.gateway.core.ike.payload;

import java.util.Optional;

/**
 * Encryption and integrity of the SK payload for one direction of one IKE SA (RFC 7296 §3.14; AEAD:
 * RFC 5282).
 *
 * <p>The codec pads: it hands over, and takes back, the payloads followed by padding and the Pad
 * Length octet, a whole number of blocks. The associated data is everything from the IKE header to
 * the generic header of the SK payload; integrity covers it together with the IV and the
 * ciphertext.
 */
public interface PayloadProtection {
  /** Octets of the explicit IV. */
  int ivLength();

  /** Octets that the padded plaintext is a multiple of; 1 when the cipher does not care. */
  int blockLength();

  /** Octets of the integrity check value. */
  int icvLength();

  /**
   * Seals a padded plaintext to IV, ciphertext and ICV: {@code ivLength + plaintext + icvLength}
   * octets.
   */
  byte[] seal(byte[] associatedData, byte[] paddedPlaintext);

  /**
   * Verifies, then decrypts what {@link #seal} makes, to the padded plaintext. Empty when the
   * integrity check fails or the lengths cannot be right; it never throws on received octets.
   */
  Optional<byte[]> open(byte[] associatedData, byte[] ivCiphertextIcv);
}
