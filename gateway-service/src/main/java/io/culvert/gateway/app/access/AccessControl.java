package io.culvert.gateway.app.access;

import io.culvert.contract.AuthChange;
import io.culvert.contract.LoginGrant;
import io.culvert.contract.LoginSeal;
import io.culvert.contract.LoginTicket;
import io.culvert.contract.PopChange;
import io.culvert.contract.PskSeal;
import io.culvert.contract.TunnelChange;
import io.culvert.contract.UserSession;
import io.culvert.gateway.app.access.LoginResult.Reason;
import io.culvert.gateway.app.control.GatewayIdentity;
import io.culvert.gateway.app.port.ConfigurationListener;
import io.culvert.gateway.app.port.EventSink;
import io.culvert.gateway.app.port.GatePort;
import io.culvert.gateway.app.port.SettingsStore;
import io.culvert.gateway.core.host.Host;
import io.culvert.gateway.core.host.HostTable;
import io.culvert.gateway.core.ike.crypto.Randomness;
import io.culvert.gateway.core.net.Ipv4Range;
import io.culvert.gateway.core.steer.Gate;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Log-ins for many threads: those of the topics, of the proxy and of the clock. One at a time is
 * let in to decide, which takes microseconds; sealing and opening, which takes longer, is done
 * outside. What the control loop wants to hear of the topics too is passed on to it afterwards.
 */
public final class AccessControl implements ConfigurationListener {
  private static final Logger LOG = Logger.getLogger(AccessControl.class);

  /** Where the auth-service takes tickets. */
  private static final String LOGIN_PATH = "/saml/login?ticket=";

  private final String pop;
  private final PskSeal.KeyPair key;
  private final AccessTable table;
  private final World world;
  private final AccessDesk desk;
  private final LoginDesk logins;
  private OptionalInt probe = OptionalInt.empty();
  private volatile Gate gate = Gate.CLOSED;
  private boolean applied;
  private boolean complete;
  private boolean unsaved;

  /**
   * What it reads and tells.
   *
   * @param next who hears of the topics after it
   * @param random for nonces
   */
  public record World(
      ConfigurationListener next,
      EventSink sink,
      GatePort gate,
      SettingsStore store,
      Randomness random,
      LongSupplier nanoClock,
      InstantSource wallClock) {}

  /**
   * For one gateway.
   *
   * @param key of its POP
   * @param hosts whom it opens and closes
   * @param table what {@code hosts} decides on, empty
   */
  public AccessControl(
      GatewayIdentity self,
      PskSeal.KeyPair key,
      HostTable hosts,
      AccessTable table,
      NetworkBypass.Compiler bypasses,
      World world) {
    this.pop = self.pop();
    this.key = key;
    this.table = table;
    this.world = world;
    this.desk =
        new AccessDesk(
            pop, hosts, table, bypasses, new SinkReports(self, world.sink(), world.wallClock()));
    this.logins = new LoginDesk(desk, world.random());
  }

  /** Takes what was kept from the last run. */
  public void preload(Collection<TunnelChange> tunnels) {
    Optional<List<AuthChange>> settings = world.store().load();
    synchronized (this) {
      settings.ifPresent(desk::preload);
      tunnels.forEach(desk::preload);
    }
    applyGate();
  }

  @Override
  public void tunnelChanged(TunnelChange change) {
    synchronized (this) {
      desk.tunnelChanged(change);
    }
    world.next().tunnelChanged(change);
  }

  @Override
  public void tunnelDeleted(long tunnelId) {
    synchronized (this) {
      desk.tunnelDeleted(tunnelId);
    }
    world.next().tunnelDeleted(tunnelId);
  }

  @Override
  public void popChanged(PopChange change) {
    world.next().popChanged(change);
    String address = change.probe();
    if (change.name().equals(pop)) {
      synchronized (this) {
        probe = address == null ? OptionalInt.empty() : Ipv4Range.address(address);
      }
      if (isComplete()) {
        applyGate();
      }
    }
  }

  private synchronized boolean isComplete() {
    return complete;
  }

  @Override
  public void authChanged(AuthChange change) {
    synchronized (this) {
      desk.authChanged(change);
      unsaved = true;
    }
    if (isComplete()) {
      applyGate();
    }
  }

  @Override
  public synchronized void sessionChanged(UserSession session) {
    desk.sessionChanged(session, world.wallClock().instant());
  }

