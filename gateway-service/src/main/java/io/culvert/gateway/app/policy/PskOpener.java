package io.culvert.gateway.app.policy;

import io.culvert.contract.PskSeal;
import io.culvert.contract.SealedPsk;
import io.culvert.contract.TunnelChange;
import io.culvert.gateway.core.ike.crypto.Secret;
import io.culvert.gateway.core.ike.task.TunnelPolicy.AcceptedPsk;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Opens pre-shared keys that were sealed to this gateway's POP (docs/adr/0008). */
public final class PskOpener {
  private final String pop;
  private final String publicKey;
  private final PskSeal.Opener opener;
  private final String keyId;

  /** An opener with the POP's key pair. */
  public PskOpener(String pop, PskSeal.KeyPair key) {
    this.pop = pop;
    this.publicKey = key.publicKey();
    this.opener = new PskSeal.Opener(key);
    this.keyId = PskSeal.keyId(key.publicKey());
  }

  /** The public key secrets must be sealed to, Base64. */
  public String publicKey() {
    return publicKey;
  }

  /** The keys of that tunnel that open here; empty where none was sealed to this POP's key. */
  List<AcceptedPsk> open(TunnelChange tunnel) {
    return tunnel.psks().stream()
        .filter(wrapped -> wrapped.pop().equals(pop) && wrapped.keyId().equals(keyId))
        .flatMap(wrapped -> open(wrapped, tunnel.id()).stream())
        .toList();
  }

  /** Empty where it was sealed for another tunnel or altered: as good as not there. */
  private Optional<AcceptedPsk> open(SealedPsk wrapped, long tunnelId) {
    try {
      return Optional.of(new AcceptedPsk(wrapped.slot(), secret(wrapped, tunnelId)));
    } catch (GeneralSecurityException e) {
      return Optional.empty();
    }
  }

  private Secret secret(SealedPsk wrapped, long tunnelId) throws GeneralSecurityException {
    byte[] opened = opener.open(wrapped, tunnelId);
    Secret secret = Secret.copyOf(opened);
    Arrays.fill(opened, (byte) 0);
    return secret;
  }
}
