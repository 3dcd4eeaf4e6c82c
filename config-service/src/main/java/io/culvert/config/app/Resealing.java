package io.culvert.config.app;

import jakarta.enterprise.context.ApplicationScoped;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Seals everything anew under the current key, a few values at a time and while the service serves.
 * The order is in the database, and what is done shows at the values themselves: work that is
 * broken off is taken up again, and any number of instances may share it. Its calls block.
 */
@ApplicationScoped
public class Resealing {
  private static final int BATCH = 200;

  private final KeyRing ring;
  private final SecretStore store;
  private final Clock clock;

  Resealing(KeyRing ring, SecretStore store, Clock clock) {
    this.ring = ring;
    this.store = store;
    this.clock = clock;
  }

  /** Orders everything to be sealed under the key that is current here. */
  public void order() {
    store.putOrder(ring.current(), clock.instant());
  }

  /** How far it is. */
  public SecretsReport report() {
    Map<SealedPlace, Map<String, Long>> counts = new EnumMap<>(SealedPlace.class);
    Set<String> ids = new LinkedHashSet<>(List.of(ring.current()));
    ids.addAll(ring.ids());
    for (SealedPlace place : SealedPlace.values()) {
      Map<String, Long> found = store.counts(place);
      counts.put(place, found);
      ids.addAll(found.keySet());
    }
    List<SecretsReport.KeyUse> keys = new ArrayList<>();
    for (String id : ids) {
      Map<SealedPlace, Long> values = new EnumMap<>(SealedPlace.class);
      counts.forEach((place, found) -> values.put(place, found.getOrDefault(id, 0L)));
      boolean current = id.equals(ring.current());
      keys.add(new SecretsReport.KeyUse(id, current, ring.ids().contains(id), values));
    }
    long remaining =
        keys.stream().filter(key -> !key.current()).mapToLong(SecretsReport.KeyUse::total).sum();
    return new SecretsReport(keys, store.order(), remaining);
  }

  /**
   * Carries out what is ordered, as far as it can be; to be called again and again. An instance
   * whose current key is another one leaves it to those whose is the right one.
   *
   * @return how many values did not open with any key of the ring and were left as they are
   */
  public int carryOut() {
    Optional<ResealOrder> ordered = store.order();
    if (ordered.isEmpty()
        || ordered.get().finished() != null
        || !ordered.get().keyId().equals(ring.current())) {
      return 0;
    }
    int failed = 0;
    for (SealedPlace place : SealedPlace.values()) {
      failed += carryOut(place, ordered.get().keyId());
    }
    if (report().remaining() == 0) {
      store.finish(ordered.get(), clock.instant());
    }
    return failed;
  }

  private int carryOut(SealedPlace place, String keyId) {
    List<String> failed = new ArrayList<>();
    List<String> rows = List.of("");
    while (!rows.isEmpty()) {
      rows =
          store.rewrite(
              place, keyId, rows.getLast(), BATCH, value -> resealed(place, value, failed));
    }
    return failed.size();
  }

  private String resealed(SealedPlace place, SecretStore.Sealed value, List<String> failed) {
    byte[] context = place.context(value.row());
    try {
      return ring.seal(
          place.purpose(), context, ring.open(place.purpose(), context, value.sealed()));
    } catch (GeneralSecurityException e) {
      failed.add(value.row());
      return value.sealed();
    }
  }
}
