package io.culvert.gateway.app.steering;

import io.culvert.contract.AuthChange;
import io.culvert.contract.PopChange;
import io.culvert.contract.TunnelChange;
import io.culvert.contract.UserSession;
import io.culvert.gateway.app.access.AccessControl;
import io.culvert.gateway.app.access.LoginResult;
import io.culvert.gateway.app.access.LoginWay;
import io.culvert.gateway.app.access.RuledBypass;
import io.culvert.gateway.app.port.ConfigurationListener;
import io.culvert.gateway.core.host.Access;
import io.culvert.gateway.core.host.Host;
import io.culvert.gateway.core.host.HostTable;
import io.culvert.gateway.core.host.TunnelHosts;
import io.culvert.gateway.core.steer.ForwardedFor;
import io.culvert.gateway.core.steer.Names;
import io.culvert.gateway.core.steer.PageReason;
import io.culvert.steering.Decision;
import io.culvert.steering.SteeringRules;
import io.culvert.steering.category.CategoryIndex;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tells the proxy whose a connection is and what becomes of it, by the rules of the tenant and what
 * {@link AccessControl} knows of log-ins. It hears of the topics first and passes everything on.
 */
public final class SteeringDesk implements ConfigurationListener, HostAccess, LoginDesk {
  private final HostTable hosts;
  private final AccessControl access;
  private final CategoryIndex categories;
  private final PopLeaves leaves;
  private volatile Set<String> away = Set.of();
  private final Map<String, Tenant> tenants = new ConcurrentHashMap<>();
  private final Map<Long, Tunnel> tunnels = new ConcurrentHashMap<>();

  /** A tenant's settings, and what they mean. */
  private record Tenant(AuthChange settings, SteeringRules rules) {}

  /** What the proxy needs to know of a tunnel. */
  private record Tunnel(long version, String tenant, List<String> forwardedFor) {}

  /** A desk that passes on to {@code access} what it hears. */
  public SteeringDesk(
      HostTable hosts, AccessControl access, CategoryIndex categories, PopLeaves leaves) {
    this.hosts = hosts;
    this.access = access;
    this.categories = categories;
    this.leaves = leaves;
  }

  /** Takes what was kept from the last run. */
  public void preload(Collection<AuthChange> settings, Collection<TunnelChange> kept) {
    settings.forEach(this::learn);
    kept.forEach(this::learn);
  }

  private void learn(AuthChange change) {
    tenants.compute(
        change.tenant(),
        (_, known) ->
            known != null && change.version() < known.settings.version()
                ? known
                : new Tenant(change, SteeringRules.of(change, categories)));
  }

  private void learn(TunnelChange change) {
    Tunnel learnt = new Tunnel(change.version(), change.tenant(), change.xffAddresses());
    tunnels.merge(change.id(), learnt, (known, now) -> now.version < known.version ? known : now);
  }

  @Override
  public void tunnelChanged(TunnelChange change) {
    learn(change);
    access.tunnelChanged(change);
  }

  @Override
  public void tunnelDeleted(long tunnelId) {
    tunnels.remove(tunnelId);
    access.tunnelDeleted(tunnelId);
  }

  @Override
  public void popChanged(PopChange change) {
    leaves.popChanged(change);
    access.popChanged(change);
  }

  @Override
  public void authChanged(AuthChange change) {
    learn(change);
    access.authChanged(change);
  }

  @Override
  public void sessionChanged(UserSession session) {
    access.sessionChanged(session);
  }

  @Override
  public void sessionRevoked(long tunnelId, String userIp, Instant when) {
    access.sessionRevoked(tunnelId, userIp, when);
  }

  @Override
  public void caughtUp() {
    access.caughtUp();
  }

