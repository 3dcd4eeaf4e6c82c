package io.culvert.gateway.app.access;

import static io.culvert.gateway.app.access.AccessLab.ALICE_IP;
import static io.culvert.gateway.app.access.AccessLab.BOB_IP;
import static io.culvert.gateway.app.access.AccessLab.TUNNEL;
import static io.culvert.gateway.app.access.AccessLab.settings;
import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.gateway.app.policy.Tunnels;
import io.culvert.gateway.core.host.Access;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What counts while Kafka is away or has not been read to its end. */
class BeforeCatchUpTest {
  private final AccessLab lab = new AccessLab();

  @Test
  void tenantOfWhichNothingIsKnownIsHeldUntilTheTopicsAreReadAndThenPasses() {
    lab.desk.tunnelChanged(Tunnels.standard().build());
    assertThat(lab.access(ALICE_IP)).isEqualTo(Access.GATED);

    lab.desk.caughtUp();
    assertThat(lab.quietly(ALICE_IP)).isEqualTo(Access.OPEN);
    assertThat(lab.access(BOB_IP)).isEqualTo(Access.OPEN);
  }

  @Test
  void withSettingsFromTheLastRunATenantWithoutSomePassesAndOneWithThemMustLogIn() {
    lab.desk.preload(List.of());
    lab.desk.preload(Tunnels.standard().build());
    assertThat(lab.access(ALICE_IP)).isEqualTo(Access.OPEN);

    AccessLab other = new AccessLab();
    other.desk.preload(List.of(settings(1, true)));
    other.desk.preload(Tunnels.standard().build());
    assertThat(other.access(ALICE_IP)).isEqualTo(Access.GATED);
  }

  @Test
  void tunnelOfTheLastRunThatIsNotHeardOfAgainIsGone() {
    lab.desk.preload(List.of());
    lab.desk.preload(Tunnels.standard().build());
    assertThat(lab.access(ALICE_IP)).isEqualTo(Access.OPEN);

    lab.desk.caughtUp();
    assertThat(lab.access(ALICE_IP)).isEqualTo(Access.GATED);
  }

  @Test
  void sessionsThatAreReadCountOnceAllRevocationsAreRead() {
    lab.desk.authChanged(settings(1, true));
    lab.hears(lab.session("alice", ALICE_IP)); // before its tunnel: they are different topics
    lab.hears(lab.session("bob", BOB_IP));
    lab.desk.tunnelChanged(Tunnels.standard().build());
    assertThat(lab.access(ALICE_IP)).isEqualTo(Access.GATED);
    assertThat(lab.access(BOB_IP)).isEqualTo(Access.GATED);
    lab.desk.sessionRevoked(TUNNEL, BOB_IP, lab.now.plusSeconds(1));

    lab.desk.caughtUp();
    assertThat(lab.quietly(ALICE_IP)).isEqualTo(Access.OPEN);
    assertThat(lab.quietly(BOB_IP)).isEqualTo(Access.GATED);
  }

  @Test
  void whoLogsInHereMeanwhilePassesAtOnce() {
    lab.desk.preload(List.of(settings(1, true)));
    lab.desk.preload(Tunnels.standard().build());

    assertThat(lab.logIn(lab.host(ALICE_IP), "alice")).isInstanceOf(LoginResult.Accepted.class);
    assertThat(lab.access(ALICE_IP)).isEqualTo(Access.OPEN);
  }

  @Test
  void sessionsOfTunnelsThatAreNotServedHereAreForgotten() {
    lab.hears(lab.session("alice", ALICE_IP, Duration.ofDays(1)));
    assertThat(lab.desk.sessions()).isOne();

    lab.desk.caughtUp();
    assertThat(lab.desk.sessions()).isZero();
  }
}
