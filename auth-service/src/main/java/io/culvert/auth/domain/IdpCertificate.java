package io.culvert.auth.domain;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a certificate says of itself.
 *
 * @param subject whose it is, RFC 2253
 * @param notAfter until when it is valid
 * @param sha256 of its DER form, hexadecimal
 */
public record IdpCertificate(String subject, Instant notAfter, String sha256) {
  private static final int MAX_LENGTH = 16_384;
  private static final int MAX_CERTIFICATES = 5;
  private static final int MIN_RSA_BITS = 2048;
  private static final Pattern PEM =
      Pattern.compile("-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\\s]+)-----END CERTIFICATE-----");

  /**
   * Describes the certificates that {@link #normalise} accepted, in their order.
   *
   * @throws IllegalArgumentException when there is something else
   */
  public static List<IdpCertificate> describe(String pem) {
    return certificates(pem).stream().map(IdpCertificate::of).toList();
  }

  /**
   * The certificates that {@link #normalise} accepted, in their order.
   *
   * @throws IllegalArgumentException when there is something else
   */
  public static List<X509Certificate> certificates(String pem) {
    try {
      return parse(pem);
    } catch (CertificateException e) {
      throw new IllegalArgumentException("not a certificate", e);
    }
  }

  private static IdpCertificate of(X509Certificate certificate) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
      return new IdpCertificate(
          certificate.getSubjectX500Principal().getName(),
          certificate.getNotAfter().toInstant(),
          HexFormat.of().formatHex(digest));
    } catch (CertificateException | NoSuchAlgorithmException e) {
      throw new IllegalArgumentException("not a certificate", e);
    }
  }

  /** The PEM text of usable certificates; notes what is wrong otherwise. */
  static String normalise(Violations violations, String field, @Nullable String text, Instant now) {
    String wrong = text == null || text.isBlank() ? "is missing" : fault(text, now);
    if (wrong != null) {
      violations.add(field, wrong);
      return "";
    }
    return text == null ? "" : text.strip() + "\n";
  }

  private static @Nullable String fault(String text, Instant now) {
    if (text.length() > MAX_LENGTH) {
      return "must have at most " + MAX_LENGTH + " characters";
    }
    if (text.contains("PRIVATE KEY")) {
      return "holds a private key; send the certificate only, and replace that key";
    }
    Matcher pem = PEM.matcher(text);
    if (!pem.find()) {
      return "is not a certificate in PEM form (-----BEGIN CERTIFICATE-----)";
    }
    if (!pem.replaceAll("").isBlank()) {
      return "must hold certificates and nothing else";
    }
    try {
      List<X509Certificate> certificates = parse(text);
      return certificates.size() > MAX_CERTIFICATES
          ? "must hold at most " + MAX_CERTIFICATES + " certificates"
          : fault(certificates, now);
    } catch (CertificateException e) {
      return "cannot be read as an X.509 certificate";
    }
  }

  /** One must be valid now; the others may be those before it, or after it. */
  private static @Nullable String fault(List<X509Certificate> certificates, Instant now) {
    String first = null;
    boolean valid = false;
    for (X509Certificate certificate : certificates) {
      if (certificate.getPublicKey() instanceof RSAPublicKey rsa
          && rsa.getModulus().bitLength() < MIN_RSA_BITS) {
        return "has an RSA key of fewer than " + MIN_RSA_BITS + " bits";
      }
      String wrong = fault(certificate, now);
      valid |= wrong == null;
      first = first == null ? wrong : first;
    }
    return valid ? null : first;
  }

  private static @Nullable String fault(X509Certificate certificate, Instant now) {
    if (certificate.getNotAfter().toInstant().isBefore(now)) {
      return "expired on " + certificate.getNotAfter().toInstant();
    }
    if (certificate.getNotBefore().toInstant().isAfter(now)) {
      return "is not valid before " + certificate.getNotBefore().toInstant();
    }
    return null;
  }

  private static List<X509Certificate> parse(String pem) throws CertificateException {
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    List<X509Certificate> certificates = new ArrayList<>();
    Matcher matcher = PEM.matcher(pem);
    while (matcher.find()) {
      byte[] der = decode(matcher.group(1));
      certificates.add(
          (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der)));
    }
    return certificates;
  }

  private static byte[] decode(String base64) throws CertificateException {
    try {
      return Base64.getMimeDecoder().decode(base64.getBytes(StandardCharsets.US_ASCII));
    } catch (IllegalArgumentException e) {
      throw new CertificateException("no Base64", e);
    }
  }
}
