package io.culvert.gateway.app.steering;

import io.culvert.contract.CertificateSeal;
import io.culvert.contract.PopCertificate;
import io.culvert.contract.PopChange;
import io.culvert.contract.PskSeal;
import io.culvert.contract.SealedCertificateKey;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import org.jboss.logging.Logger;

/** Has certificates issued under the intermediate of this POP, as it is now. */
public final class PopLeaves {
  private static final Logger LOG = Logger.getLogger(PopLeaves.class);

  private final String pop;
  private final PskSeal.KeyPair key;
  private final Leaves leaves;

  /**
   * For a gateway of that POP.
   *
   * @param key the POP's pair, to which the certificate's key is sealed
   */
  public PopLeaves(String pop, PskSeal.KeyPair key, Leaves leaves) {
    this.pop = pop;
    this.key = key;
    this.leaves = leaves;
  }

  /** A POP was made or changed; one that is another's does not matter. */
  public void popChanged(PopChange change) {
    PopCertificate certificate = change.certificate();
    SealedCertificateKey sealed = certificate == null ? null : certificate.key();
    if (!change.name().equals(pop) || certificate == null || sealed == null) {
      return;
    }
    try {
      byte[] pkcs8 = CertificateSeal.open(sealed, key, pop, certificate.serial());
      leaves.issueWith(LeafIssuer.of(certificate, pkcs8, new SecureRandom()));
      Arrays.fill(pkcs8, (byte) 0);
    } catch (GeneralSecurityException e) {
      LOG.errorf(
          "no log-in pages for HTTPS until the POP has another certificate: %s", e.getMessage());
    }
  }
}
