package io.culvert.config.app;

import io.culvert.config.domain.Violations;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What an intermediate that an operator brings must be like. Notes everything that is wrong. */
public final class IntermediateRules {
  private static final String CERTIFICATE = "certificate";
  private static final String CHAIN = "chain";
  private static final int RSA_BITS = 2048;
  private static final int EC_BITS = 256;
  private static final int CERT_SIGN = 5; // RFC 5280 §4.2.1.3
  private static final Duration SOON = Duration.ofDays(30);

  private final Violations violations;
  private final Instant now;

  /** Rules at a time. */
  public IntermediateRules(Violations violations, Instant now) {
    this.violations = violations;
    this.now = now;
  }

  /** Checks the certificate, and that those above it lead to a root. */
  public void check(List<X509Certificate> chain) {
    for (int i = 0; i < chain.size(); i++) {
      String field = i == 0 ? CERTIFICATE : CHAIN;
      String what = i == 0 ? "" : "certificate " + i + " ";
      checkOne(field, what, chain.get(i), i);
      if (i + 1 < chain.size() && !issued(chain.get(i), chain.get(i + 1))) {
        violations.add(
            CHAIN,
            "certificate %d did not issue the one before it; each must be issued by the next"
                .formatted(i + 1));
      }
    }
    X509Certificate last = chain.getLast();
    if (!issued(last, last)) {
      violations.add(
          CHAIN,
          "does not end with a root: its last certificate was issued by "
              + last.getIssuerX500Principal().getName());
    }
  }

  private void checkOne(String field, String what, X509Certificate certificate, int below) {
    if (now.isAfter(certificate.getNotAfter().toInstant())) {
      violations.add(field, what + "expired on " + certificate.getNotAfter().toInstant());
    }
    if (now.isBefore(certificate.getNotBefore().toInstant())) {
      violations.add(field, what + "is not valid before " + certificate.getNotBefore().toInstant());
    }
    int pathLength = certificate.getBasicConstraints();
    if (pathLength < 0) {
      violations.add(field, what + "is not a CA: its basic constraints do not say so");
      // RFC 5280 §4.2.1.9: the CAs below it; what the last of them issues does not count.
    } else if (pathLength < below) {
      violations.add(
          field, what + "has path length " + pathLength + ", which is too short for this chain");
    }
    boolean[] usage = certificate.getKeyUsage();
    if (usage != null && !usage[CERT_SIGN]) {
      violations.add(field, what + "may not sign certificates: its key usage does not say so");
    }
    if (weak(certificate.getPublicKey())) {
      violations.add(
          field,
          what + "has a weak key; RSA of at least 2048 bits or EC of at least 256 is needed");
    }
    String algorithm = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
    if (algorithm.contains("SHA1") || algorithm.contains("MD5")) {
      violations.add(field, what + "is signed with " + algorithm + ", which can be forged");
    }
  }

  private static boolean issued(X509Certificate certificate, X509Certificate by) {
    if (!certificate.getIssuerX500Principal().equals(by.getSubjectX500Principal())) {
      return false;
    }
    try {
      certificate.verify(by.getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static boolean weak(PublicKey key) {
    boolean rsa = key instanceof RSAPublicKey known && known.getModulus().bitLength() >= RSA_BITS;
    boolean ec =
        key instanceof ECPublicKey known && known.getParams().getOrder().bitLength() >= EC_BITS;
    return !rsa && !ec;
  }

  /** Checks that a private key is the certificate's: what it signs, the certificate verifies. */
  public void checkKey(PrivateKey key, X509Certificate certificate) {
    String algorithm = "EC".equals(key.getAlgorithm()) ? "SHA256withECDSA" : "SHA256withRSA";
    try {
      byte[] probe = certificate.getEncoded();
      Signature signing = Signature.getInstance(algorithm);
      signing.initSign(key);
      signing.update(probe);
      Signature verifying = Signature.getInstance(algorithm);
      verifying.initVerify(certificate.getPublicKey());
      verifying.update(probe);
      if (verifying.verify(signing.sign())) {
        return;
      }
    } catch (GeneralSecurityException e) {
      // told below
    }
    violations.add("key", "does not belong to the certificate");
  }

  /** What is accepted but unwise. */
  public List<String> warnings(List<X509Certificate> chain) {
    List<String> warnings = new ArrayList<>();
    for (X509Certificate certificate : chain) {
      Instant end = certificate.getNotAfter().toInstant();
      if (end.isBefore(now.plus(SOON))) {
        warnings.add(
            "%s ends on %s, and what was brought is not renewed by itself"
                .formatted(certificate.getSubjectX500Principal().getName(), end));
      }
    }
    return warnings;
  }
}
