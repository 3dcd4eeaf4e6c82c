package io.culvert.config;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A certificate as an operator's own authority may have made it, well or badly.
 *
 * @param certificate the certificate
 * @param keys its keys
 */
record TestCa(X509Certificate certificate, KeyPair keys) {
  private static final Duration YEAR = Duration.ofDays(365);

  /** How a certificate is to be made; each value is what a good one has. */
  record Plan(
      String name,
      String algorithm,
      int bits,
      String signature,
      @Nullable Integer pathLength,
      int usage,
      Instant from,
      Instant until) {
    static Plan good(String name, int pathLength) {
      Instant now = Instant.now();
      return new Plan(
          name,
          "EC",
          256,
          "SHA256withECDSA",
          pathLength,
          KeyUsage.keyCertSign,
          now.minusSeconds(60),
          now.plus(YEAR));
    }

    Plan key(String other, int size) {
      return new Plan(name, other, size, signature, pathLength, usage, from, until);
    }

    Plan signed(String other) {
      return new Plan(name, algorithm, bits, other, pathLength, usage, from, until);
    }

    Plan path(@Nullable Integer other) {
      return new Plan(name, algorithm, bits, signature, other, usage, from, until);
    }

    Plan used(int other) {
      return new Plan(name, algorithm, bits, signature, pathLength, other, from, until);
    }

    Plan valid(Instant start, Instant end) {
      return new Plan(name, algorithm, bits, signature, pathLength, usage, start, end);
    }
  }

  /** A self-signed one. */
  static TestCa root(Plan plan) throws Exception {
    KeyPair keys = keys(plan);
    return make(plan, keys, plan.name(), keys.getPrivate());
  }

  /** One that this one issued. */
  TestCa issue(Plan plan) throws Exception {
    String name = certificate.getSubjectX500Principal().getName().replace("CN=", "");
    return make(plan, keys(plan), name, keys.getPrivate());
  }

  private static KeyPair keys(Plan plan) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(plan.algorithm());
    generator.initialize(plan.bits());
    return generator.generateKeyPair();
  }

  private static TestCa make(Plan plan, KeyPair keys, String issuer, PrivateKey signing)
      throws Exception {
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            new X500Name("CN=" + issuer),
            BigInteger.valueOf(System.nanoTime()),
            Date.from(plan.from()),
            Date.from(plan.until()),
            new X500Name("CN=" + plan.name()),
            keys.getPublic());
    Integer pathLength = plan.pathLength();
    builder.addExtension(
        Extension.basicConstraints,
        true,
        pathLength == null ? new BasicConstraints(false) : new BasicConstraints(pathLength));
    builder.addExtension(Extension.keyUsage, true, new KeyUsage(plan.usage()));
    byte[] der =
        builder.build(new JcaContentSignerBuilder(plan.signature()).build(signing)).getEncoded();
    X509Certificate made =
        (X509Certificate)
            CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(der));
    return new TestCa(made, keys);
  }

  /** The certificate as PEM. */
  String pem() {
    try {
      return pem("CERTIFICATE", certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new AssertionError(e);
    }
  }

  /** The private key as PEM. */
  String key() {
    return pem("PRIVATE KEY", keys.getPrivate().getEncoded());
  }

  static String pem(String label, byte[] der) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(label, Base64.getMimeEncoder().encodeToString(der), label);
  }
}
