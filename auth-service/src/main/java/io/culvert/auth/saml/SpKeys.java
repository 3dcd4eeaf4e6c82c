package io.culvert.auth.saml;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;
import org.jspecify.annotations.Nullable;

/**
 * The keys of this service, from PEM text: a private key (PKCS #8) and its certificate, as often as
 * there are keys. The first signs; assertions may be encrypted to any, and all are in the metadata,
 * so that a new one can be made known before the old one goes.
 */
public record SpKeys(List<SpKey> all) {
  private static final Duration VALIDITY = Duration.ofDays(3650);
  private static final int BITS = 3072;

  public SpKeys {
    all = List.copyOf(all);
    if (all.isEmpty()) {
      throw new IllegalArgumentException("there is no key");
    }
  }

  /** The one that signs. */
  public SpKey signing() {
    return all.getFirst();
  }

  /** All private keys. */
  public List<PrivateKey> decrypting() {
    return all.stream().map(SpKey::privateKey).toList();
  }

  /**
   * Reads keys.
   *
   * @throws IllegalArgumentException when the text is not pairs of a private key and a certificate;
   *     the message quotes nothing of it
   */
  public static SpKeys read(String pem) {
    try (PemReader reader = new PemReader(new StringReader(pem))) {
      List<SpKey> keys = new ArrayList<>();
      PrivateKey pending = null;
      for (PemObject part = reader.readPemObject(); part != null; part = reader.readPemObject()) {
        if (part.getType().equals("PRIVATE KEY") && pending == null) {
          pending = privateKey(part.getContent());
        } else if (part.getType().equals("CERTIFICATE") && pending != null) {
          keys.add(new SpKey(pending, certificate(part.getContent())));
          pending = null;
        } else {
          throw new IllegalArgumentException("each PRIVATE KEY needs its CERTIFICATE behind it");
        }
      }
      return whole(keys, pending);
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalArgumentException("not a private key and certificate in PEM form");
    }
  }

  private static SpKeys whole(List<SpKey> keys, @Nullable PrivateKey pending) {
    if (pending != null || keys.isEmpty()) {
      throw new IllegalArgumentException("each PRIVATE KEY needs its CERTIFICATE behind it");
    }
    return new SpKeys(keys);
  }

  /** PEM text of a new key and a certificate that it signed itself, for ten years. */
  public static String generate(Instant now) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(BITS);
      KeyPair pair = generator.generateKeyPair();
      X500Principal name = new X500Principal("CN=Culvert SAML");
      byte[] certificate =
          new JcaX509v3CertificateBuilder(
                  name,
                  new BigInteger(127, new SecureRandom()).setBit(126),
                  Date.from(now.minus(Duration.ofHours(1))),
                  Date.from(now.plus(VALIDITY)),
                  name,
                  pair.getPublic())
              .build(new JcaContentSignerBuilder("SHA256withRSA").build(pair.getPrivate()))
              .getEncoded();
      return pem("PRIVATE KEY", pair.getPrivate().getEncoded()) + pem("CERTIFICATE", certificate);
    } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
      throw new IllegalStateException("cannot make a key", e);
    }
  }

  private static String pem(String type, byte[] der) {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n";
  }

  private static PrivateKey privateKey(byte[] der) throws GeneralSecurityException {
    return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der));
  }

  private static X509Certificate certificate(byte[] der) throws GeneralSecurityException {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
  }
}
