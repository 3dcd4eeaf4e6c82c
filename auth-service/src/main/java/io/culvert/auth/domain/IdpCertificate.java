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
import java.util.Base64;
import java.util.HexFormat;
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
  private static final int MIN_RSA_BITS = 2048;
  private static final Pattern PEM =
      Pattern.compile("-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\\s]+)-----END CERTIFICATE-----");

  /**
   * Reads a certificate that {@link #normalise} accepted.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static IdpCertificate read(String pem) {
    try {
      X509Certificate certificate = parse(pem);
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
      return new IdpCertificate(
          certificate.getSubjectX500Principal().getName(),
          certificate.getNotAfter().toInstant(),
          HexFormat.of().formatHex(digest));
    } catch (CertificateException | NoSuchAlgorithmException e) {
      throw new IllegalArgumentException("not a certificate", e);
    }
  }

  /** The PEM text of exactly one usable certificate; notes what is wrong otherwise. */
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
    if (!pem.replaceFirst("").isBlank()) {
      return "must hold exactly one certificate and nothing else";
    }
    try {
      return fault(parse(text), now);
    } catch (CertificateException e) {
      return "cannot be read as an X.509 certificate";
    }
  }

  private static @Nullable String fault(X509Certificate certificate, Instant now) {
    if (certificate.getNotAfter().toInstant().isBefore(now)) {
      return "expired on " + certificate.getNotAfter().toInstant();
    }
    if (certificate.getNotBefore().toInstant().isAfter(now)) {
      return "is not valid before " + certificate.getNotBefore().toInstant();
    }
    if (certificate.getPublicKey() instanceof RSAPublicKey rsa
        && rsa.getModulus().bitLength() < MIN_RSA_BITS) {
      return "has an RSA key of fewer than " + MIN_RSA_BITS + " bits";
    }
    return null;
  }

  private static X509Certificate parse(String pem) throws CertificateException {
    Matcher matcher = PEM.matcher(pem);
    if (!matcher.find()) {
      throw new CertificateException("no PEM");
    }
    byte[] der;
    try {
      der = Base64.getMimeDecoder().decode(matcher.group(1).getBytes(StandardCharsets.US_ASCII));
    } catch (IllegalArgumentException e) {
      throw new CertificateException("no Base64", e);
    }
    return (X509Certificate)
        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
  }
}
