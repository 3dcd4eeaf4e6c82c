package io.culvert.config.domain;

import java.util.Collection;
import java.util.LinkedHashMap;
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

  public Collection<Pop> all() {
    return byName.values();
  }
}
