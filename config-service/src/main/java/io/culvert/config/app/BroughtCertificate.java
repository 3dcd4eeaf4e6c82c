package io.culvert.config.app;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * An intermediate that an operator brought, checked. It prints without the key.
 *
 * @param chain its own certificate first, each issued by the next, the last one self-signed
 * @param key the private key of the first
 * @param warnings what is accepted but unwise
 */
public record BroughtCertificate(
    List<X509Certificate> chain, PrivateKey key, List<String> warnings) {
  public BroughtCertificate {
    chain = List.copyOf(chain);
    warnings = List.copyOf(warnings);
  }

  @Override
  public String toString() {
    return "BroughtCertificate[" + chain.getFirst().getSubjectX500Principal() + "]";
  }
}
