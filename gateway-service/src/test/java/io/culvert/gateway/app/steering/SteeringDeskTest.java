package io.culvert.gateway.app.steering;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.contract.AuthChange.BypassNetwork;
import io.culvert.contract.AuthChange.BypassNetwork.Match;
import io.culvert.contract.LoginGrant;
import io.culvert.contract.LoginSeal;
import io.culvert.contract.LoginTicket;
import io.culvert.contract.PskSeal;
import io.culvert.contract.UserSession;
import io.culvert.gateway.app.policy.Tunnels;
import io.culvert.gateway.core.host.Access;
import io.culvert.gateway.core.steer.Names;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SteeringDeskTest {
  private static final String PAGE = "https://news.example.org/a?b=c";

  private final SteeringLab lab = new SteeringLab();

  @ParameterizedTest
  @ValueSource(strings = {"www.example.com", "login.example.net", "a.idp.example"})
  void aBypassedNameAndOneThatLogInsNeedPassUnopened(String name) {
    assertThat(lab.verdict(name)).isEqualTo(new Names.NamePasses());
  }

  @ParameterizedTest
  @ValueSource(strings = {"example.com", "a.www.example.com", "idp.example", "203.0.113.7"})
  void anyOtherNameNeedsALogIn(String name) {
    assertThat(lab.verdict(name)).isEqualTo(new Names.LogIn());
  }

  @Test
  void aNameOfABypassedCategoryPasses() {
    assertThat(lab.verdict("windowsupdate.com")).isEqualTo(new Names.LogIn());
    lab.settings(true, List.of(), List.of("Software updates"), List.of());
    assertThat(lab.verdict("windowsupdate.com")).isEqualTo(new Names.NamePasses());
  }

  @Test
  void aHostOfABypassedNetworkPassesWhateverItAsksFor() {
    BypassNetwork desks = new BypassNetwork("desks", Match.USER_IP, List.of("192.168.1.0/24"));
    lab.settings(true, List.of(), List.of(), List.of(desks));
    assertThat(lab.host.access()).isEqualTo(Access.OPEN);
    assertThat(lab.verdict("a.example.org")).isEqualTo(new Names.HostPasses());
  }

  @Test
  void aPortThatIsNotTheTenantsIsNotSteered() {
    assertThat(lab.find(8080)).isPresent();
    assertThat(lab.find(8443)).isEmpty();
    assertThat(lab.desk.find(lab.host.carrier() + 1, 443)).isEmpty();
  }

  @Test
  void whoIsLoggedInPassesButAtTheReturnHost() {
    lab.loggedIn();
    assertThat(lab.verdict("a.example.org")).isEqualTo(new Names.HostPasses());
    assertThat(lab.verdict("return.example.net")).isEqualTo(new Names.LogIn());
  }

  @Test
  void aUserIsSentToLogInAndComesBackOnceToThePageSheAskedFor() throws Exception {
    SteeredHost host = lab.find(443).orElseThrow();
    String address = lab.desk.loginAddress(host, PAGE).orElseThrow();
    String prefix = "https://login.example.net/saml/login?ticket=";
    assertThat(address).startsWith(prefix);
    LoginTicket ticket =
        LoginSeal.openTicket(
                address.substring(prefix.length()),
                SteeringLab.AUTH_KEY,
                _ -> Optional.of(Tunnels.KEY.publicKey()))
            .ticket();
    assertThat(ticket.url()).isEqualTo(PAGE);
    String grant = grant(ticket, SteeringLab.AUTH_KEY);
    assertThat(lab.desk.redeem(host, grant(ticket, PskSeal.generate())))
        .isEqualTo(new LoginDesk.Refused(LoginDesk.Refusal.UNREADABLE));
    assertThat(lab.desk.redeem(host, grant)).isEqualTo(new LoginDesk.Opened(PAGE));
    assertThat(lab.host.access()).isEqualTo(Access.OPEN);
    assertThat(lab.desk.redeem(host, grant))
        .isEqualTo(new LoginDesk.Refused(LoginDesk.Refusal.NOT_ASKED_FOR));
  }

  @Test
  void aConnectionThatOutlivesItsHostSpeaksForNobodyElse() {
    SteeredHost gone = lab.find(443).orElseThrow();
    SteeredHost other =
        new SteeredHost(
            gone.tenant(),
            gone.tunnelId(),
            gone.carrier(),
            gone.inside() + 1,
            gone.egress(),
            gone.names(),
            gone.forwardedFor(),
            gone.look());
    assertThat(lab.desk.loginAddress(other, PAGE)).isEmpty();
    assertThat(lab.desk.redeem(other, "x"))
        .isEqualTo(new LoginDesk.Refused(LoginDesk.Refusal.OTHER_HOST));
  }

  static String grant(LoginTicket ticket, PskSeal.KeyPair from) {
    UserSession session =
        new UserSession(
            ticket.tenant(),
            ticket.tunnelId(),
            ticket.userIp(),
            "ada",
            List.of(),
            "saml",
            SteeringLab.NOW,
            SteeringLab.NOW.plusSeconds(3_600));
    LoginGrant grant = new LoginGrant(ticket.nonce(), session, SteeringLab.NOW, ticket.url());
    return LoginSeal.seal(grant, Tunnels.POP, from, Tunnels.KEY.publicKey());
  }
}
