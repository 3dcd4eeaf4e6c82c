package io.culvert.config.app;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Where certificates are kept. */
public interface CertificateStore {
  /** The certificate of a holder. */
  Uni<Optional<StoredCertificate>> find(String holder);

  /** The certificates of POPs, in order of name. */
  Uni<List<StoredCertificate>> ofPops();

  /** Keeps a certificate unless its holder has one. */
  Uni<Void> keep(StoredCertificate certificate);

  /** Keeps a certificate in the place of the holder's one. */
  Uni<Void> replace(StoredCertificate certificate);

  /**
   * The POPs that have no certificate, or one that was issued here and ends by then.
   *
   * @param ended until when a certificate lasts that is to be renewed
   */
  Uni<List<String>> due(Instant ended);
}
