package io.culvert.config.app;

import java.time.Duration;

/**
 * How long certificates last.
 *
 * @param root the root's lifetime
 * @param intermediate the lifetime of an intermediate
 * @param renewBefore how long before the end of an intermediate the next one is made
 */
public record CertificateTerms(Duration root, Duration intermediate, Duration renewBefore) {
  public CertificateTerms {
    if (renewBefore.compareTo(intermediate) >= 0 || renewBefore.isNegative()) {
      throw new IllegalArgumentException(
          "culvert.config.certificates.renew-before must be shorter than intermediate-lifetime");
    }
    if (intermediate.compareTo(root) >= 0) {
      throw new IllegalArgumentException(
          "culvert.config.certificates.intermediate-lifetime must be shorter than root-lifetime");
    }
  }
}
