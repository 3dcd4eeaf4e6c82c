package io.culvert.gateway.app.access;

import static io.culvert.gateway.app.access.AccessLab.ALICE_IP;
import static io.culvert.gateway.app.access.AccessLab.BOB_IP;
import static io.culvert.gateway.app.access.AccessLab.TUNNEL;
import static io.culvert.gateway.app.access.AccessLab.settings;
import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.contract.AuthChange.BypassNetwork;
import io.culvert.contract.AuthChange.BypassNetwork.Match;
import io.culvert.contract.UserSession;
import io.culvert.gateway.app.policy.Tunnels;
import io.culvert.gateway.core.host.Access;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Settings, bypasses and sessions, and the hosts they open and close. */
class AccessDeskTest {
  private AccessLab lab = AccessLab.gated();

  private static List<BypassNetwork> network(Match match, String... ranges) {
    return List.of(new BypassNetwork("printers", match, List.of(ranges)));
  }

  @Test
  void hostsOfATenantWithAuthenticationMustLogInAndOthersPass() {
    assertThat(lab.access(ALICE_IP)).isEqualTo(Access.GATED);

    lab.desk.authChanged(settings(2, false));
    assertThat(lab.access(ALICE_IP)).isEqualTo(Access.OPEN);
    assertThat(lab.access(BOB_IP)).isEqualTo(Access.OPEN);

    lab.desk.authChanged(settings(3, true));
    assertThat(lab.access(ALICE_IP)).isEqualTo(Access.GATED);
  }

  @Test
  void olderSettingsThanTheKnownOnesAreIgnored() {
    lab.desk.authChanged(settings(3, true));
    lab.desk.authChanged(settings(2, false));

    assertThat(lab.access(ALICE_IP)).isEqualTo(Access.GATED);
  }

  @Test
  void hostOfATunnelThatIsNotKnownDoesNotPass() {
    lab.desk.tunnelDeleted(TUNNEL);

    assertThat(lab.access(ALICE_IP)).isEqualTo(Access.GATED);
  }

  @Test
  void insideAddressesThatAreBypassedPassAndNoOthers() {
    lab.host(ALICE_IP);
    lab.host(BOB_IP);
    lab.desk.authChanged(
        settings(2, true, 0, network(Match.USER_IP, "192.168.1.11-192.168.1.20", "10.9.0.0/16")));

    assertThat(lab.access(ALICE_IP)).isEqualTo(Access.GATED);
    assertThat(lab.access(BOB_IP)).isEqualTo(Access.OPEN);
    assertThat(lab.access("10.9.255.255")).isEqualTo(Access.OPEN);
    assertThat(lab.access("10.10.0.0")).isEqualTo(Access.GATED);

    lab.desk.authChanged(settings(3, true));
    assertThat(lab.access(BOB_IP)).isEqualTo(Access.GATED);
  }

  @Test
  void hostsOfADeviceAtABypassedAddressPassUntilItMovesElsewhere() {
    lab.desk.authChanged(settings(2, true, 0, network(Match.EGRESS_IP, "198.51.100.0/24")));
    assertThat(lab.access(ALICE_IP)).isEqualTo(Access.GATED);

    lab.comesFrom("198.51.100.9");
    assertThat(lab.quietly(ALICE_IP)).isEqualTo(Access.OPEN);
    assertThat(lab.access(BOB_IP)).isEqualTo(Access.OPEN);

    lab.comesFrom("203.0.113.9");
    assertThat(lab.quietly(ALICE_IP)).isEqualTo(Access.GATED);
    assertThat(lab.quietly(BOB_IP)).isEqualTo(Access.GATED);

    lab.comesFrom("2001:db8::1");
    assertThat(lab.quietly(ALICE_IP)).isEqualTo(Access.GATED);
  }

  @Test
  void sessionOpensItsHostAloneAndOnlyUntilItsEnd() {
    lab.host(ALICE_IP);
    lab.hears(lab.session("alice", ALICE_IP, Duration.ofHours(1)));

    assertThat(lab.quietly(ALICE_IP)).isEqualTo(Access.OPEN);
    assertThat(lab.access(BOB_IP)).isEqualTo(Access.GATED);
    assertThat(lab.desk.sessions()).isOne();

    lab.pass(Duration.ofMinutes(59));
    assertThat(lab.access(ALICE_IP)).isEqualTo(Access.OPEN);
    lab.pass(Duration.ofMinutes(1));
    assertThat(lab.access(ALICE_IP)).isEqualTo(Access.GATED);
    assertThat(lab.desk.sessions()).isZero();
    assertThat(lab.told).as("its end was known to all").isEmpty();
  }

  @Test
  void hostThatComesAfterItsSessionPassesFromItsFirstPacketOn() {
    lab.hears(lab.session("alice", ALICE_IP));

    assertThat(lab.access(ALICE_IP)).isEqualTo(Access.OPEN);
  }

  @Test
  void revokedSessionClosesItsHost() {
    lab.hears(lab.session("alice", ALICE_IP));
    lab.host(ALICE_IP);
    lab.pass(Duration.ofSeconds(1));

    lab.desk.sessionRevoked(TUNNEL, ALICE_IP, lab.now);

    assertThat(lab.quietly(ALICE_IP)).isEqualTo(Access.GATED);
    assertThat(lab.desk.sessions()).isZero();
  }

