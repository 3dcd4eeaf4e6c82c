package io.culvert.auth.saml;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;

/**
 * A key of this service with its certificate: it signs requests, and assertions may be encrypted to
 * it.
 */
public record SpKey(PrivateKey privateKey, X509Certificate certificate) {
  @Override
  public String toString() {
    return "SpKey[" + certificate.getSubjectX500Principal() + ", privateKey=***]";
  }
}
