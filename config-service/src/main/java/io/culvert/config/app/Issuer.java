package io.culvert.config.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Issues CA certificates (RFC 5280): ECDSA with P-256 and SHA-256, which every device and browser
 * that a customer installs the root on understands.
 */
final class Issuer {
  /** A device whose clock is slow still takes a new certificate. */
  private static final Duration BACKDATED = Duration.ofHours(1);

  private static final int SERIAL_BITS = 127;

  private final SecureRandom random;

  Issuer(SecureRandom random) {
    this.random = random;
  }

  /** A certificate and its private key. It prints without the key. */
  record Issued(X509Certificate certificate, PrivateKey key) {
    @Override
    public String toString() {
      return "Issued[" + certificate.getSubjectX500Principal() + "]";
    }
  }

  /** A root, valid from now on. */
  Issued root(Instant now, Duration lifetime) {
    KeyPair pair = newPair();
    X500Name name = new X500Name("O=Culvert,CN=Culvert Root CA");
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            name,
            serial(),
            begin(now),
            Date.from(now.plus(lifetime).truncatedTo(ChronoUnit.SECONDS)),
            name,
            pair.getPublic());
    try {
      common(builder, 1).addExtension(subjectKeyId(pair));
      return new Issued(sign(builder, pair.getPrivate()), pair.getPrivate());
    } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
      throw new IllegalStateException("cannot issue a root certificate", e);
    }
  }

  /** An intermediate for a POP under a root, valid from now on and no longer than the root. */
  Issued intermediate(Issued root, String pop, Instant now, Duration lifetime) {
    KeyPair pair = newPair();
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            root.certificate(),
            serial(),
            begin(now),
            Date.from(end(root.certificate(), now, lifetime)),
            new X500Name("O=Culvert,CN=Culvert POP " + pop),
            pair.getPublic());
    try {
      JcaX509ExtensionUtils extensions = new JcaX509ExtensionUtils();
      common(builder, 0)
          .addExtension(subjectKeyId(pair))
          .addExtension(
              Extension.authorityKeyIdentifier,
              false,
              extensions.createAuthorityKeyIdentifier(root.certificate()))
          // What a POP issues serves web sites only, whoever got hold of its key.
          .addExtension(
              Extension.extendedKeyUsage,
              false,
              new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
      return new Issued(sign(builder, root.key()), pair.getPrivate());
    } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
      throw new IllegalStateException("cannot issue a certificate for POP " + pop, e);
    }
  }

  /** When an intermediate ends that is issued now. */
  static Instant end(X509Certificate root, Instant now, Duration lifetime) {
    Instant end = now.plus(lifetime).truncatedTo(ChronoUnit.SECONDS);
    Instant last = root.getNotAfter().toInstant();
    return end.isAfter(last) ? last : end;
  }

  private static Date begin(Instant now) {
    return Date.from(now.minus(BACKDATED).truncatedTo(ChronoUnit.SECONDS));
  }

  private static X509v3CertificateBuilder common(X509v3CertificateBuilder builder, int pathLength)
      throws IOException {
    return builder
        .addExtension(Extension.basicConstraints, true, new BasicConstraints(pathLength))
        .addExtension(
            Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
  }

  private static Extension subjectKeyId(KeyPair pair) throws GeneralSecurityException {
    try {
      return new Extension(
          Extension.subjectKeyIdentifier,
          false,
          new JcaX509ExtensionUtils().createSubjectKeyIdentifier(pair.getPublic()).getEncoded());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private X509Certificate sign(X509v3CertificateBuilder builder, PrivateKey key)
      throws OperatorCreationException, GeneralSecurityException {
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(
                new JcaContentSignerBuilder("SHA256withECDSA").setSecureRandom(random).build(key)));
  }

  private KeyPair newPair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"), random);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * RFC 5280 §4.1.2.2: positive, at most 20 octets; random, so that none is guessed or repeated.
   */
  private BigInteger serial() {
    return new BigInteger(SERIAL_BITS, random).setBit(SERIAL_BITS);
  }
}
