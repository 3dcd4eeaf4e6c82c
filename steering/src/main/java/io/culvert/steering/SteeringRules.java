package io.culvert.steering;

import io.culvert.contract.AuthChange;
import io.culvert.steering.category.CategoryIndex;
import io.culvert.steering.net.HostName;
import io.culvert.steering.net.IpAddress;
import io.culvert.steering.net.IpRange;
import io.culvert.steering.net.IpTable;
import io.culvert.steering.net.NameTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the rules of one tenant mean. Two questions are asked: of a host, once, whether it passes
 * whatever it does ({@link #passesAlways}); and of a connection, when the name it is for is known
 * ({@link #decide}). Of several rules that let it pass, the order of {@link Decision}'s records
 * says which is named. Immutable.
 */
public final class SteeringRules {
  private static final Decision OFF = new Decision.AuthenticationOff();
  private static final Decision LOG_IN = new Decision.MustLogIn();

  private final boolean enabled;
  private final Set<Integer> webPorts;
  private final IpTable<Decision> users;
  private final IpTable<Decision> egresses;
  private final NameTable<Decision> domains;
  private final NameTable<Decision> loginHosts;
  private final CategoryIndex index;
  private final Map<String, Decision> categories;
  private final List<String> unreadable;

  private SteeringRules(AuthChange change, CategoryIndex index) {
    List<String> skipped = new ArrayList<>();
    AuthChange.Login login = change.login();
    this.enabled = change.enabled();
    this.webPorts = Set.copyOf(change.webPorts());
    this.users = networks(change, AuthChange.BypassNetwork.Match.USER_IP, skipped);
    this.egresses = networks(change, AuthChange.BypassNetwork.Match.EGRESS_IP, skipped);
    this.domains = names(change.bypassDomains(), Decision.BypassDomain::new, skipped);
    this.loginHosts =
        names(login == null ? List.of() : login.hosts(), Decision.LoginHost::new, skipped);
    this.index = index;
    this.categories = categories(change.bypassCategories(), index);
    this.unreadable = List.copyOf(skipped);
  }

  /**
   * The rules of an event. A category that the index does not know bypasses nothing; case does not
   * matter in its name.
   */
  public static SteeringRules of(AuthChange change, CategoryIndex index) {
    return new SteeringRules(change, index);
  }

  /** Ranges and names of the event that are none: nothing passes by them. */
  public List<String> unreadable() {
    return unreadable;
  }

  /**
   * Whether a host passes whatever it does: the rule by which it does, or null when it must log in
   * but for what {@link #decide} finds. Allocates nothing.
   *
   * @param userIp the host's inside address, IPv4
   * @param egressIp the device's outer address, IPv4
   */
  public @Nullable Decision passesAlways(int userIp, int egressIp) {
    if (!enabled) {
      return OFF;
    }
    Decision byUser = users.find(userIp);
    return byUser == null ? egresses.find(egressIp) : byUser;
  }

  /** The same for addresses of either kind. */
  public @Nullable Decision passesAlways(IpAddress userIp, IpAddress egressIp) {
    if (!enabled) {
      return OFF;
    }
    Decision byUser = users.find(userIp);
    return byUser == null ? egresses.find(egressIp) : byUser;
  }

  /**
   * What happens to a connection.
   *
   * @param userIp the host's inside address, IPv4
   * @param egressIp the device's outer address, IPv4
   * @param host where it goes, in whatever spelling; null when it names no host
   * @param port the TCP port it goes to
   */
  public Decision decide(int userIp, int egressIp, @Nullable String host, int port) {
    Decision always = passesAlways(userIp, egressIp);
    return always == null ? byName(host, port) : always;
  }

  /** The same for addresses of either kind. */
  public Decision decide(IpAddress userIp, IpAddress egressIp, @Nullable String host, int port) {
    Decision always = passesAlways(userIp, egressIp);
    return always == null ? byName(host, port) : always;
  }

  private Decision byName(@Nullable String host, int port) {
    if (!webPorts.contains(port)) {
      return new Decision.NotAWebPort(port);
    }
    String name = host == null ? null : HostName.canonical(host);
    if (name == null) {
      return LOG_IN;
    }
    Decision found = domains.find(name);
    if (found == null) {
      found = byCategory(name);
    }
    if (found == null) {
      found = loginHosts.find(name);
    }
    return found == null ? LOG_IN : found;
  }

  private @Nullable Decision byCategory(String name) {
    if (categories.isEmpty()) {
      return null;
    }
    Set<String> of = index.categoriesOf(name);
    for (Map.Entry<String, Decision> bypassed : categories.entrySet()) {
      if (of.contains(bypassed.getKey())) {
        return bypassed.getValue();
      }
    }
    return null;
  }

  private static IpTable<Decision> networks(
      AuthChange change, AuthChange.BypassNetwork.Match match, List<String> skipped) {
    IpTable.Builder<Decision> table = new IpTable.Builder<>();
    for (AuthChange.BypassNetwork network : change.bypassNetworks()) {
      for (String text : network.match() == match ? network.ranges() : List.<String>of()) {
        IpRange range = IpRange.parse(text);
        if (range == null) {
          skipped.add(text);
        } else {
          table.add(
              range,
              switch (match) {
                case USER_IP -> new Decision.UserNetwork(network.location(), text);
                case EGRESS_IP -> new Decision.EgressNetwork(network.location(), text);
              });
        }
      }
    }
    return table.build();
  }

  private static NameTable<Decision> names(
      List<String> entries, Function<String, Decision> decision, List<String> skipped) {
    NameTable.Builder<Decision> table = new NameTable.Builder<>();
    for (String entry : entries) {
      if (!table.add(entry, decision.apply(entry))) {
        skipped.add(entry);
      }
    }
    return table.build();
  }

  /** By the index's spelling, in the order of the rules. */
  private static Map<String, Decision> categories(List<String> wanted, CategoryIndex index) {
    Map<String, Decision> found = new LinkedHashMap<>();
    for (String category : wanted) {
      String spelled = index.spelled(category);
      if (spelled != null) {
        found.put(spelled, new Decision.BypassCategory(spelled));
      }
    }
    return found;
  }
}
