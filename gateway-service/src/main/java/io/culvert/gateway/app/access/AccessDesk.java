package io.culvert.gateway.app.access;

import io.culvert.contract.AuthChange;
import io.culvert.contract.TunnelChange;
import io.culvert.contract.UserSession;
import io.culvert.gateway.core.host.Host;
import io.culvert.gateway.core.host.HostTable;
import io.culvert.gateway.core.host.TunnelHosts;
import io.culvert.gateway.core.net.Ipv4Range;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Decides which hosts may pass: those of tenants without authentication, those that a network
 * bypass is for, and those at whose address somebody is logged in. Each change is in force when the
 * method that tells of it returns. For one thread; the packet path reads the {@link AccessTable}.
 *
 * <p>Before the topics have been read to their end, what was kept from the last run counts: a
 * tenant of which nothing is known then is held if nothing was kept either, and passes otherwise.
 * Sessions of other gateways count from the end on, since only then is known which were revoked.
 */
final class AccessDesk {
  private final String pop;
  private final HostTable hosts;
  private final AccessTable table;
  private final NetworkBypass.Compiler bypasses;
  private final AccessReports reports;
  private final SessionBook book;
  private final Map<String, Tenant> tenants = new HashMap<>();
  private boolean kept;
  private Set<String> away = Set.of();

  /** What is known of a tenant. */
  private static final class Tenant {
    @Nullable AuthChange settings;
    LoginRule rule = LoginRule.HELD;
    final Set<TunnelAccess> tunnels = new HashSet<>();
  }

  /**
   * A desk of a gateway in that POP.
   *
   * @param table what the desk decides on, empty
   * @param bypasses makes out of a tenant's settings who passes without log-in
   */
  AccessDesk(
      String pop,
      HostTable hosts,
      AccessTable table,
      NetworkBypass.Compiler bypasses,
      AccessReports reports) {
    this.pop = pop;
    this.hosts = hosts;
    this.table = table;
    this.bypasses = bypasses;
    this.reports = reports;
    this.book = new SessionBook(hosts);
  }

  /** Takes what was kept from the last run, in which the topics had been read to their end. */
  void preload(Collection<AuthChange> settings) {
    kept = true;
    settings.forEach(this::authChanged);
  }

  /** Takes a tunnel that was kept from the last run. */
  void preload(TunnelChange tunnel) {
    take(tunnel);
  }

  /** Takes a tenant's settings as they now are; an older version than the known one is ignored. */
  void authChanged(AuthChange change) {
    Tenant tenant = tenant(change.tenant());
    AuthChange known = tenant.settings;
    if (known != null && change.version() < known.version()) {
      return;
    }
    tenant.settings = change;
    long idleMillis = tenant.rule.idleMillis();
    apply(tenant);
    if (tenant.rule.idleMillis() != idleMillis) {
      book.lookAnew(change.tenant());
    }
  }

  private Tenant tenant(String id) {
    Tenant known = tenants.get(id);
    if (known == null) {
      known = new Tenant();
      known.rule = ruleOf(null);
      tenants.put(id, known);
    }
    return known;
  }

  private void apply(Tenant tenant) {
    tenant.rule = ruleOf(tenant.settings);
    for (TunnelAccess tunnel : tenant.tunnels) {
      tunnel.rule(tenant.rule);
      hosts.reconsider(tunnel.tunnelId);
    }
  }

  private LoginRule ruleOf(@Nullable AuthChange settings) {
    if (settings == null) {
      return table.settled || kept ? LoginRule.OFF : LoginRule.HELD;
    }
    return LoginRule.of(settings, bypasses, away);
  }

  /** Log-ins at these addresses cannot work now; those at all others can. */
  void away(Set<String> urls) {
    if (!urls.equals(away)) {
      away = Set.copyOf(urls);
      tenants.values().forEach(this::apply);
    }
  }

  /** Takes a tunnel as it now is. */
  void tunnelChanged(TunnelChange change) {
    take(change);
    TunnelAccess tunnel = table.tunnels.get(change.id());
    if (tunnel != null) {
      tunnel.confirmed = true;
    }
  }

  private void take(TunnelChange change) {
    TunnelAccess known = table.tunnels.get(change.id());
    if (known != null && change.version() < known.version) {
      return;
    }
    if (!change.pops().contains(pop)) {
      tunnelDeleted(change.id());
      return;
    }
    TunnelAccess tunnel = tunnel(change.id(), change.tenant());
    tunnel.version = change.version();
    tunnel.primaryHere = change.pops().getFirst().equals(pop);
  }

  /** The tunnel, which is new if it belonged to another tenant. */
  private TunnelAccess tunnel(long id, String tenantId) {
    TunnelAccess known = table.tunnels.get(id);
    if (known != null && known.tenant.equals(tenantId)) {
      return known;
    }
    if (known != null) {
      tunnelDeleted(id);
    }
    Tenant tenant = tenant(tenantId);
    TunnelAccess tunnel = new TunnelAccess(id, tenantId);
    tunnel.rule(tenant.rule);
    tenant.tunnels.add(tunnel);
    table.tunnels.put(id, tunnel);
    hosts.reconsider(id);
    return tunnel;
  }