  @Test
  void endOfAFormerSessionThatIsHeardLateDoesNotEndTheNext() {
    var formerEnd = lab.now;
    lab.pass(Duration.ofMinutes(5));
    lab.logIn(lab.host(ALICE_IP), "alice");

    lab.desk.sessionRevoked(TUNNEL, ALICE_IP, formerEnd);

    assertThat(lab.access(ALICE_IP)).isEqualTo(Access.OPEN);
  }

  @Test
  void revocationByAClockThatIsAMinuteBehindCounts() {
    lab.logIn(lab.host(ALICE_IP), "alice");

    lab.desk.sessionRevoked(TUNNEL, ALICE_IP, lab.now.minusSeconds(59));

    assertThat(lab.access(ALICE_IP)).isEqualTo(Access.GATED);
  }

  @Test
  void revocationThatIsReadAfterTheSessionCountsWhateverItsTime() {
    lab.hears(lab.session("alice", ALICE_IP));
    lab.logIn(lab.host(BOB_IP), "bob");
    lab.hears(lab.session("bob", BOB_IP)); // its own, from the topic

    lab.desk.sessionRevoked(TUNNEL, ALICE_IP, lab.now.minusSeconds(3_600));
    lab.desk.sessionRevoked(TUNNEL, BOB_IP, lab.now.minusSeconds(3_600));

    assertThat(lab.access(ALICE_IP)).isEqualTo(Access.GATED);
    assertThat(lab.access(BOB_IP)).isEqualTo(Access.GATED);
  }

  @Test
  void sessionThatIsOverOrOfAnotherTenantOrOfAnUnknownTunnelOpensNothing() {
    UserSession alice = lab.session("alice", ALICE_IP);
    lab.hears(lab.session("alice", ALICE_IP, Duration.ZERO));
    lab.hears(
        new UserSession(
            "tenant-2", TUNNEL, ALICE_IP, "eve", List.of(), "saml", alice.since(), alice.until()));
    lab.hears(
        new UserSession(
            "tenant-1", 8, ALICE_IP, "eve", List.of(), "saml", alice.since(), alice.until()));
    lab.hears(lab.session("alice", "fe80::1"));

    assertThat(lab.access(ALICE_IP)).isEqualTo(Access.GATED);
    assertThat(lab.desk.sessions()).isZero();
  }

  @Test
  void ofTwoLogInsTheLaterCountsWhateverIsHeardLast() {
    UserSession earlier = lab.session("alice", ALICE_IP, Duration.ofMinutes(1));
    lab.pass(Duration.ofSeconds(2));
    lab.hears(lab.session("bob", ALICE_IP, Duration.ofHours(1)));
    lab.hears(earlier);
    lab.pass(Duration.ofMinutes(2));

    assertThat(lab.access(ALICE_IP)).isEqualTo(Access.OPEN);
    assertThat(lab.desk.sessions()).isOne();
  }

  @Test
  void renewedSessionLastsAsLongAsItWasRenewedFor() {
    UserSession first = lab.session("alice", ALICE_IP, Duration.ofMinutes(10));
    lab.hears(first);
    for (int i = 1; i <= 3_000; i++) {
      lab.pass(Duration.ofSeconds(1));
      lab.hears(
          new UserSession(
              first.tenant(),
              first.tunnelId(),
              first.userIp(),
              first.user(),
              first.groups(),
              "client",
              first.since(),
              lab.now.plusSeconds(600)));
    }
    assertThat(lab.access(ALICE_IP)).isEqualTo(Access.OPEN);
    lab.pass(Duration.ofMinutes(10));
    assertThat(lab.access(ALICE_IP)).isEqualTo(Access.GATED);
  }

  @Test
  void tunnelThatIsDeletedOrLeavesThisPopLosesItsSessions() {
    lab.hears(lab.session("alice", ALICE_IP));
    lab.desk.tunnelChanged(Tunnels.standard().withVersion(2).withPops("pop-b").build());
    lab.desk.tunnelChanged(Tunnels.standard().withVersion(3).build());

    assertThat(lab.access(ALICE_IP)).isEqualTo(Access.GATED);
    assertThat(lab.desk.sessions()).isZero();
  }

  @Test
  void sessionsOfTunnelsThatPreferAnotherPopAreKeptForFailover() {
    lab.desk.tunnelChanged(Tunnels.standard().withVersion(2).withPops("pop-b", "pop-a").build());
    lab.hears(lab.session("alice", ALICE_IP));

    assertThat(lab.access(ALICE_IP)).isEqualTo(Access.OPEN);
  }

  @Test
  void webPortsAreThoseOfAllTenantsWhoseUsersMustLogIn() {
    assertThat(lab.desk.webPorts()).containsExactly(80, 443);
    lab.desk.authChanged(settings(2, false));
    assertThat(lab.desk.webPorts()).isEmpty();
  }

  @Test
  void whileLoggingInCannotWorkHostsPassOnlyWhereTheAdminChoseThat() {
    AccessLab lab = AccessLab.gated();
    lab.host(ALICE_IP);
    lab.desk.away(Set.of(AccessLab.LOGIN));
    assertThat(lab.quietly(ALICE_IP)).isEqualTo(Access.GATED);
    lab.desk.authChanged(AccessLab.passingWhileAway(2));
    assertThat(lab.quietly(ALICE_IP)).isEqualTo(Access.OPEN);
    lab.desk.away(Set.of());
    assertThat(lab.quietly(ALICE_IP)).isEqualTo(Access.GATED);
    lab.desk.away(Set.of("https://other.example.com"));
    assertThat(lab.quietly(ALICE_IP)).isEqualTo(Access.GATED);
  }
}
