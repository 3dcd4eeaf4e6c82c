package io.culvert.auth.domain;

import java.util.List;

/**
 * What passes without log-in.
 *
 * @param domains exact names, or {@code *.} and a name for all below it
 * @param categories web categories
 * @param networks network locations, each at most once
 */
public record Bypass(List<String> domains, List<String> categories, List<BypassNetwork> networks) {
  static final int MAX_DOMAINS = 2000;
  static final int MAX_CATEGORIES = 200;
  static final int MAX_NETWORKS = 200;

  /** Nothing passes. */
  public static final Bypass NOTHING = new Bypass(List.of(), List.of(), List.of());

  public Bypass {
    domains = List.copyOf(domains);
    categories = List.copyOf(categories);
    networks = List.copyOf(networks);
  }

  /** With these domains instead. */
  public Bypass withDomains(List<String> names) {
    limit("domains", names.size(), MAX_DOMAINS);
    return new Bypass(names, categories, networks);
  }

  /** With these categories instead. */
  public Bypass withCategories(List<String> names) {
    limit("categories", names.size(), MAX_CATEGORIES);
    return new Bypass(domains, names, networks);
  }

  /**
   * With these networks instead.
   *
   * @throws RefusedException when a location is in the list twice
   */
  public Bypass withNetworks(List<BypassNetwork> wanted) {
    limit("networks", wanted.size(), MAX_NETWORKS);
    Violations violations = new Violations();
    for (int i = 0; i < wanted.size(); i++) {
      long location = wanted.get(i).location();
      if (wanted.subList(0, i).stream().anyMatch(one -> one.location() == location)) {
        violations.add(
            "networks[" + i + "].location", "is in the list before; say user-ip or egress-ip once");
      }
    }
    violations.throwIfAny();
    return new Bypass(domains, categories, wanted);
  }

  private static void limit(String field, int size, int most) {
    if (size > most) {
      throw RefusedException.invalid(field, "must have at most " + most + " entries");
    }
  }
}