  @Override
  public synchronized void sessionRevoked(long tunnelId, String userIp, Instant when) {
    desk.sessionRevoked(tunnelId, userIp, when);
  }

  @Override
  public void caughtUp() {
    synchronized (this) {
      desk.caughtUp();
      complete = true;
      unsaved = true;
    }
    applyGate();
    world.next().caughtUp();
  }

  /** Ends sessions that are over, and catches up with what failed; to be called once a second. */
  public void tick() {
    boolean more = true;
    while (more) { // others are let in between
      more = endSessions();
    }
    Optional<List<AuthChange>> settings = Optional.empty();
    synchronized (this) {
      if (complete && unsaved) {
        unsaved = false;
        settings = Optional.of(desk.settings());
      }
    }
    settings.ifPresent(world.store()::save);
    applyGate();
  }

  private synchronized boolean endSessions() {
    return desk.tick(world.wallClock().instant(), world.nanoClock().getAsLong());
  }

  private void applyGate() {
    Gate wanted;
    synchronized (this) {
      wanted = new Gate(desk.webPorts(), probe);
      if (applied && wanted.equals(gate)) {
        return;
      }
      gate = wanted;
      applied = true;
    }
    try {
      world.gate().steer(wanted);
    } catch (IOException e) {
      LOG.errorf("the proxy does not get %s: %s", wanted, e.getMessage());
      synchronized (this) {
        applied = false; // again with the next tick
      }
    }
  }

  /** What the proxy gets now. Takes no lock. */
  public Gate gate() {
    return gate;
  }

  /**
   * What is known of the log-in at a host, and how one there begins.
   *
   * @param url where the log-in leads back to
   */
  public HostStatus status(Host host, String url) {
    Session session = table.session(host.tunnelId(), host.inside());
    LoginWay way = table.isLoginRequired(host.tunnelId()) ? way(host, url) : new LoginWay.Nowhere();
    return new HostStatus(
        session == null ? null : session.user,
        session == null ? null : Instant.ofEpochMilli(session.untilMillis),
        way instanceof LoginWay.Go go ? go : null);
  }

  /** Where a host that must log in is sent, when it asked for that page. */
  public LoginWay way(Host host, String url) {
    Instant now = world.wallClock().instant();
    AuthChange.Login login;
    Optional<LoginTicket> ticket;
    synchronized (this) {
      if (host.login().isSuspended(now.toEpochMilli())) {
        return new LoginWay.Suspended();
      }
      login = loginOf(host);
      ticket = logins.ticket(host, url, now, world.nanoClock().getAsLong());
    }
    if (login == null || ticket.isEmpty()) {
      return new LoginWay.Nowhere();
    }
    try {
      String sealed = LoginSeal.seal(ticket.get(), pop, key, login.key());
      return new LoginWay.Go(login.url() + LOGIN_PATH + sealed, sealed);
    } catch (IllegalArgumentException e) {
      LOG.errorf("tenant %s cannot log in: %s", ticket.get().tenant(), e.getMessage());
      return new LoginWay.Nowhere();
    }
  }

  private AuthChange.@Nullable Login loginOf(Host host) {
    TunnelAccess tunnel = desk.tunnelOf(host);
    return tunnel == null ? null : desk.loginOf(tunnel.tenant);
  }

  /** Lets a host in that brought a grant, or says why not. */
  public LoginResult redeem(Host host, String sealed) {
    AuthChange.Login login;
    synchronized (this) {
      login = loginOf(host);
    }
    if (login == null) {
      return new LoginResult.Refused(Reason.UNREADABLE);
    }
    LoginGrant grant;
    try {
      grant = LoginSeal.openGrant(sealed, pop, key, login.key());
    } catch (GeneralSecurityException e) {
      LOG.debugf("a grant does not open: %s", e.getMessage());
      return new LoginResult.Refused(Reason.UNREADABLE);
    }
    synchronized (this) {
      return logins.redeem(host, grant, world.wallClock().instant(), world.nanoClock().getAsLong());
    }
  }

  /** Log-ins at these addresses of auth-services cannot work now; those at all others can. */
  public synchronized void away(Set<String> urls) {
    desk.away(urls);
  }

  /** Whether nobody may log in at a host for some minutes. */
  public synchronized boolean isSuspended(Host host) {
    return host.login().isSuspended(world.wallClock().instant().toEpochMilli());
  }

  /** How many sessions there are. */
  public synchronized int sessions() {
    return desk.sessions();
  }
}