  /** The addresses of auth-services that users must log in at, of all tenants. */
  public Set<String> loginUrls() {
    return tenants.values().stream()
        .map(Tenant::settings)
        .filter(AuthChange::enabled)
        .flatMap(settings -> Stream.ofNullable(settings.login()))
        .map(AuthChange.Login::url)
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Log-ins at these addresses cannot work now, and at all others they can. Users are told, instead
   * of being sent there, or pass: the admin chose beforehand.
   */
  public void away(Set<String> urls) {
    away = urls;
    access.away(urls);
  }

  @Override
  public Optional<SteeredHost> find(int carrier, int port) {
    Host host = hosts.byCarrier(carrier);
    Tunnel tunnel = host == null ? null : tunnels.get(host.tunnelId());
    Tenant tenant = tunnel == null ? null : tenants.get(tunnel.tenant);
    if (host == null || tunnel == null || tenant == null) {
      return Optional.empty();
    }
    boolean steered = tenant.settings.webPorts().contains(port) || host.access() == Access.OPEN;
    return steered ? Optional.of(steered(host, tunnel, tenant, port)) : Optional.empty();
  }

  private SteeredHost steered(Host host, Tunnel tunnel, Tenant tenant, int port) {
    @Nullable TunnelHosts all = hosts.known(host.tunnelId());
    int egress = RuledBypass.number(all == null ? null : all.egress());
    AuthChange.Login login = tenant.settings.login();
    return new SteeredHost(
        tunnel.tenant,
        host.tunnelId(),
        host.carrier(),
        host.inside(),
        egress,
        name -> verdict(host, egress, name, port, tenant),
        ForwardedFor.isFor(tunnel.forwardedFor, host.inside()),
        login == null
            ? SteeredHost.Look.PLAIN
            : new SteeredHost.Look(login.organisation(), login.colour()));
  }

  private Names.Verdict verdict(Host host, int egress, String name, int port, Tenant tenant) {
    AuthChange.Login login = tenant.settings.login();
    if (login != null && login.returnHost().equals(name)) {
      return new Names.LogIn(); // whoever comes here brings a grant, which only we can read
    }
    if (host.access() == Access.OPEN) {
      return new Names.HostPasses();
    }
    return switch (tenant.rules.decide(host.inside(), egress, name, port)) {
      case Decision.AuthenticationOff _, Decision.UserNetwork _, Decision.EgressNetwork _ ->
          new Names.HostPasses();
      case Decision.BypassDomain _, Decision.BypassCategory _, Decision.LoginHost _ ->
          new Names.NamePasses();
      case Decision.MustLogIn _, Decision.NotAWebPort _ -> logIn(host, login);
    };
  }

  private Names.Verdict logIn(Host host, AuthChange.@Nullable Login login) {
    if (access.isSuspended(host)) {
      return new Names.Blocked(PageReason.SUSPENDED);
    }
    return login == null || away.contains(login.url())
        ? new Names.Blocked(PageReason.LOGIN_AWAY)
        : new Names.LogIn();
  }

  @Override
  public Optional<String> loginAddress(SteeredHost steered, String url) {
    Host host = steered.in(hosts);
    if (host == null) {
      return Optional.empty();
    }
    return switch (access.way(host, url)) {
      case LoginWay.Go(String address, String _) -> Optional.of(address);
      case LoginWay.Suspended(), LoginWay.Nowhere() -> Optional.empty();
    };
  }

  @Override
  public Redeemed redeem(SteeredHost steered, String grant) {
    Host host = steered.in(hosts);
    if (host == null) {
      return new Refused(Refusal.OTHER_HOST);
    }
    return switch (access.redeem(host, grant)) {
      case LoginResult.Accepted(UserSession _, String url) -> new Opened(url);
      case LoginResult.Refused(LoginResult.Reason reason) -> new Refused(refusal(reason));
    };
  }

  private static Refusal refusal(LoginResult.Reason reason) {
    return switch (reason) {
      case EXPIRED -> Refusal.EXPIRED;
      case REPLAYED -> Refusal.NOT_ASKED_FOR;
      case OTHER_HOST -> Refusal.OTHER_HOST;
      case UNREADABLE -> Refusal.UNREADABLE;
      case SUSPENDED -> Refusal.SUSPENDED;
    };
  }
}
