package io.culvert.gateway.app.dataplane;

import static io.culvert.gateway.app.dataplane.DataplaneFixture.DEVICE;
import static io.culvert.gateway.app.dataplane.DataplaneFixture.INSIDE;
import static io.culvert.gateway.app.dataplane.DataplaneFixture.NATT;
import static io.culvert.gateway.app.dataplane.DataplaneFixture.SERVER;
import static io.culvert.gateway.app.dataplane.DataplaneFixture.TUNNEL;
import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.gateway.core.esp.EspFixture;
import io.culvert.gateway.core.host.Access;
import io.culvert.gateway.core.host.Host;
import io.culvert.gateway.core.net.InnerPackets;
import io.culvert.gateway.core.net.Ipv4View;
import io.culvert.gateway.core.net.Octets;
import io.culvert.gateway.core.net.Verdict;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two TUN devices: which host's packets come out of which. */
class GateTest {
  private static final int OTHER = InnerPackets.address("192.168.1.11");
  private final DataplaneFixture f = new DataplaneFixture();

  @BeforeEach
  void otherHostMustLogIn() {
    f.access = (_, inside, _) -> inside == OTHER ? Access.GATED : Access.OPEN;
    f.install();
  }

  private static byte[] from(int inside, int length) {
    return InnerPackets.udp(inside, SERVER, 5_000, new byte[length]);
  }

  private static List<Integer> lengths(FakePort port) {
    return port.sent.stream().map(sent -> sent.octets().size() - 28).toList();
  }

  @Test
  void packetsOfOneBatchGoEachToTheDeviceOfItsHost() {
    for (int i = 1; i <= 6; i++) {
      f.udp.arrive(NATT, DEVICE, f.sealed(TUNNEL, from(i % 3 == 0 ? INSIDE : OTHER, i)));
    }
    f.inbound();

    assertThat(lengths(f.tun)).containsExactly(3, 6);
    assertThat(lengths(f.gate)).containsExactly(1, 2, 4, 5);
    for (FakePort.Sent sent : f.gate.sent) {
      assertThat(InnerPackets.checksumsVerify(sent.bytes())).isTrue();
    }
  }

  @Test
  void gatedPacketsOfAWatchedHostAreSeenAndThoseOfOthersAreNot() {
    List<Integer> seen = new ArrayList<>();
    f.deviceSends(from(OTHER, 10));
    f.deviceSends(from(INSIDE, 10));
    for (int inside : List.of(OTHER, INSIDE)) {
      Host host = Objects.requireNonNull(f.dataplane.hosts().of(TUNNEL).find(inside));
      host.watch((ip, _) -> seen.add(ip.destination()));
    }
    f.deviceSends(from(OTHER, 11));
    f.deviceSends(from(INSIDE, 11));

    assertThat(seen).containsExactly(SERVER);
    assertThat(lengths(f.gate)).containsExactly(10, 11);
  }

  @Test
  void fullBatchesOfGatedPacketsPassOneAfterTheOther() {
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < PacketBatch.STANDARD; i++) {
        f.udp.arrive(NATT, DEVICE, f.sealed(TUNNEL, from(OTHER, i)));
      }
      f.inbound();
    }
    assertThat(f.gate.sent).hasSize(3 * PacketBatch.STANDARD);
    assertThat(f.tun.sent).isEmpty();
  }

  @Test
  void closedHostDoesNotGetAnotherPacketOutOfTheOpenDevice() {
    f.deviceSends(from(INSIDE, 10));
    assertThat(f.tun.sent).hasSize(1);

    f.access = (_, _, _) -> Access.GATED;
    f.dataplane.hosts().reconsider(TUNNEL, INSIDE);
    f.deviceSends(from(INSIDE, 11));

    assertThat(f.tun.sent).hasSize(1);
    assertThat(lengths(f.gate)).containsExactly(11);
  }

  @Test
  void hostKeepsItsCarrierAddressWhenItsDeviceChanges() {
    f.deviceSends(from(OTHER, 10));
    int before = Octets.i32(f.gate.onlySent(), Ipv4View.SOURCE);

    f.access = (_, _, _) -> Access.OPEN;
    f.dataplane.hosts().reconsider(TUNNEL);
    f.deviceSends(from(OTHER, 10));

    assertThat(Octets.i32(f.tun.onlySent(), Ipv4View.SOURCE)).isEqualTo(before);
  }

  @Test
  void answersReachAHostWhicheverDeviceTheyComeThrough() throws IOException {
    f.deviceSends(from(OTHER, 10));
    int carrier = Octets.i32(f.gate.onlySent(), Ipv4View.SOURCE);
    byte[] answer = InnerPackets.udp(SERVER, carrier, 5_000, new byte[20]);

    f.outbound(answer);
    assertThat(f.opened(f.udp.onlySent()))
        .isEqualTo(InnerPackets.udp(SERVER, OTHER, 5_000, new byte[20]));

    f.gate.arrive(answer);
    f.dataplane.outbound(Duration.ZERO);
    assertThat(f.opened(f.udp.onlySent()))
        .isEqualTo(InnerPackets.udp(SERVER, OTHER, 5_000, new byte[20]));
  }

  @Test
  void packetsThatTheGateDoesNotTakeAreCounted() {
    f.gate.full = true;
    f.deviceSends(from(OTHER, 10));

    assertThat(f.drops(Verdict.TUN_FAILED)).isOne();
  }

  @Test
  void hostsAreJudgedAnewWhenTheirDeviceMoves() {
    f.deviceSends(from(INSIDE, 10));
    f.access =
        (_, _, egress) ->
            Objects.requireNonNull(egress).getHostAddress().equals("203.0.113.9")
                ? Access.GATED
                : Access.OPEN;

    f.dataplane.movePeer(1_000, new InetSocketAddress("203.0.113.9", 4_500));
    f.deviceSends(from(INSIDE, 11));

    assertThat(lengths(f.gate)).containsExactly(11);
  }

  @Test
  void tunnelServesItsHostsFromItsFirstChildSaToItsLast() {
    var hosts = f.dataplane.hosts().of(TUNNEL);
    assertThat(hosts.servingSince()).isEqualTo(OptionalLong.of(f.now));
    f.now += 5;
    f.install(TUNNEL, 2_000, EspFixture.ANY4);
    f.dataplane.remove(1_000);
    assertThat(hosts.servingSince()).isEqualTo(OptionalLong.of(f.now - 5));
    f.dataplane.remove(2_000);
    assertThat(hosts.servingSince()).isEmpty();
  }
}
