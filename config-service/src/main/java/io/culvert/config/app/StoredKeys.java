package io.culvert.config.app;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * What the service needs of the stored secrets before it serves: that the key ring opens them, and
 * the key of the digests. Its calls block.
 */
public final class StoredKeys {
  static final String DIGEST_KEY = "psk-digest";

  private static final int DIGEST_KEY_LENGTH = 32;
  private static final String ADVICE =
      "; give the service the key-encryption key that the stored secrets were sealed under"
          + " (culvert.config.kek, kek-file, previous-kek-files or kek-mount)";

  private final KeyRing ring;
  private final SecretStore store;
  private final SecureRandom random;

  /** Over a ring and a store. */
  public StoredKeys(KeyRing ring, SecretStore store, SecureRandom random) {
    this.ring = ring;
    this.store = store;
    this.random = random;
  }

  /**
   * Checks that the ring opens what is stored: a value under each key of each place.
   *
   * @throws IllegalStateException when it does not; the message tells an operator what to do
   */
  public void check() {
    Set<String> missing = new TreeSet<>();
    for (SealedPlace place : SealedPlace.values()) {
      for (String keyId : store.counts(place).keySet()) {
        if (keyId.equals(KeyRing.NO_ID) || ring.ids().contains(keyId)) {
          store.sample(place, keyId).ifPresent(sample -> requireOpens(place, sample));
        } else {
          missing.add(keyId);
        }
      }
    }
    if (!missing.isEmpty()) {
      throw new IllegalStateException(
          "stored secrets do not open: they are sealed under " + missing + ADVICE);
    }
  }

  private void requireOpens(SealedPlace place, SecretStore.Sealed sample) {
    try {
      byte[] unused = ring.open(place.purpose(), place.context(sample.row()), sample.sealed());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(
          "stored secrets do not open: %s of %s".formatted(place, sample.row()) + ADVICE, e);
    }
  }

  /**
   * The key of the digests, made at the first start. It stays the same whatever becomes of the
   * key-encryption keys: digests of before must be found again. An installation that is older than
   * it goes on with the one it derived from its key-encryption key.
   */
  public SecretKey digestKey() {
    String stored =
        store
            .serviceKey(DIGEST_KEY)
            .orElseGet(() -> store.keepServiceKey(DIGEST_KEY, sealed(first())));
    try {
      byte[] octets = ring.open(Purpose.SERVICE_KEY, context(), stored);
      return new SecretKeySpec(octets, "HmacSHA256");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the stored digest key does not open" + ADVICE, e);
    }
  }

  private String sealed(byte[] octets) {
    return ring.seal(Purpose.SERVICE_KEY, context(), octets);
  }

  private static byte[] context() {
    return SealedPlace.SERVICE_KEY.context(DIGEST_KEY);
  }

  private byte[] first() {
    Optional<SecretStore.Sealed> old = store.sample(SealedPlace.TUNNEL_KEY, KeyRing.NO_ID);
    if (old.isEmpty()) {
      byte[] octets = new byte[DIGEST_KEY_LENGTH];
      random.nextBytes(octets);
      return octets;
    }
    try {
      byte[] context = SealedPlace.TUNNEL_KEY.context(old.get().row());
      return ring.openerOf(Purpose.PSK, context, old.get().sealed()).digesting().getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("stored secrets do not open" + ADVICE, e);
    }
  }
}
