package io.culvert.config.app;

import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Sealed values in memory. */
final class MemorySecrets implements SecretStore {
  private final Map<SealedPlace, Map<String, String>> values = new EnumMap<>(SealedPlace.class);
  private @Nullable ResealOrder order;

  MemorySecrets() {
    for (SealedPlace place : SealedPlace.values()) {
      values.put(place, new TreeMap<>());
    }
  }

  /** The values of a place by row. */
  Map<String, String> at(SealedPlace place) {
    return values.getOrDefault(place, Map.of());
  }

  private static String keyId(String sealed) {
    String[] parts = sealed.split("\\.", -1);
    return parts.length > 1 ? parts[1] : "";
  }

  @Override
  public Optional<String> serviceKey(String name) {
    return Optional.ofNullable(at(SealedPlace.SERVICE_KEY).get(name));
  }

  @Override
  public String keepServiceKey(String name, String sealed) {
    String before = at(SealedPlace.SERVICE_KEY).putIfAbsent(name, sealed);
    return before == null ? sealed : before;
  }

  @Override
  public Map<String, Long> counts(SealedPlace place) {
    return at(place).values().stream()
        .collect(Collectors.groupingBy(MemorySecrets::keyId, Collectors.counting()));
  }

  @Override
  public Optional<Sealed> sample(SealedPlace place, String keyId) {
    return at(place).entrySet().stream()
        .filter(e -> keyId(e.getValue()).equals(keyId))
        .map(e -> new Sealed(e.getKey(), e.getValue()))
        .findFirst();
  }

  @Override
  public List<String> rewrite(
      SealedPlace place, String keyId, String after, int limit, Function<Sealed, String> change) {
    List<Sealed> found =
        at(place).entrySet().stream()
            .filter(e -> e.getKey().compareTo(after) > 0 && !keyId(e.getValue()).equals(keyId))
            .limit(limit)
            .map(e -> new Sealed(e.getKey(), e.getValue()))
            .toList();
    Map<String, String> changed = new HashMap<>();
    found.forEach(value -> changed.put(value.row(), change.apply(value)));
    at(place).putAll(changed);
    return found.stream().map(Sealed::row).toList();
  }

  @Override
  public Optional<ResealOrder> order() {
    return Optional.ofNullable(order);
  }

  @Override
  public void putOrder(String keyId, Instant now) {
    order = new ResealOrder(keyId, now, null);
  }

  @Override
  public void finish(ResealOrder done, Instant now) {
    order = new ResealOrder(done.keyId(), done.requested(), now);
  }
}
