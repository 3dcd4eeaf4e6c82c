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

/** Opens pre-shared keys that were sealed to this gateway's POP, when a handshake needs them. */
public final class PskOpener {
  /** A tunnel's present key and, during a rotation, the one before. */
  private static final int MOST_KEYS = 2;

  private static final int DECOY_LENGTH = 32;

  private final String pop;
  private final PskSeal.KeyPair key;
  private final String keyId;
  private final SealedPsk decoy;

  /** An opener with the POP's key pair. */
  public PskOpener(String pop, PskSeal.KeyPair key) {
    this.pop = pop;
    this.key = key;
    this.keyId = PskSeal.keyId(key.publicKey());
    this.decoy = PskSeal.seal(new byte[DECOY_LENGTH], key.publicKey(), 0, pop, "decoy");
  }

  /** The public key secrets must be sealed to, Base64. */
  public String publicKey() {
    return key.publicKey();
  }

  /** The keys of that tunnel that open here; empty where none was sealed to this POP's key. */
  public List<AcceptedPsk> open(TunnelChange tunnel) {
    return tunnel.psks().stream()
        .filter(wrapped -> wrapped.pop().equals(pop) && wrapped.keyId().equals(keyId))
        .flatMap(wrapped -> open(wrapped, tunnel.id()).stream())
        .toList();
  }

  /**
   * The same, and so many decoys beside them that it takes as long for every tunnel and for none:
   * how fast a device is refused tells nobody which identities exist.
   */
  List<AcceptedPsk> openInEqualTime(Optional<TunnelChange> tunnel) {
    List<AcceptedPsk> keys = tunnel.map(this::open).orElse(List.of());
    for (int opened = keys.size(); opened < MOST_KEYS; opened++) {
      open(decoy, 0).ifPresent(key -> key.secret().erase());
    }
    return keys;
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
    byte[] opened = PskSeal.open(wrapped, key, tunnelId);
    Secret secret = Secret.copyOf(opened);
    Arrays.fill(opened, (byte) 0);
    return secret;
  }

  /** Whether each key accepted for the old tunnel is still accepted for the new one. */
  boolean keepsKeys(TunnelChange old, TunnelChange now) {
    if (old.psks().equals(now.psks())) {
      return true;
    }
    List<AcceptedPsk> still = open(now);
    return open(old).stream()
        .allMatch(was -> still.stream().anyMatch(is -> is.secret().equals(was.secret())));
  }
}
