package io.culvert.contract;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a POP's gateways issue certificates with.
 *
 * @param serial the serial number of the first of the chain, hexadecimal
 * @param chain X.509 in Base64 of DER: the POP's own first, each issued by the next, the last one
 *     self-signed
 * @param key the first one's private key, sealed to the POP; null until the POP has a public key
 */
public record PopCertificate(
    String serial, List<String> chain, @Nullable SealedCertificateKey key) {
  public PopCertificate {
    Checks.text(serial, "serial");
    chain = Checks.list(chain);
    if (chain.isEmpty()) {
      throw new IllegalArgumentException("chain is empty");
    }
  }
}
