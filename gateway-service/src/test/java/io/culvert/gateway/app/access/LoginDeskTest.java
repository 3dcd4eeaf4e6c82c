package io.culvert.gateway.app.access;

import static io.culvert.gateway.app.access.AccessLab.ALICE_IP;
import static io.culvert.gateway.app.access.AccessLab.BOB_IP;
import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.contract.LoginGrant;
import io.culvert.contract.LoginTicket;
import io.culvert.contract.UserSession;
import io.culvert.gateway.app.access.LoginResult.Accepted;
import io.culvert.gateway.app.access.LoginResult.Reason;
import io.culvert.gateway.app.access.LoginResult.Refused;
import io.culvert.gateway.core.host.Access;
import io.culvert.gateway.core.host.Host;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tickets, grants, and what is tried with them. */
class LoginDeskTest {
  private static final String PAGE = "https://www.example.com/a";
  private final AccessLab lab = AccessLab.gated();
  private final Host alice = lab.host(ALICE_IP);
  private final Host bob = lab.host(BOB_IP);

  private static Refused refused(Reason reason) {
    return new Refused(reason);
  }

  @Test
  void ticketNamesItsHostAndCarriesSixteenUnpredictableOctets() {
    LoginTicket ticket = lab.ticket(alice);

    assertThat(ticket.tenant()).isEqualTo("tenant-1");
    assertThat(ticket.tunnelId()).isEqualTo(7);
    assertThat(ticket.userIp()).isEqualTo(ALICE_IP);
    assertThat(ticket.issued()).isEqualTo(lab.now);
    assertThat(Base64.getUrlDecoder().decode(ticket.nonce())).hasSize(16);
    assertThat(lab.ticket(alice).nonce()).as("of another tab").isEqualTo(ticket.nonce());
    assertThat(lab.ticket(bob).nonce()).isNotEqualTo(ticket.nonce());
  }

  @Test
  void ofAPageAddressThatIsTooLongTheOriginIsKept() {
    String url = "https://www.example.com:8443/search?q=" + "x".repeat(3_000);

    LoginTicket ticket = lab.logins.ticket(alice, url, lab.now, lab.nanos).orElseThrow();

    assertThat(ticket.url()).isEqualTo("https://www.example.com:8443");
  }

  @Test
  void grantForItsTicketOpensTheHostAndIsPublished() {
    LoginGrant grant = lab.grant(lab.ticket(alice), "alice");

    assertThat(lab.redeem(alice, grant)).isEqualTo(new Accepted(grant.session(), grant.url()));
    assertThat(alice.access()).isEqualTo(Access.OPEN);
    assertThat(bob.access()).isEqualTo(Access.GATED);
    assertThat(lab.told).containsExactly("opened alice");
  }

  @Test
  void ownSessionThatComesBackFromTheTopicChangesNothing() {
    LoginGrant grant = lab.grant(lab.ticket(alice), "alice");
    lab.redeem(alice, grant);

    lab.hears(grant.session());

    assertThat(lab.desk.sessions()).isOne();
    assertThat(lab.told).containsExactly("opened alice");
  }

  @Test
  void grantThatIsBroughtAgainIsRefused() {
    LoginGrant grant = lab.grant(lab.ticket(alice), "alice");
    lab.redeem(alice, grant);
    lab.desk.sessionRevoked(7, ALICE_IP, lab.now);

    assertThat(lab.redeem(alice, grant)).isEqualTo(refused(Reason.REPLAYED));
    lab.ticket(alice);
    assertThat(lab.redeem(alice, grant)).isEqualTo(refused(Reason.REPLAYED));
    assertThat(alice.access()).isEqualTo(Access.GATED);
  }

  @Test
  void grantStolenByAnotherHostOfTheTunnelIsRefusedAndStillGoodAtItsOwn() {
    LoginGrant grant = lab.grant(lab.ticket(alice), "alice");
    lab.ticket(bob);

    assertThat(lab.redeem(bob, grant)).isEqualTo(refused(Reason.OTHER_HOST));
    assertThat(bob.access()).isEqualTo(Access.GATED);
    assertThat(lab.redeem(alice, grant)).isInstanceOf(Accepted.class);
  }

  @Test
  void grantForAnotherTunnelOrTenantIsRefused() {
    LoginTicket ticket = lab.ticket(alice);
    UserSession real = lab.session("alice", ALICE_IP);
    for (String tenant : List.of("tenant-1", "tenant-2")) {
      UserSession other =
          new UserSession(
              tenant,
              tenant.equals("tenant-1") ? 8 : 7,
              ALICE_IP,
              "alice",
              List.of(),
              "saml",
              real.since(),
              real.until());
      assertThat(lab.redeem(alice, new LoginGrant(ticket.nonce(), other, lab.now, PAGE)))
          .isEqualTo(refused(Reason.OTHER_HOST));
    }
  }

  @Test
  void grantForTheNonceOfAnotherHostIsRefused() {
    LoginTicket bobs = lab.ticket(bob);
    lab.ticket(alice);
    LoginGrant forged = new LoginGrant(bobs.nonce(), lab.session("alice", ALICE_IP), lab.now, PAGE);

    assertThat(lab.redeem(alice, forged)).isEqualTo(refused(Reason.REPLAYED));
  }

  @Test
  void grantWithoutATicketIsRefused() {
    LoginGrant grant = new LoginGrant("AAAA", lab.session("alice", ALICE_IP), lab.now, PAGE);

    assertThat(lab.redeem(alice, grant)).isEqualTo(refused(Reason.REPLAYED));
  }

