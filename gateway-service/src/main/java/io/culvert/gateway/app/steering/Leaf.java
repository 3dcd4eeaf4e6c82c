package io.culvert.gateway.app.steering;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/**
 * What answers as the TLS server of one name.
 *
 * @param chain the certificate for the name first; without the root, which clients have
 * @param key of the first
 */
public record Leaf(List<X509Certificate> chain, PrivateKey key) {
  public Leaf {
    chain = List.copyOf(chain);
  }

  /** Until when it is good. */
  Instant notAfter() {
    return chain.getFirst().getNotAfter().toInstant();
  }

  @Override
  public String toString() {
    return "Leaf[" + chain.getFirst().getSubjectX500Principal() + "]";
  }
}
