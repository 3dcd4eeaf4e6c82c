package io.culvert.config.domain;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All POPs by name. */
public final class PopCatalog {
  private final Map<String, Pop> byName = new LinkedHashMap<>();

  public PopCatalog(Collection<Pop> pops) {
    pops.forEach(pop -> byName.put(pop.name(), pop));
  }

  public Optional<Pop> named(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** The most a tunnel may be given at all of these POPs: it may come up at any of them. */
  public int maxMbps(List<String> names) {
    return used(names).stream().mapToInt(Pop::maxMbps).min().orElse(Integer.MAX_VALUE);
  }

  /** Why two POPs should not be used together: one release takes both down. */
  public Optional<String> sharedDay(List<String> names) {
    List<Pop> used = used(names);
    return used.size() == 2 && used.getFirst().sharesDayAndMetro(used.getLast())
        ? Optional.of(
            "%s and %s are in the same metro and get releases on the same day (%s), so both may be down at once; choose another or repeat with ?force=true"
                .formatted(
                    used.getFirst().name(),
                    used.getLast().name(),
                    used.getFirst().settings().releaseDeploymentDay()))
        : Optional.empty();
  }

  private List<Pop> used(List<String> names) {
    return names.stream().map(this::named).flatMap(Optional::stream).toList();
  }

  public Collection<Pop> all() {
    return byName.values();
  }
}
