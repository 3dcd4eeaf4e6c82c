package io.culvert.contract;

/**
 * The private key of a POP's certificate, sealed to that POP. See {@link CertificateSeal}.
 *
 * @param keyId which of the POP's public keys, see {@link PskSeal#keyId}
 * @param sealed Base64 of the encapsulated key followed by the ciphertext
 */
public record SealedCertificateKey(String keyId, String sealed) {
  public SealedCertificateKey {
    Checks.text(keyId, "keyId");
    Checks.text(sealed, "sealed");
  }
}
