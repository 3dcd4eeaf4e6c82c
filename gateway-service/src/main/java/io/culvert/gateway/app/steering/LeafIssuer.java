package io.culvert.gateway.app.steering;

import io.culvert.contract.PopCertificate;
import io.culvert.gateway.core.steer.HostName;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Issues certificates for web servers (RFC 5280, and what browsers ask for besides) under the
 * intermediate of a POP. All have one key pair, made with the issuer: nobody gains by having it for
 * one name and not for another.
 */
public final class LeafIssuer {
  private static final Duration LIFETIME = Duration.ofDays(5);

  /** A device whose clock is slow still takes it. */
  private static final Duration BACKDATED = Duration.ofHours(1);

  private static final int SERIAL_BITS = 127;

  /** RFC 5280 appendix A.1, ub-common-name-length. */
  private static final int LONGEST_COMMON_NAME = 64;

  private final List<X509Certificate> chain;
  private final KeyPair leafPair;
  private final SecureRandom random;
  private final ContentSigner signer;

  private LeafIssuer(List<X509Certificate> chain, PrivateKey key, SecureRandom random)
      throws GeneralSecurityException, OperatorCreationException {
    this.chain = chain;
    this.random = random;
    this.leafPair = newPair(random);
    this.signer =
        new JcaContentSignerBuilder(signatureAlgorithm(key)).setSecureRandom(random).build(key);
  }

  /**
   * Issues with this certificate of a POP.
   *
   * @param pkcs8 the certificate's private key, as {@code CertificateSeal} opens it
   * @throws GeneralSecurityException when the chain cannot be read or the key is not the first
   *     certificate's
   */
  public static LeafIssuer of(PopCertificate certificate, byte[] pkcs8, SecureRandom random)
      throws GeneralSecurityException {
    try {
      List<X509Certificate> chain = chain(certificate);
      String algorithm = chain.getFirst().getPublicKey().getAlgorithm();
      PrivateKey key =
          KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      requirePair(chain.getFirst(), key);
      return new LeafIssuer(chain, key, random);
    } catch (OperatorCreationException | IllegalArgumentException e) {
      throw new GeneralSecurityException("cannot issue with this certificate", e);
    }
  }

  private static List<X509Certificate> chain(PopCertificate certificate)
      throws GeneralSecurityException {
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    List<X509Certificate> chain = new ArrayList<>();
    for (String base64 : certificate.chain()) {
      byte[] der = Base64.getDecoder().decode(base64);
      chain.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der)));
    }
    return chain;
  }

  private static void requirePair(X509Certificate certificate, PrivateKey key)
      throws GeneralSecurityException {
    byte[] text = {1, 2, 3, 4};
    Signature signature = Signature.getInstance(signatureAlgorithm(key));
    signature.initSign(key);
    signature.update(text);
    byte[] signed = signature.sign();
    signature.initVerify(certificate.getPublicKey());
    signature.update(text);
    if (!signature.verify(signed)) {
      throw new GeneralSecurityException("the key is not that of the certificate");
    }
  }

  /** Operators may bring an intermediate of another kind than ours, which is EC. */
  private static String signatureAlgorithm(PrivateKey key) throws GeneralSecurityException {
    return switch (key.getAlgorithm()) {
      case "EC" -> "SHA256withECDSA";
      case "RSA" -> "SHA256withRSA";
      case "EdDSA", "Ed25519" -> "Ed25519";
      default -> throw new GeneralSecurityException("cannot sign with " + key.getAlgorithm());
    };
  }

  private static KeyPair newPair(SecureRandom random) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"), random);
    return generator.generateKeyPair();
  }

  /** Until when anything can be issued. */
  public Instant notAfter() {
    return chain.getFirst().getNotAfter().toInstant();
  }

  /**
   * A certificate for a name, good for five days but no longer than the intermediate.
   *
   * @param name a DNS name in lower case, or an IPv4 address in dotted decimal
   */
  public Leaf issue(String name, Instant now) {
    Instant end = now.plus(LIFETIME).truncatedTo(ChronoUnit.SECONDS);
    X509Certificate issuer = chain.getFirst();
    X509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            issuer,
            // RFC 5280 §4.1.2.2: positive and at most 20 octets
            new BigInteger(SERIAL_BITS, random).setBit(SERIAL_BITS),
            Date.from(now.minus(BACKDATED).truncatedTo(ChronoUnit.SECONDS)),
            Date.from(end.isAfter(notAfter()) ? notAfter() : end),
            subject(name),
            leafPair.getPublic());
    try {
      extend(builder, name, issuer);
      List<X509Certificate> all = new ArrayList<>();
      all.add(new JcaX509CertificateConverter().getCertificate(builder.build(signer)));
      // RFC 8446 §4.4.2: the root may be left out, for who trusts it has it.
      all.addAll(chain.subList(0, Math.max(1, chain.size() - 1)));
      return new Leaf(all, leafPair.getPrivate());
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("cannot issue a certificate", e);
    }
  }

  private static X500Name subject(String name) {
    X500NameBuilder builder = new X500NameBuilder();
    return name.length() > LONGEST_COMMON_NAME
        ? builder.build()
        : builder.addRDN(BCStyle.CN, name).build();
  }

  private void extend(X509v3CertificateBuilder builder, String name, X509Certificate issuer)
      throws GeneralSecurityException, IOException {
    JcaX509ExtensionUtils extensions = new JcaX509ExtensionUtils();
    int type = HostName.isIpv4(name) ? GeneralName.iPAddress : GeneralName.dNSName;
    builder
        .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
        .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
        .addExtension(
            Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
        .addExtension(
            Extension.subjectAlternativeName,
            name.length() > LONGEST_COMMON_NAME, // RFC 5280 §4.2.1.6: critical without a subject
            new GeneralNames(new GeneralName(type, name)))
        .addExtension(
            Extension.authorityKeyIdentifier,
            false,
            extensions.createAuthorityKeyIdentifier(issuer));
  }
}
