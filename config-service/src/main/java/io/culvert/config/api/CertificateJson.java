package io.culvert.config.api;

import io.culvert.config.app.StoredCertificate;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A certificate for people.
 *
 * @param sha256 the fingerprint as browsers and devices show it: {@code 01:AB:…}
 */
public record CertificateJson(
    String subject,
    String issuer,
    String serial,
    Instant notBefore,
    Instant notAfter,
    String sha256) {
  private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

  static CertificateJson of(X509Certificate certificate) {
    return new CertificateJson(
        certificate.getSubjectX500Principal().getName(),
        certificate.getIssuerX500Principal().getName(),
        certificate.getSerialNumber().toString(16),
        certificate.getNotBefore().toInstant(),
        certificate.getNotAfter().toInstant(),
        fingerprint(certificate));
  }

  /**
   * The certificate of a POP.
   *
   * @param pop its name
   * @param origin {@code own} or {@code brought}
   * @param certificate the intermediate
   * @param chain PEM: the intermediate first, the root last
   */
  public record Intermediate(String pop, String origin, CertificateJson certificate, String chain) {
    static Intermediate of(StoredCertificate stored) {
      return new Intermediate(
          stored.pop().orElse(""),
          stored.brought() ? "brought" : "own",
          CertificateJson.of(stored.own()),
          pem(stored.chain()));
    }
  }

  private static String fingerprint(X509Certificate certificate) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(der(certificate));
      return HexFormat.ofDelimiter(":").withUpperCase().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The certificates as PEM (RFC 7468). */
  static String pem(List<X509Certificate> certificates) {
    return certificates.stream()
        .map(
            certificate ->
                "-----BEGIN CERTIFICATE-----\n"
                    + LINES.encodeToString(der(certificate))
                    + "\n-----END CERTIFICATE-----\n")
        .collect(Collectors.joining());
  }

  /** The certificate as DER. */
  static byte[] der(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
  }
}
