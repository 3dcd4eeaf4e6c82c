package io.culvert.auth.domain;

import io.culvert.contract.AuthChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * All a tenant has set, as one value: what refers to what is always right within it.
 *
 * @param tenant the tenant's id
 * @param version grows with each change; 0 when nothing was ever set
 * @param lastId the last id given to an account or a location
 * @param settings whether and how users log in
 * @param accounts identity providers, by id
 * @param locations named networks, by id
 * @param bypass what passes without log-in
 * @param tunnelAccounts the account of users behind a tunnel, where it is not the tenant's
 */
public record TenantAuth(
    String tenant,
    long version,
    long lastId,
    AuthSettings settings,
    List<SamlAccount> accounts,
    List<NetworkLocation> locations,
    Bypass bypass,
    Map<Long, Long> tunnelAccounts) {
  private static final int MAX_ACCOUNTS = 50;
  private static final int MAX_LOCATIONS = 1000;
  private static final int MAX_TUNNEL_ACCOUNTS = 1000;

  /** Of all locations together: what is bypassed must fit into one event. */
  private static final int MAX_RANGES = 10_000;

  @SuppressWarnings("NullAway") // What was stored before there were accounts of tunnels.
  public TenantAuth {
    tunnelAccounts = tunnelAccounts == null ? Map.of() : Map.copyOf(tunnelAccounts);
    accounts = List.copyOf(accounts);
    locations = List.copyOf(locations);
  }

  /** A tenant that never set anything. */
  public static TenantAuth initial(String tenant) {
    return new TenantAuth(
        tenant, 0, 0, AuthSettings.INITIAL, List.of(), List.of(), Bypass.NOTHING, Map.of());
  }

  /** The same under the next version. */
  public TenantAuth next() {
    return new TenantAuth(
        tenant, version + 1, lastId, settings, accounts, locations, bypass, tunnelAccounts);
  }

  /**
   * With these settings.
   *
   * @throws RefusedException when the account is not there
   */
  public TenantAuth with(AuthSettings changed) {
    Long account = changed.account();
    if (account != null && accounts.stream().noneMatch(one -> one.id() == account)) {
      throw RefusedException.invalid("account", "is not a SAML account of this tenant");
    }
    return new TenantAuth(
        tenant, version, lastId, changed, accounts, locations, bypass, tunnelAccounts);
  }

  /**
   * With these bypass rules.
   *
   * @throws RefusedException when a network location is not there
   */
  public TenantAuth with(Bypass changed) {
    Violations violations = new Violations();
    for (int i = 0; i < changed.networks().size(); i++) {
      long id = changed.networks().get(i).location();
      if (locations.stream().noneMatch(location -> location.id() == id)) {
        violations.add("networks[" + i + "].location", "is not a network location of this tenant");
      }
    }
    violations.throwIfAny();
    return new TenantAuth(
        tenant, version, lastId, settings, accounts, locations, changed, tunnelAccounts);
  }

  /** The account of that id. */
  public Optional<SamlAccount> account(long id) {
    return accounts.stream().filter(one -> one.id() == id).findFirst();
  }

  /** The location of that id. */
  public Optional<NetworkLocation> location(long id) {
    return locations.stream().filter(one -> one.id() == id).findFirst();
  }

  /**
   * With one account more, the last of the list.
   *
   * @throws RefusedException when its name is taken
   */
  public TenantAuth add(SamlAccount account) {
    full("SAML accounts", accounts.size(), MAX_ACCOUNTS);
    nameIsFree(account.name(), accounts.stream().map(SamlAccount::name).toList());
    return withAccounts(append(accounts, account.withId(lastId + 1)), lastId + 1);
  }

  /**
   * With this account instead of the one of that id.
   *
   * @throws RefusedException when there is none, or the name is another's
   */
  public TenantAuth replace(long id, SamlAccount account) {
    mustBeThere(account(id), "SAML account");
    nameIsFree(
        account.name(),
        accounts.stream().filter(one -> one.id() != id).map(SamlAccount::name).toList());
    return withAccounts(set(accounts, SamlAccount::id, account.withId(id), id), lastId);
  }

  /**
   * Without the account of that id.
   *
   * @throws RefusedException when there is none, or users log in with it
   */
  public TenantAuth removeAccount(long id) {
    mustBeThere(account(id), "SAML account");
    Long used = settings.account();
    if (used != null && used == id) {
      throw RefusedException.conflict(
          "account", "is the one users log in with; choose another one first");
    }
    if (tunnelAccounts.containsValue(id)) {
      throw RefusedException.conflict(
          "id", "is the one users behind some tunnel log in with; change that first");
    }
    return withAccounts(without(accounts, one -> one.id() == id), lastId);
  }

  /**
   * With one location more, the last of the list.
   *
   * @throws RefusedException when its name is taken
   */
  public TenantAuth add(NetworkLocation location) {
    full("network locations", locations.size(), MAX_LOCATIONS);
    nameIsFree(location.name(), locations.stream().map(NetworkLocation::name).toList());
    return withLocations(append(locations, location.withId(lastId + 1)), lastId + 1);
  }

  /**
   * With this location instead of the one of that id.
   *
   * @throws RefusedException when there is none, or the name is another's
   */
  public TenantAuth replace(long id, NetworkLocation location) {
    mustBeThere(location(id), "network location");
    nameIsFree(
        location.name(),
        locations.stream().filter(one -> one.id() != id).map(NetworkLocation::name).toList());
    return withLocations(set(locations, NetworkLocation::id, location.withId(id), id), lastId);
  }

  /**
   * Without the location of that id.
   *
   * @throws RefusedException when there is none, or a bypass rule uses it
   */
  public TenantAuth removeLocation(long id) {
    mustBeThere(location(id), "network location");
    if (bypass.networks().stream().anyMatch(network -> network.location() == id)) {
      throw RefusedException.conflict("id", "is used by a bypass rule; remove it there first");
    }
    return withLocations(without(locations, one -> one.id() == id), lastId);
  }

  /**
   * With another account for users behind a tunnel.
   *
   * @param account its id; null for that of the tenant
   * @throws RefusedException when it is not there
   */
  public TenantAuth withTunnelAccount(long tunnel, @Nullable Long account) {
    Map<Long, Long> changed = new TreeMap<>(tunnelAccounts);
    if (account == null) {
      changed.remove(tunnel);
    } else if (account(account).isEmpty()) {
      throw RefusedException.invalid("account", "is not a SAML account of this tenant");
    } else {
      changed.put(tunnel, account);
    }
    if (changed.size() > MAX_TUNNEL_ACCOUNTS) {
      throw RefusedException.conflict(
          "account", "at most " + MAX_TUNNEL_ACCOUNTS + " tunnels may have one of their own");
    }
    return new TenantAuth(tenant, version, lastId, settings, accounts, locations, bypass, changed);
  }

  /** The account that users behind a tunnel log in with. */
  public Optional<SamlAccount> accountOf(long tunnel) {
    Long id = tunnelAccounts.getOrDefault(tunnel, settings.account());
    return id == null ? Optional.empty() : account(id);
  }

  /** The accounts that users log in with, at one tunnel or another. */
  public List<SamlAccount> accountsInUse() {
    return accounts.stream()
        .filter(
            one ->
                Objects.equals(settings.account(), one.id())
                    || tunnelAccounts.containsValue(one.id()))
        .toList();
  }

  /**
   * What gateways need to know.
   *
   * @param login where and how users log in; null when they cannot
   */
  public AuthChange toEvent(AuthChange.@Nullable Login login) {
    return new AuthChange(
        tenant,
        version,
        settings.enabled(),
        settings.sessionLifetimeSeconds(),
        settings.idleTimeoutSeconds(),
        settings.webPorts(),
        bypass.domains(),
        bypass.categories(),
        bypass.networks().stream().map(this::toEvent).toList(),
        login);
  }

  private AuthChange.BypassNetwork toEvent(BypassNetwork network) {
    NetworkLocation location = location(network.location()).orElseThrow();
    return new AuthChange.BypassNetwork(location.name(), network.match(), location.ranges());
  }

  private TenantAuth withAccounts(List<SamlAccount> changed, long last) {
    return new TenantAuth(
        tenant, version, last, settings, changed, locations, bypass, tunnelAccounts);
  }

  private TenantAuth withLocations(List<NetworkLocation> changed, long last) {
    if (changed.stream().mapToInt(location -> location.ranges().size()).sum() > MAX_RANGES) {
      throw RefusedException.invalid(
          "ranges", "all locations together must have at most " + MAX_RANGES + " entries");
    }
    return new TenantAuth(
        tenant, version, last, settings, accounts, changed, bypass, tunnelAccounts);
  }

  private static void mustBeThere(Optional<?> found, String what) {
    if (found.isEmpty()) {
      throw RefusedException.notFound(what);
    }
  }

  private static void nameIsFree(String name, List<String> others) {
    if (others.stream().anyMatch(other -> other.equalsIgnoreCase(name))) {
      throw RefusedException.conflict("name", "is taken");
    }
  }

  private static void full(String what, int size, int most) {
    if (size >= most) {
      throw RefusedException.conflict("name", "there are " + most + " " + what + ", the most");
    }
  }

  private static <T> List<T> append(List<T> list, T one) {
    List<T> longer = new ArrayList<>(list);
    longer.add(one);
    return longer;
  }

  private static <T> List<T> set(List<T> list, ToLongFunction<T> idOf, T changed, long id) {
    return list.stream().map(one -> idOf.applyAsLong(one) == id ? changed : one).toList();
  }

  private static <T> List<T> without(List<T> list, Predicate<T> gone) {
    return list.stream().filter(gone.negate()).toList();
  }
}
