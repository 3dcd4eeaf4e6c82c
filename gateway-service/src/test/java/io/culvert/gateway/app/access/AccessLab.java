package io.culvert.gateway.app.access;

import io.culvert.contract.AuthChange;
import io.culvert.contract.AuthChange.BypassNetwork;
import io.culvert.contract.LoginGrant;
import io.culvert.contract.LoginTicket;
import io.culvert.contract.PskSeal;
import io.culvert.contract.UserSession;
import io.culvert.gateway.app.policy.Tunnels;
import io.culvert.gateway.core.host.Access;
import io.culvert.gateway.core.host.Host;
import io.culvert.gateway.core.host.HostLimits;
import io.culvert.gateway.core.host.HostTable;
import io.culvert.gateway.core.net.InnerPackets;
import io.culvert.gateway.core.net.Ipv4Range;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Random;

/** A desk with the hosts it opens and closes, on a clock of its own. */
final class AccessLab {
  static final String TENANT = "tenant-1";
  static final long TUNNEL = 7;
  static final String ALICE_IP = "192.168.1.10";
  static final String BOB_IP = "192.168.1.11";
  static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
  static final String LOGIN = "https://login.example.com";
  static final PskSeal.KeyPair AUTH_KEY = PskSeal.generate();

  final AccessTable table = new AccessTable();
  final HostTable hosts =
      new HostTable(Ipv4Range.parse("100.64.0.0/10"), HostLimits.STANDARD, table);

  /** What the desk told: {@code opened user}, {@code ended key}, {@code suspended address}. */
  final List<String> told = new ArrayList<>();

  final AccessDesk desk =
      new AccessDesk(
          Tunnels.POP,
          hosts,
          table,
          RuledBypass::of,
          new AccessReports() {
            @Override
            public void opened(UserSession session) {
              told.add("opened " + session.user());
            }

            @Override
            public void ended(String key) {
              told.add("ended " + key);
            }

            @Override
            public void suspended(Host host, String tenant) {
              told.add("suspended " + Ipv4Range.text(host.inside()) + " of " + tenant);
            }
          });
  final LoginDesk logins = new LoginDesk(desk, new Random(1)::nextBytes);
  Instant now = START;
  long nanos = Long.MAX_VALUE - 1_000_000_000L; // nanoTime may wrap

  /** A tenant whose users must log in, with its tunnel connected and all topics read. */
  static AccessLab gated() {
    AccessLab lab = new AccessLab();
    lab.desk.tunnelChanged(Tunnels.standard().build());
    lab.desk.authChanged(settings(1, true));
    lab.desk.caughtUp();
    lab.connect();
    return lab;
  }

  static AuthChange settings(long version, boolean enabled) {
    return settings(version, enabled, 0, List.of());
  }

  static AuthChange settings(
      long version, boolean enabled, long idleSeconds, List<BypassNetwork> networks) {
    return settings(version, enabled, idleSeconds, networks, false);
  }

  /** Settings of an admin who chose that hosts pass while logging in cannot work. */
  static AuthChange passingWhileAway(long version) {
    return settings(version, true, 0, List.of(), true);
  }

  private static AuthChange settings(
      long version,
      boolean enabled,
      long idleSeconds,
      List<BypassNetwork> networks,
      boolean passWhileAway) {
    return new AuthChange(
        TENANT,
        version,
        enabled,
        36_000,
        idleSeconds,
        List.of(80, 443),
        List.of(),
        List.of(),
        networks,
        new AuthChange.Login(
            LOGIN,
            "return.example.com",
            AUTH_KEY.publicKey(),
            List.of(),
            passWhileAway,
            "Example",
            "#0a5c36"));
  }

  void connect() {
    hosts.serving(hosts.of(TUNNEL), OptionalLong.of(nanos));
  }

  void disconnect() {
    hosts.serving(hosts.of(TUNNEL), OptionalLong.empty());
  }

  void comesFrom(String address) {
    hosts.egress(hosts.of(TUNNEL), InetAddress.ofLiteral(address));
  }

  /** The host with that inside address, which sends something now. */
  Host host(String inside) {
    int address = InnerPackets.address(inside);
    hosts.admit(hosts.of(TUNNEL), address, nanos);
    Host host = Objects.requireNonNull(hosts.of(TUNNEL).find(address));
    host.touch(nanos);
    return host;
  }

  Access access(String inside) {
    return host(inside).access();
  }

  /** The same without the host being heard. */
  Access quietly(String inside) {
    return Objects.requireNonNull(hosts.of(TUNNEL).find(InnerPackets.address(inside))).access();
  }

  void pass(Duration time) {
    now = now.plus(time);
    nanos += time.toNanos();
    boolean more = true;
    while (more) {
      more = desk.tick(now, nanos);
    }
  }

  UserSession session(String user, String userIp) {
    return session(user, userIp, Duration.ofHours(10));
  }

  UserSession session(String user, String userIp, Duration length) {
    return new UserSession(
        TENANT, TUNNEL, userIp, user, List.of("staff"), "saml", now, now.plus(length));
  }

  void hears(UserSession session) {
    desk.sessionChanged(session, now);
  }

  LoginTicket ticket(Host host) {
    return logins.ticket(host, "https://www.example.com/", now, nanos).orElseThrow();
  }

  /** What the auth-service would say of that user to that ticket, now. */
  LoginGrant grant(LoginTicket ticket, String user) {
    return new LoginGrant(ticket.nonce(), session(user, ticket.userIp()), now, ticket.url());
  }

  LoginResult redeem(Host host, LoginGrant grant) {
    return logins.redeem(host, grant, now, nanos);
  }

  LoginResult logIn(Host host, String user) {
    return redeem(host, grant(ticket(host), user));
  }
}
