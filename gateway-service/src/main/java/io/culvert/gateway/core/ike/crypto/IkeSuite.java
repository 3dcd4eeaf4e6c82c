package io.culvert.gateway.core.ike.crypto;

import io.culvert.gateway.core.wire.EncrId;
import io.culvert.gateway.core.wire.IntegId;
import io.culvert.gateway.core.wire.KeMethod;
import io.culvert.gateway.core.wire.PrfId;
import java.util.Optional;

/**
 * The algorithms of an IKE SA; one that exists can be computed.
 *
 * @param encryption not NULL
 * @param integrity empty exactly when the encryption is an AEAD
 * @param prf one of {@link Prf#SUPPORTED}
 * @param ke one of {@link KeyExchange#SUPPORTED}
 * @param additional the key exchange that follows in IKE_INTERMEDIATE (RFC 9370), one of {@link
 *     KeyEncapsulation#SUPPORTED}
 */
public record IkeSuite(
    EncryptionAlgorithm encryption,
    Optional<IntegId> integrity,
    PrfId prf,
    KeMethod ke,
    Optional<KeMethod> additional) {
  public IkeSuite {
    if (encryption.id() == EncrId.NULL
        || encryption.aead() == integrity.isPresent()
        || !integrity.map(Integrity.SUPPORTED::contains).orElse(true)
        || !Prf.SUPPORTED.contains(prf)
        || !KeyExchange.SUPPORTED.contains(ke)
        || !additional.map(KeyEncapsulation.SUPPORTED::contains).orElse(true)) {
      throw new IllegalArgumentException("not a suite of an IKE SA");
    }
  }

  /** A suite without an additional key exchange. */
  public IkeSuite(
      EncryptionAlgorithm encryption, Optional<IntegId> integrity, PrfId prf, KeMethod ke) {
    this(encryption, integrity, prf, ke, Optional.empty());
  }
}
