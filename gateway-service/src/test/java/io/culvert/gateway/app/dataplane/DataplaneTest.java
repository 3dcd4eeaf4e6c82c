package io.culvert.gateway.app.dataplane;

import static io.culvert.gateway.app.dataplane.DataplaneFixture.DEVICE;
import static io.culvert.gateway.app.dataplane.DataplaneFixture.INSIDE;
import static io.culvert.gateway.app.dataplane.DataplaneFixture.NATT;
import static io.culvert.gateway.app.dataplane.DataplaneFixture.SERVER;
import static io.culvert.gateway.app.dataplane.DataplaneFixture.TUNNEL;
import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.gateway.app.dataplane.Dataplane.Direction;
import io.culvert.gateway.core.esp.EspFixture;
import io.culvert.gateway.core.net.InnerPackets;
import io.culvert.gateway.core.net.Ipv4Range;
import io.culvert.gateway.core.net.Ipv4View;
import io.culvert.gateway.core.net.Octets;
import io.culvert.gateway.core.net.Verdict;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class DataplaneTest {
  private final DataplaneFixture f = new DataplaneFixture();

  @Test
  void packetGoesOutUnderACarrierAddressAndItsAnswerComesBackToTheInside() {
    f.install();
    byte[] question = InnerPackets.udp(INSIDE, SERVER, 5_000, new byte[100]);
    f.deviceSends(question);
    byte[] onTun = f.tun.onlySent();
    int carrier = Octets.i32(onTun, Ipv4View.SOURCE);
    assertThat(Ipv4Range.parse("100.64.0.0/10").contains(carrier)).isTrue();
    assertThat(InnerPackets.checksumsVerify(onTun)).isTrue();

    f.outbound(InnerPackets.udp(SERVER, carrier, 5_000, new byte[200]));
    FakePort.Sent sent = f.udp.sent.getFirst();
    assertThat(sent.local()).isEqualTo(NATT);
    assertThat(sent.remote()).isEqualTo(DEVICE);
    assertThat(f.opened(f.udp.onlySent()))
        .isEqualTo(InnerPackets.udp(SERVER, INSIDE, 5_000, new byte[200]));
  }

  @Test
  void countersTellWhatPassedEachWayAndWhenTheDeviceWasHeard() {
    f.install();
    assertThat(f.snapshot().lastAuthenticatedNanos()).isEqualTo(OptionalLong.empty());
    f.now = 5_000;
    f.deviceSends(InnerPackets.udp(INSIDE, SERVER, 5_000, new byte[100]));
    int carrier = Octets.i32(f.tun.onlySent(), Ipv4View.SOURCE);
    f.now = 6_000;
    f.outbound(InnerPackets.udp(SERVER, carrier, 5_000, new byte[200]));
    f.outbound(InnerPackets.udp(SERVER, carrier, 5_000, new byte[200]));
    TunnelSnapshot s = f.snapshot();
    assertThat(s.packetsIn()).isOne();
    assertThat(s.bytesIn()).isEqualTo(128);
    assertThat(s.packetsOut()).isEqualTo(2);
    assertThat(s.bytesOut()).isEqualTo(456);
    assertThat(s.hosts()).isOne();
    assertThat(s.childSas()).isOne();
    assertThat(s.lastAuthenticatedNanos()).isEqualTo(OptionalLong.of(5_000));
    assertThat(s.drops()).isEmpty();
    assertThat(f.dataplane.snapshots()).containsExactly(s);
  }

  @Test
  void theSumsOfAllTunnelsDoNotGoBackWhenATunnelIsRemoved() {
    f.install();
    f.deviceSends(InnerPackets.udp(INSIDE, SERVER, 5_000, new byte[100]));
    int carrier = Octets.i32(f.tun.onlySent(), Ipv4View.SOURCE);
    f.outbound(InnerPackets.udp(SERVER, carrier, 5_000, new byte[200]));
    f.outbound(InnerPackets.udp(SERVER, carrier + 1, 5_000, new byte[200]));
    assertThat(f.dataplane.childSas()).isOne();

    f.dataplane.removeTunnel(TUNNEL);

    assertThat(f.dataplane.packets(Direction.IN)).isOne();
    assertThat(f.dataplane.bytes(Direction.IN)).isEqualTo(128);
    assertThat(f.dataplane.packets(Direction.OUT)).isOne();
    assertThat(f.dataplane.bytes(Direction.OUT)).isEqualTo(228);
    assertThat(f.dataplane.drops(Direction.OUT, Verdict.CARRIER_UNKNOWN)).isOne();
    assertThat(f.dataplane.drops(Direction.IN, Verdict.CARRIER_UNKNOWN)).isZero();
    assertThat(f.dataplane.childSas()).isZero();
  }

  @Test
  void whatTheRateHoldsBackIsNotInTheSums() {
    f.install();
    f.dataplane.setRate(TUNNEL, 1); // a burst of 15,000 octets
    for (int i = 0; i < 20; i++) {
      f.deviceSends(InnerPackets.udp(INSIDE, SERVER, 5_000, new byte[1_372]));
    }
    assertThat(f.dataplane.packets(Direction.IN)).isEqualTo(10);
    assertThat(f.dataplane.drops(Direction.IN, Verdict.RATE_LIMITED)).isEqualTo(10);
  }

  @Test
  void twoTunnelsWithTheSameInsideAddressAreKeptApart() {
    f.install(1, 1_000, EspFixture.ANY4);
    f.install(2, 2_000, EspFixture.ANY4);
    byte[] packet = InnerPackets.udp(INSIDE, SERVER, 5_000, new byte[10]);
    f.udp.arrive(NATT, DEVICE, f.sealed(1, packet));
    f.inbound();
    int first = Octets.i32(f.tun.onlySent(), Ipv4View.SOURCE);
    f.udp.arrive(NATT, DEVICE, f.sealed(2, packet));
    f.inbound();
    int second = Octets.i32(f.tun.onlySent(), Ipv4View.SOURCE);
    assertThat(first).isNotEqualTo(second);

    f.outbound(InnerPackets.udp(SERVER, second, 5_000, new byte[10]));
    assertThat(Octets.i32(f.udp.onlySent(), 0)).isEqualTo(2_000);
    f.outbound(InnerPackets.udp(SERVER, first, 5_000, new byte[10]));
    assertThat(Octets.i32(f.udp.onlySent(), 0)).isEqualTo(1_000);
  }

  @Test
  void noHostReachesTheCarrierAddressOfAnother() {
    f.install();
    f.deviceSends(
        InnerPackets.udp(INSIDE, InnerPackets.address("100.64.0.17"), 5_000, new byte[9]));
    assertThat(f.tun.sent).isEmpty();
    assertThat(f.drops(Verdict.DESTINATION_FORBIDDEN)).isOne();
  }

  @Test
  void sixteenThousandAndFirstHostIsDroppedAndReported() {
    f.install();
    int net = InnerPackets.address("10.0.0.0");
    for (int i = 1; i <= 16_001; i++) {
      f.udp.arrive(
          NATT, DEVICE, f.sealed(TUNNEL, InnerPackets.udp(net + i, SERVER, 53, new byte[1])));
      if (i % 50 == 0) {
        f.inbound();
      }
    }
    f.inbound();
    assertThat(f.tun.sent).hasSize(16_000);
    assertThat(f.snapshot().hosts()).isEqualTo(16_000);
    assertThat(f.snapshot().drops()).containsEntry(Verdict.HOST_LIMIT, 1L);
  }

  @Test
  void rateHoldsATunnelEachWayAndZeroTakesItAway() {
    f.install();
    f.dataplane.setRate(TUNNEL, 1); // a burst of 15,000 octets
    byte[] packet = InnerPackets.udp(INSIDE, SERVER, 5_000, new byte[1_372]);
    for (int i = 0; i < 20; i++) {
      f.deviceSends(packet);
    }
    assertThat(f.snapshot().packetsIn()).isEqualTo(10);
    assertThat(f.snapshot().drops()).containsEntry(Verdict.RATE_LIMITED, 10L);
    int carrier = Octets.i32(f.tun.sent.getFirst().bytes(), Ipv4View.SOURCE);
    for (int i = 0; i < 20; i++) {
      f.outbound(InnerPackets.udp(SERVER, carrier, 5_000, new byte[1_372]));
    }
    assertThat(f.snapshot().packetsOut()).isEqualTo(10);
    f.dataplane.setRate(TUNNEL, 0);
    f.deviceSends(packet);
    assertThat(f.snapshot().packetsIn()).isEqualTo(11);
  }

  @Test
  void rekeyedTunnelSendsOnTheNewSaAndStillTakesTheOld() {
    f.install();
    byte[] late = f.sealed(TUNNEL, InnerPackets.udp(INSIDE, SERVER, 5_000, new byte[1]));
    f.install(TUNNEL, 2_000, EspFixture.ANY4);
    f.udp.arrive(NATT, DEVICE, late);
    f.inbound();
    int carrier = Octets.i32(f.tun.onlySent(), Ipv4View.SOURCE);
    f.outbound(InnerPackets.udp(SERVER, carrier, 5_000, new byte[1]));
    assertThat(Octets.i32(f.udp.onlySent(), 0)).isEqualTo(2_000);
    f.dataplane.remove(2_000);
    f.outbound(InnerPackets.udp(SERVER, carrier, 5_000, new byte[1]));
    assertThat(Octets.i32(f.udp.onlySent(), 0)).isEqualTo(1_000);
    f.dataplane.remove(1_000);
    f.outbound(InnerPackets.udp(SERVER, carrier, 5_000, new byte[1]));
    assertThat(f.drops(Verdict.NO_OUTBOUND_SA)).isOne();
  }

  @Test
  void removedTunnelIsForgotten() {
    f.install();
    f.deviceSends(InnerPackets.udp(INSIDE, SERVER, 5_000, new byte[1]));
    int carrier = Octets.i32(f.tun.onlySent(), Ipv4View.SOURCE);
    f.dataplane.removeTunnel(TUNNEL);
    f.outbound(InnerPackets.udp(SERVER, carrier, 5_000, new byte[1]));
    assertThat(f.drops(Verdict.CARRIER_UNKNOWN)).isOne();
    f.deviceSends(InnerPackets.udp(INSIDE, SERVER, 5_000, new byte[1]));
    assertThat(f.drops(Verdict.SPI_UNKNOWN)).isOne();
    assertThat(f.dataplane.snapshot(TUNNEL)).isEmpty();
  }

  @Test
  void idleHostIsForgottenAfterTwelveHours() {
    f.install();
    f.deviceSends(InnerPackets.udp(INSIDE, SERVER, 5_000, new byte[1]));
    f.now += 13L * 3_600 * 1_000_000_000L;
    f.dataplane.expireHosts();
    assertThat(f.snapshot().hosts()).isZero();
  }

  @Test
  void devicesThatTakeNothingAreCounted() {
    f.install();
    f.tun.full = true;
    f.deviceSends(InnerPackets.udp(INSIDE, SERVER, 5_000, new byte[1]));
    assertThat(f.drops(Verdict.TUN_FAILED)).isOne();
    f.tun.full = false;
    f.deviceSends(InnerPackets.udp(INSIDE, SERVER, 5_000, new byte[1]));
    f.udp.full = true;
    f.outbound(
        InnerPackets.udp(
            SERVER, Octets.i32(f.tun.onlySent(), Ipv4View.SOURCE), 5_000, new byte[1]));
    assertThat(f.drops(Verdict.SEND_FAILED)).isOne();
  }

  @Test
  void packetsFromTheKernelThatAreForNobodyAreCounted() {
    f.outbound(InnerPackets.udp(SERVER, InnerPackets.address("100.64.0.99"), 1, new byte[1]));
    f.outbound(new byte[] {0x60, 0, 0, 0, 0, 0, 0, 0});
    f.outbound(new byte[] {0x45});
    f.outbound(new byte[0]);
    assertThat(f.drops(Verdict.CARRIER_UNKNOWN)).isOne();
    assertThat(f.drops(Verdict.INNER_IPV6)).isOne();
    assertThat(f.drops(Verdict.INNER_TRUNCATED)).isEqualTo(2);
  }

  @Test
  void standardConfigIsTheDocumentedOne() {
    assertThat(DataplaneConfig.STANDARD.natTraversalPort()).isEqualTo(4_500);
    assertThat(DataplaneConfig.STANDARD.carriers()).hasToString("100.64.0.0/10");
    assertThat(DataplaneConfig.STANDARD.hosts().perTunnel()).isEqualTo(16_000);
  }
}