  /** A tunnel is gone, or no longer served by this POP, and with it its sessions. */
  void tunnelDeleted(long id) {
    TunnelAccess tunnel = table.tunnels.remove(id);
    if (tunnel != null) {
      tenant(tunnel.tenant).tunnels.remove(tunnel);
      book.removeAll(tunnel);
      hosts.reconsider(id);
    }
  }

  /** The topics were read to their end: what was not heard of is not there. */
  void caughtUp() {
    table.settled = true;
    table.tunnels.values().stream()
        .filter(tunnel -> !tunnel.confirmed)
        .forEach(tunnel -> tunnelDeleted(tunnel.tunnelId));
    tenants.values().forEach(this::apply);
  }

  /** Takes a session as somebody published it; of two log-ins at an address the later counts. */
  void sessionChanged(UserSession session, Instant now) {
    OptionalInt inside = Ipv4Range.address(session.userIp());
    TunnelAccess tunnel = table.tunnels.get(session.tunnelId());
    boolean ofOthers = tunnel != null && !tunnel.tenant.equals(session.tenant());
    boolean elsewhere = tunnel == null && table.settled;
    if (inside.isEmpty() || ofOthers || elsewhere || !session.until().isAfter(now)) {
      return;
    }
    TunnelAccess at = tunnel(session.tunnelId(), session.tenant());
    Session taken = new Session(session, at, inside.getAsInt(), /* own= */ false);
    Session before = at.session(inside.getAsInt());
    if (before != null && before.sameAs(taken)) {
      before.read = true;
      return;
    }
    if (before != null && before.sinceMillis > taken.sinceMillis) {
      return;
    }
    Host host = host(session.tunnelId(), inside.getAsInt());
    if (host == null || mayHave(host, at, taken)) {
      book.put(taken);
    }
  }

  private @Nullable Host host(long tunnelId, int inside) {
    TunnelHosts tunnel = hosts.known(tunnelId);
    return tunnel == null ? null : tunnel.find(inside);
  }

  /** Holds a log-in against those before at its host, which it may be one too many for. */
  private boolean mayHave(Host host, TunnelAccess tunnel, Session session) {
    boolean suspended = host.login().isSuspended(session.sinceMillis);
    if (host.login().logsIn(session.user, session.sinceMillis)) {
      return true;
    }
    book.remove(tunnel, host.inside());
    reports.ended(tunnel.key(host.inside()));
    if (!suspended) {
      reports.suspended(host, tunnel.tenant);
    }
    return false;
  }

  /** Opens a host for who logged in there; false if users change too often at its address. */
  boolean logIn(Host host, TunnelAccess tunnel, UserSession session) {
    Session own = new Session(session, tunnel, host.inside(), /* own= */ true);
    if (!mayHave(host, tunnel, own)) {
      return false;
    }
    book.put(own);
    reports.opened(session);
    return true;
  }

  /**
   * A session was revoked. Revocations are read in the order in which they were written, before or
   * after the sessions they are of; but a log-in of this gateway counts before it is read there,
   * and is then told from its revoked predecessors by the time, give or take a minute between
   * clocks.
   */
  void sessionRevoked(long tunnelId, String userIp, Instant when) {
    TunnelAccess tunnel = table.tunnels.get(tunnelId);
    OptionalInt inside = Ipv4Range.address(userIp);
    Session session = tunnel == null || inside.isEmpty() ? null : tunnel.session(inside.getAsInt());
    if (session != null && (session.read || session.sinceMillis < when.toEpochMilli() + 60_000)) {
      book.remove(session.tunnel, session.inside);
    }
  }

  /**
   * Ends sessions that are over or idle; to be called about once a second.
   *
   * @return whether there are more, for which it is to be called again
   */
  boolean tick(Instant now, long nowNanos) {
    return book.tick(
        now.toEpochMilli(), nowNanos, idle -> reports.ended(idle.tunnel.key(idle.inside)));
  }

  /** The tunnel of a host; null if it is gone. */
  @Nullable TunnelAccess tunnelOf(Host host) {
    return table.tunnels.get(host.tunnelId());
  }

  /** How users of a tenant log in; null where they cannot. */
  AuthChange.@Nullable Login loginOf(String tenantId) {
    AuthChange settings = tenant(tenantId).settings;
    return settings == null ? null : settings.login();
  }

  /** The settings of all tenants that have some. */
  List<AuthChange> settings() {
    return tenants.values().stream().flatMap(tenant -> Stream.ofNullable(tenant.settings)).toList();
  }

  /** How many sessions there are. */
  int sessions() {
    return book.size();
  }

  /** The TCP ports that the proxy takes, of all tenants whose users must log in. */
  SortedSet<Integer> webPorts() {
    return settings().stream()
        .filter(AuthChange::enabled)
        .flatMap(settings -> settings.webPorts().stream())
        .filter(port -> port > 0 && port < 65_536)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