  @Test
  void logInThatTakesLongerThanTenMinutesIsRefused() {
    LoginTicket ticket = lab.ticket(alice);
    lab.pass(Duration.ofSeconds(601));

    assertThat(lab.redeem(alice, lab.grant(ticket, "alice"))).isEqualTo(refused(Reason.EXPIRED));
    assertThat(lab.ticket(alice).nonce()).isNotEqualTo(ticket.nonce());
  }

  @Test
  void logInThatTakesTenMinutesIsAccepted() {
    LoginTicket ticket = lab.ticket(alice);
    lab.pass(Duration.ofMinutes(10));

    assertThat(lab.redeem(alice, lab.grant(ticket, "alice"))).isInstanceOf(Accepted.class);
  }

  @ParameterizedTest
  @ValueSource(longs = {181, 86_400, -61})
  void grantIssuedTooLongAgoOrInTheFutureIsRefused(long secondsAgo) {
    LoginGrant now = lab.grant(lab.ticket(alice), "alice");
    LoginGrant grant =
        new LoginGrant(now.nonce(), now.session(), lab.now.minusSeconds(secondsAgo), PAGE);

    assertThat(lab.redeem(alice, grant)).isEqualTo(refused(Reason.EXPIRED));
    assertThat(alice.access()).isEqualTo(Access.GATED);
  }

  @ParameterizedTest
  @ValueSource(longs = {180, 0, -60})
  void grantWithinTwoMinutesAndTheSkewOfClocksIsAccepted(long secondsAgo) {
    LoginGrant now = lab.grant(lab.ticket(alice), "alice");
    LoginGrant grant =
        new LoginGrant(now.nonce(), now.session(), lab.now.minusSeconds(secondsAgo), PAGE);

    assertThat(lab.redeem(alice, grant)).isInstanceOf(Accepted.class);
  }

  @Test
  void grantOfASessionThatIsOverIsRefused() {
    LoginTicket ticket = lab.ticket(alice);
    UserSession over = lab.session("alice", ALICE_IP, Duration.ZERO);

    assertThat(lab.redeem(alice, new LoginGrant(ticket.nonce(), over, lab.now, PAGE)))
        .isEqualTo(refused(Reason.EXPIRED));
  }

  @Test
  void fourthChangeOfUserWithinAMinuteSuspendsTheAddressForFiveMinutes() {
    for (String user : List.of("a", "b", "c", "d")) {
      assertThat(lab.logIn(alice, user)).isInstanceOf(Accepted.class);
      lab.pass(Duration.ofSeconds(15));
    }
    lab.told.clear();

    assertThat(lab.logIn(alice, "e")).isEqualTo(refused(Reason.SUSPENDED));
    assertThat(alice.access()).isEqualTo(Access.GATED);
    assertThat(lab.told)
        .containsExactly("ended tenant-1/7/" + ALICE_IP, "suspended " + ALICE_IP + " of tenant-1");
    assertThat(lab.logIn(alice, "d")).isEqualTo(refused(Reason.SUSPENDED));
    assertThat(lab.logIn(bob, "b")).isInstanceOf(Accepted.class);

    lab.pass(Duration.ofSeconds(299));
    assertThat(lab.logIn(alice, "d")).isEqualTo(refused(Reason.SUSPENDED));
    lab.pass(Duration.ofSeconds(1));
    assertThat(lab.logIn(alice, "d")).isInstanceOf(Accepted.class);
  }

  @Test
  void fourChangesInMoreThanAMinuteAreNoneTooMany() {
    for (int i = 0; i < 20; i++) {
      assertThat(lab.logIn(alice, "user" + i)).isInstanceOf(Accepted.class);
      lab.pass(Duration.ofSeconds(21));
    }
  }

  @Test
  void theSameUserMayLogInAsOftenAsShePleases() {
    for (int i = 0; i < 20; i++) {
      assertThat(lab.logIn(alice, "alice")).isInstanceOf(Accepted.class);
      lab.desk.sessionRevoked(7, ALICE_IP, lab.now);
    }
  }

  @Test
  void changesOfUserThatComeFromTheTopicCountOnceHoweverOftenTheyAreTold() {
    List<UserSession> all =
        List.of(
            lab.session("a", ALICE_IP),
            lab.session("b", ALICE_IP),
            lab.session("c", ALICE_IP),
            lab.session("d", ALICE_IP));
    for (int i = 0; i < 3; i++) {
      lab.hears(all.get(3));
    }
    assertThat(lab.told).isEmpty();
    assertThat(alice.access()).isEqualTo(Access.OPEN);

    lab.pass(Duration.ofSeconds(1));
    lab.hears(lab.session("a", ALICE_IP));
    lab.hears(all.get(3)); // told again, late
    lab.hears(lab.session("b", ALICE_IP));
    lab.hears(lab.session("c", ALICE_IP));
    assertThat(lab.told).isEmpty();
    lab.hears(lab.session("d", ALICE_IP));
    assertThat(lab.told).contains("suspended " + ALICE_IP + " of tenant-1");
    assertThat(alice.access()).isEqualTo(Access.GATED);
    lab.hears(lab.session("e", ALICE_IP));
    assertThat(alice.access()).isEqualTo(Access.GATED);
    assertThat(lab.told)
        .as("one suspension, one event; nobody stays logged in on the topic")
        .containsExactly(
            "ended tenant-1/7/" + ALICE_IP,
            "suspended " + ALICE_IP + " of tenant-1",
            "ended tenant-1/7/" + ALICE_IP);
  }
}
