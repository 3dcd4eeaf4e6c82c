package io.culvert.contract;

/**
 * A tunnel's pre-shared key, sealed with HPKE (RFC 9180) to one POP, so that only the gateways of
 * that POP can open it. See {@link PskSeal}.
 *
 * @param pop the POP it is sealed to
 * @param keyId which of the POP's public keys, see {@link PskSeal#keyId}
 * @param slot {@code current}, or {@code previous} while a rotation's grace lasts
 * @param sealed Base64 of the encapsulated key followed by the ciphertext
 */
public record SealedPsk(String pop, String keyId, String slot, String sealed) {
  public SealedPsk {
    Checks.text(pop, "pop");
    Checks.text(keyId, "keyId");
    Checks.text(slot, "slot");
    Checks.text(sealed, "sealed");
  }
}
