package io.culvert.gateway.app.access;

import static io.culvert.gateway.app.access.AccessLab.ALICE_IP;
import static io.culvert.gateway.app.access.AccessLab.settings;
import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.gateway.app.policy.Tunnels;
import io.culvert.gateway.core.host.Access;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sessions of silent hosts, with an idle time-out of 30 minutes. */
class IdleTest {
  private static final String ENDED = "ended tenant-1/7/" + ALICE_IP;
  private final AccessLab lab = AccessLab.gated();

  @BeforeEach
  void logIn() {
    lab.desk.authChanged(settings(2, true, 1_800, List.of()));
    lab.hears(lab.session("alice", ALICE_IP));
    lab.host(ALICE_IP);
  }

  @Test
  void silentHostLosesItsSessionAndAllAreTold() {
    lab.pass(Duration.ofSeconds(1_799));
    assertThat(lab.quietly(ALICE_IP)).isEqualTo(Access.OPEN);
    assertThat(lab.told).isEmpty();

    lab.pass(Duration.ofSeconds(1));
    assertThat(lab.quietly(ALICE_IP)).isEqualTo(Access.GATED);
    assertThat(lab.told).containsExactly(ENDED);
    assertThat(lab.desk.sessions()).isZero();
  }

  @Test
  void hostThatIsHeardNowAndThenStays() {
    for (int i = 0; i < 10; i++) {
      lab.pass(Duration.ofMinutes(29));
      assertThat(lab.access(ALICE_IP)).isEqualTo(Access.OPEN);
    }
    lab.pass(Duration.ofMinutes(29));
    assertThat(lab.quietly(ALICE_IP)).isEqualTo(Access.OPEN);
    lab.pass(Duration.ofMinutes(1));
    assertThat(lab.quietly(ALICE_IP)).isEqualTo(Access.GATED);
  }

  @Test
  void hostThatWasNeverHeardSinceTheTunnelConnectedIsSilentToo() {
    lab.hears(lab.session("bob", AccessLab.BOB_IP));
    lab.pass(Duration.ofMinutes(30));

    assertThat(lab.told).contains("ended tenant-1/7/" + AccessLab.BOB_IP);
  }

  @Test
  void nobodyIsSilentWhileTheTunnelIsNotConnectedHere() {
    lab.disconnect();
    lab.pass(Duration.ofHours(5));
    assertThat(lab.told).isEmpty();

    lab.connect();
    lab.pass(Duration.ofMinutes(29));
    assertThat(lab.quietly(ALICE_IP)).isEqualTo(Access.OPEN);
    lab.pass(Duration.ofMinutes(1));
    assertThat(lab.told).containsExactly(ENDED);
  }

  @Test
  void failoverPopDoesNotEndSessionsOfHostsThatMayBeHeardElsewhere() {
    lab.desk.tunnelChanged(Tunnels.standard().withVersion(2).withPops("pop-b", "pop-a").build());
    lab.pass(Duration.ofHours(5));

    assertThat(lab.told).isEmpty();
    assertThat(lab.quietly(ALICE_IP)).isEqualTo(Access.OPEN);
  }

  @Test
  void shorterTimeOutCountsForSessionsThatAreThere() {
    lab.pass(Duration.ofMinutes(10));
    lab.desk.authChanged(settings(3, true, 300, List.of()));
    lab.pass(Duration.ofSeconds(1));

    assertThat(lab.told).containsExactly(ENDED);
  }

  @Test
  void withoutALimitNobodyIsTooSilent() {
    lab.desk.authChanged(settings(3, true, 0, List.of()));
    lab.pass(Duration.ofMinutes(599));

    assertThat(lab.quietly(ALICE_IP)).isEqualTo(Access.OPEN);
  }
}
