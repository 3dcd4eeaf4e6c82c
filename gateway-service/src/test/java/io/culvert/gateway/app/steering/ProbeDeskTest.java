package io.culvert.gateway.app.steering;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.contract.LoginSeal;
import io.culvert.contract.LoginTicket;
import io.culvert.gateway.app.policy.Tunnels;
import io.culvert.gateway.core.host.Access;
import io.culvert.gateway.core.host.Host;
import io.culvert.gateway.core.net.InnerPackets;
import io.culvert.gateway.core.steer.Gate;
import io.culvert.gateway.core.steer.Inside;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What a host is told of itself, with real keys. */
class ProbeDeskTest {
  private static final String PROBE = "10.64.0.1";
  private static final int ADDRESS = InnerPackets.address(PROBE);

  private final SteeringLab lab = new SteeringLab();

  private Inside inside() {
    SteeredHost host = lab.probes.find(lab.host.carrier()).orElseThrow();
    return lab.probes.inside(host).orElseThrow();
  }

  private static LoginTicket opened(Inside inside) throws Exception {
    return LoginSeal.openTicket(
            Objects.requireNonNull(inside.ticket()),
            SteeringLab.AUTH_KEY,
            _ -> Optional.of(Tunnels.KEY.publicKey()))
        .ticket();
  }

  @Test
  void probeAddressIsOfThisPopAloneAndMayComeLateOrGo() {
    lab.probe("pop-b", "10.64.0.2");
    assertThat(lab.probes.isProbe(InnerPackets.address("10.64.0.2"))).isFalse();
    lab.probe(Tunnels.POP, PROBE);
    assertThat(lab.probes.isProbe(ADDRESS)).isTrue();
    lab.probe(Tunnels.POP, "fd00::1"); // hosts are IPv4
    assertThat(lab.probes.isProbe(ADDRESS)).isFalse();
    lab.probe(Tunnels.POP, null);

    assertThat(lab.gates.stream().map(Gate::probe))
        .containsExactly(OptionalInt.empty(), OptionalInt.of(ADDRESS), OptionalInt.empty());
  }

  @Test
  void kernelThatRefusedTheProbeAddressIsToldAgain() {
    lab.faults = 2;
    lab.probe(Tunnels.POP, PROBE);
    lab.access.tick();
    lab.access.tick();
    lab.access.tick();
    assertThat(lab.gates.stream().filter(gate -> gate.isProbe(ADDRESS))).hasSize(3);
  }

  @Test
  void hostThatMustLogInGetsATicketForItself() throws Exception {
    lab.probe(Tunnels.POP, PROBE);
    Inside inside = inside();
    assertThat(inside)
        .isEqualTo(new Inside(7, "pop-a", null, null, inside.ticket(), inside.login()));
    assertThat(inside.login())
        .isEqualTo("https://login.example.net/saml/login?ticket=" + inside.ticket());
    LoginTicket ticket = opened(inside);
    assertThat(ticket.userIp()).isEqualTo(SteeringLab.INSIDE);
    assertThat(ticket.url()).isEqualTo("http://10.64.0.1/probe");
  }

  @Test
  void grantOpensTheHostAndAnotherOneProlongsItsSession() throws Exception {
    lab.probe(Tunnels.POP, PROBE);
    SteeredHost host = lab.probes.find(lab.host.carrier()).orElseThrow();
    for (int i = 0; i < 2; i++) {
      String grant = SteeringDeskTest.grant(opened(inside()), SteeringLab.AUTH_KEY);
      assertThat(lab.desk.redeem(host, grant))
          .isEqualTo(new LoginDesk.Opened("http://10.64.0.1/probe"));
      assertThat(lab.host.access()).isEqualTo(Access.OPEN);
      assertThat(inside().user()).isEqualTo("ada");
      assertThat(inside().expires()).isEqualTo(SteeringLab.NOW.plusSeconds(3_600));
    }
  }

  @Test
  void hostThatNeedNotLogInIsInsideAllTheSameAndGetsNoTicket() {
    lab.probe(Tunnels.POP, PROBE);
    lab.nobodyMustLogIn();
    assertThat(inside()).isEqualTo(new Inside(7, "pop-a", null, null, null, null));
  }

  @Test
  void hostOfATunnelOfWhichNothingIsKnownIsInsideAllTheSame() {
    lab.probe(Tunnels.POP, PROBE);
    int address = InnerPackets.address("192.168.1.10");
    lab.hosts.admit(lab.hosts.of(8), address, 0);
    Host host = Objects.requireNonNull(lab.hosts.of(8).find(address));
    assertThat(lab.desk.find(host.carrier(), 80)).isEmpty();
    SteeredHost found = lab.probes.find(host.carrier()).orElseThrow();
    assertThat(lab.probes.inside(found)).contains(new Inside(8, "pop-a", null, null, null, null));
  }

  @Test
  void otherHostOfTheTunnelIsNotToldWhoIsLoggedInHere() {
    lab.probe(Tunnels.POP, PROBE);
    lab.loggedIn();
    int address = InnerPackets.address("192.168.1.11");
    lab.hosts.admit(lab.hosts.of(7), address, 0);
    Host other = Objects.requireNonNull(lab.hosts.of(7).find(address));
    Inside inside = lab.probes.inside(lab.probes.find(other.carrier()).orElseThrow()).orElseThrow();
    assertThat(inside.user()).isNull();
    assertThat(inside().user()).isEqualTo("ada");
  }

  @Test
  void hostThatAsksAgainAndAgainWaitsAndOthersDoNot() {
    lab.probe(Tunnels.POP, PROBE);
    SteeredHost host = lab.probes.find(lab.host.carrier()).orElseThrow();
    for (int i = 0; i < 100; i++) {
      assertThat(lab.probes.inside(host)).isPresent();
    }
    assertThat(lab.probes.inside(host)).isEmpty();
    int address = InnerPackets.address("192.168.1.11");
    lab.hosts.admit(lab.hosts.of(7), address, 0);
    Host other = Objects.requireNonNull(lab.hosts.of(7).find(address));
    assertThat(lab.probes.inside(lab.probes.find(other.carrier()).orElseThrow())).isPresent();
    lab.nanos += 1_000_000_000L;
    assertThat(lab.probes.inside(host)).isPresent();
  }

  @Test
  void hostThatIsGoneIsNotFound() {
    lab.probe(Tunnels.POP, PROBE);
    SteeredHost host = lab.probes.find(lab.host.carrier()).orElseThrow();
    lab.hosts.removeTunnel(7);
    assertThat(lab.probes.find(lab.host.carrier())).isEmpty();
    assertThat(lab.probes.inside(host)).isEmpty();
  }

  @Test
  void ticketIsNotShownInLogs() {
    lab.probe(Tunnels.POP, PROBE);
    assertThat(List.of(inside().toString())).containsExactly("Inside[tunnel 7 at pop-a]");
  }
}
