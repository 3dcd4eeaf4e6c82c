package io.culvert.config.app;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A certificate with its sealed private key.
 *
 * @param pop whose it is; empty for the root
 * @param brought whether an operator brought it, else it was issued here
 * @param chain its own certificate first, each issued by the next
 * @param sealedKey its private key, PKCS #8, sealed to its {@link #holder}
 */
public record StoredCertificate(
    Optional<String> pop, boolean brought, List<X509Certificate> chain, String sealedKey) {
  /** The root's holder. */
  static final String ROOT = "root";

  public StoredCertificate {
    chain = List.copyOf(chain);
  }

  /** What it is stored under. */
  public String holder() {
    return pop.map(StoredCertificate::holder).orElse(ROOT);
  }

  /** What the certificate of a POP is stored under. */
  public static String holder(String pop) {
    return "pop/" + pop;
  }

  /** The certificate itself. */
  public X509Certificate own() {
    return chain.getFirst();
  }

  /** Its serial number, hexadecimal. */
  public String serial() {
    return own().getSerialNumber().toString(16);
  }

  /** The first moment it is valid. */
  public Instant notBefore() {
    return own().getNotBefore().toInstant();
  }

  /** The last moment it is valid. */
  public Instant notAfter() {
    return own().getNotAfter().toInstant();
  }

  @Override
  public String toString() {
    return "StoredCertificate[" + holder() + ", serial=" + serial() + "]";
  }
}
