package io.culvert.gateway.app.steering;

import io.culvert.contract.PopCertificate;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A root and an intermediate of a POP, as config-service would make them. */
public final class TestAuthority {
  public final X509Certificate root;
  public final X509Certificate intermediate;
  private final PrivateKey key;

  /** With an intermediate that lasts as long from now. */
  public TestAuthority(Instant now, Duration lifetime) throws GeneralSecurityException {
    this(now, lifetime, "EC");
  }

  TestAuthority(Instant now, Duration lifetime, String algorithm) throws GeneralSecurityException {
    KeyPair rootPair = pair("EC");
    KeyPair pair = pair(algorithm);
    X500Name rootName = new X500Name("CN=Test root");
    root = sign(rootName, rootPair, rootName, rootPair, now, Duration.ofDays(300), 1);
    X500Name name = new X500Name("CN=Test POP");
    intermediate = sign(rootName, rootPair, name, pair, now, lifetime, 0);
    key = pair.getPrivate();
  }

  static KeyPair pair(String algorithm) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
    if (algorithm.equals("EC")) {
      generator.initialize(new ECGenParameterSpec("secp256r1"));
    }
    return generator.generateKeyPair();
  }

  private static X509Certificate sign(
      X500Name issuer,
      KeyPair issuerPair,
      X500Name subject,
      KeyPair pair,
      Instant now,
      Duration lifetime,
      int pathLength)
      throws GeneralSecurityException {
    try {
      return new JcaX509CertificateConverter()
          .getCertificate(
              new JcaX509v3CertificateBuilder(
                      issuer,
                      BigInteger.valueOf(pathLength + 1),
                      Date.from(now.minusSeconds(7_200)),
                      Date.from(now.plus(lifetime)),
                      subject,
                      pair.getPublic())
                  .addExtension(Extension.basicConstraints, true, new BasicConstraints(pathLength))
                  .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign))
                  .build(
                      new JcaContentSignerBuilder("SHA256withECDSA")
                          .build(issuerPair.getPrivate())));
    } catch (OperatorCreationException | IOException e) {
      throw new GeneralSecurityException(e);
    }
  }

  /** What gateways are told. */
  public PopCertificate told() throws GeneralSecurityException {
    Base64.Encoder base64 = Base64.getEncoder();
    return new PopCertificate(
        "1",
        List.of(
            base64.encodeToString(intermediate.getEncoded()),
            base64.encodeToString(root.getEncoded())),
        null);
  }

  byte[] pkcs8() {
    return key.getEncoded();
  }

  /** An issuer under the intermediate. */
  public LeafIssuer issuer() throws GeneralSecurityException {
    return LeafIssuer.of(told(), pkcs8(), new SecureRandom());
  }

  /** What a device has that trusts the root and nothing else. */
  public SSLContext trusted() throws Exception {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    store.setCertificateEntry("root", root);
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, factory.getTrustManagers(), null);
    return context;
  }
}
