package io.culvert.gateway.core.ike.crypto;

import io.culvert.gateway.core.wire.IntegId;
import io.culvert.gateway.core.wire.KeMethod;
import java.util.Optional;

/**
 * The algorithms of a child SA (ESP without extended sequence numbers); one that exists can be
 * computed.
 *
 * @param encryption the cipher; NULL encrypts nothing but is authenticated
 * @param integrity empty exactly when the encryption is an AEAD
 * @param pfs the group of the additional key exchange, when there is one
 */
public record EspSuite(
    EncryptionAlgorithm encryption, Optional<IntegId> integrity, Optional<KeMethod> pfs) {
  public EspSuite {
    if (encryption.aead() == integrity.isPresent()
        || !integrity.map(Integrity.SUPPORTED::contains).orElse(true)
        || !pfs.map(KeyExchange.SUPPORTED::contains).orElse(true)) {
      throw new IllegalArgumentException("not a suite of a child SA");
    }
  }
}
