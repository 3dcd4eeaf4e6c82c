package io.culvert.auth.app;

import io.culvert.auth.domain.Bypass;
import io.culvert.auth.domain.BypassNetwork;
import io.culvert.auth.domain.RefusedException;
import io.culvert.auth.domain.TenantAuth;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Changes of bypass rules: the whole list, or one item. */
@ApplicationScoped
public class BypassRules {
  private final TenantAuthStore store;

  BypassRules(TenantAuthStore store) {
    this.store = store;
  }

  /** What passes now. */
  public Uni<Bypass> read(String tenant) {
    return store.read(tenant).map(TenantAuth::bypass);
  }

  /** These domains and no others. */
  public Uni<Bypass> setDomains(String tenant, List<String> domains) {
    return change(tenant, bypass -> bypass.withDomains(domains));
  }

  /** These domains too. */
  public Uni<Bypass> addDomains(String tenant, List<String> domains) {
    return change(tenant, bypass -> bypass.withDomains(union(bypass.domains(), domains)));
  }

  /** Not this domain; refused when it is not in the list. */
  public Uni<Bypass> removeDomain(String tenant, String domain) {
    return change(
        tenant,
        bypass ->
            bypass.withDomains(
                without(bypass.domains(), name -> name.equals(domain), "bypass domain")));
  }

  /** These categories and no others. */
  public Uni<Bypass> setCategories(String tenant, List<String> categories) {
    return change(tenant, bypass -> bypass.withCategories(categories));
  }

  /** These categories too. */
  public Uni<Bypass> addCategories(String tenant, List<String> categories) {
    return change(
        tenant,
        bypass -> {
          List<String> fresh =
              categories.stream()
                  .filter(name -> bypass.categories().stream().noneMatch(name::equalsIgnoreCase))
                  .toList();
          return bypass.withCategories(union(bypass.categories(), fresh));
        });
  }

  /** Not this category; refused when it is not in the list. */
  public Uni<Bypass> removeCategory(String tenant, String category) {
    return change(
        tenant,
        bypass ->
            bypass.withCategories(
                without(bypass.categories(), name -> name.equalsIgnoreCase(category), "category")));
  }

  /** These networks and no others. */
  public Uni<Bypass> setNetworks(String tenant, List<BypassNetwork> networks) {
    return change(tenant, bypass -> bypass.withNetworks(networks));
  }

  /** This network too; refused when its location is in the list already. */
  public Uni<Bypass> addNetwork(String tenant, BypassNetwork network) {
    return change(
        tenant,
        bypass -> {
          if (bypass.networks().stream().anyMatch(one -> one.location() == network.location())) {
            throw RefusedException.conflict(
                "location", "is bypassed already; by user-ip or egress-ip, never both");
          }
          List<BypassNetwork> all = new ArrayList<>(bypass.networks());
          all.add(network);
          return bypass.withNetworks(all);
        });
  }

  /** Not the network of this location; refused when it is not in the list. */
  public Uni<Bypass> removeNetwork(String tenant, long location) {
    return change(
        tenant,
        bypass ->
            bypass.withNetworks(
                without(bypass.networks(), one -> one.location() == location, "bypass network")));
  }

  private Uni<Bypass> change(String tenant, UnaryOperator<Bypass> change) {
    return store
        .change(tenant, auth -> auth.with(change.apply(auth.bypass())))
        .map(TenantAuth::bypass);
  }

  private static List<String> union(List<String> some, List<String> more) {
    List<String> all = new ArrayList<>(some);
    more.stream().filter(one -> !all.contains(one)).forEach(all::add);
    return all;
  }

  private static <T> List<T> without(List<T> list, Predicate<T> gone, String what) {
    List<T> kept = list.stream().filter(gone.negate()).toList();
    if (kept.size() == list.size()) {
      throw RefusedException.notFound(what);
    }
    return kept;
  }
}
