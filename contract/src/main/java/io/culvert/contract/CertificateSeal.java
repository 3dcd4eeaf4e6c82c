package io.culvert.contract;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;

/**
 * HPKE for the private key of a POP's intermediate certificate, with the same key pair as {@link
 * PskSeal} and another purpose. The associated data binds it to the POP and to the serial number of
 * its certificate.
 */
public final class CertificateSeal {
  private static final byte[] INFO =
      "culvert pop certificate key v1".getBytes(StandardCharsets.US_ASCII);

  private CertificateSeal() {}

  /**
   * Seals a private key to a POP.
   *
   * @param pkcs8 the key, DER of PKCS #8
   * @param publicKey the POP's public key, Base64
   * @param serial of the certificate, see {@link PopCertificate#serial}
   * @throws IllegalArgumentException when the public key is not one
   */
  public static SealedCertificateKey seal(
      byte[] pkcs8, String publicKey, String pop, String serial) {
    String sealed = Hpke.seal(pkcs8, publicKey, INFO, associatedData(pop, serial));
    return new SealedCertificateKey(PskSeal.keyId(publicKey), sealed);
  }

  /**
   * Opens a sealed private key; DER of PKCS #8.
   *
   * @throws GeneralSecurityException when it was sealed for another key, POP or certificate, or
   *     altered
   */
  public static byte[] open(
      SealedCertificateKey sealed, PskSeal.KeyPair key, String pop, String serial)
      throws GeneralSecurityException {
    return Hpke.open(sealed.sealed(), key, INFO, associatedData(pop, serial));
  }

  private static byte[] associatedData(String pop, String serial) {
    return (pop + "\n" + serial).getBytes(StandardCharsets.UTF_8);
  }
}
