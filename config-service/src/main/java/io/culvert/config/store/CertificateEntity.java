package io.culvert.config.store;

import io.culvert.config.app.StoredCertificate;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A row of {@code certificate}. */
@Entity(name = "Certificate")
@Table(name = "certificate", schema = "config")
class CertificateEntity {
  @Id String holder;

  @Column @Nullable String pop;
  @Column boolean brought;
  @Column String chain;

  @Column(name = "key_sealed")
  String keySealed;

  @Column(name = "not_before")
  Instant notBefore;

  @Column(name = "not_after")
  Instant notAfter;

  void set(StoredCertificate certificate) {
    holder = certificate.holder();
    pop = certificate.pop().orElse(null);
    brought = certificate.brought();
    chain = Lists.join(certificate.chain().stream().map(CertificateEntity::encode).toList());
    keySealed = certificate.sealedKey();
    notBefore = certificate.notBefore();
    notAfter = certificate.notAfter();
  }

  StoredCertificate toStored() {
    List<X509Certificate> all = Lists.split(chain).stream().map(CertificateEntity::decode).toList();
    return new StoredCertificate(Optional.ofNullable(pop), brought, all, keySealed);
  }

  static String encode(X509Certificate certificate) {
    try {
      return Base64.getEncoder().encodeToString(certificate.getEncoded());
    } catch (CertificateException e) {
      throw new IllegalStateException(e);
    }
  }

  private static X509Certificate decode(String base64) {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(Base64.getDecoder().decode(base64)));
    } catch (CertificateException e) {
      throw new IllegalStateException("a stored certificate is none", e);
    }
  }
}
