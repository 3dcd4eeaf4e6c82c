package io.culvert.gateway.app.dataplane;

import static io.culvert.gateway.app.dataplane.DataplaneFixture.DEVICE;
import static io.culvert.gateway.app.dataplane.DataplaneFixture.IKE;
import static io.culvert.gateway.app.dataplane.DataplaneFixture.INSIDE;
import static io.culvert.gateway.app.dataplane.DataplaneFixture.NATT;
import static io.culvert.gateway.app.dataplane.DataplaneFixture.SERVER;
import static io.culvert.gateway.app.dataplane.DataplaneFixture.TUNNEL;
import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.gateway.core.esp.EspFixture;
import io.culvert.gateway.core.esp.EspTransform;
import io.culvert.gateway.core.esp.Sending;
import io.culvert.gateway.core.net.InnerPackets;
import io.culvert.gateway.core.net.Ipv4View;
import io.culvert.gateway.core.net.Octets;
import io.culvert.gateway.core.net.TrafficSelector;
import io.culvert.gateway.core.net.Verdict;
import io.culvert.gateway.core.wire.Mutations;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What may come to the outer sockets: ESP (inputs 24) and NAT traversal (inputs 25). */
class BadDatagramTest {
  private static final int LEAST_IKE = 28;

  private final DataplaneFixture f = new DataplaneFixture();

  private void arrive(InetSocketAddress local, byte[] data) {
    f.udp.arrive(local, DEVICE, data);
    f.inbound();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 254, 255})
  void reservedSpiIsDropped(int spi) {
    byte[] data = new byte[60];
    Octets.put32(data, 0, spi);
    arrive(NATT, data);
    assertThat(f.drops(Verdict.SPI_RESERVED)).isOne();
  }

  @ParameterizedTest
  @ValueSource(ints = {256, -1, Integer.MIN_VALUE, 999})
  void unknownSpiIsDroppedAndHarmsNoTunnel(int spi) {
    f.install();
    byte[] data = new byte[60];
    Octets.put32(data, 0, spi);
    arrive(NATT, data);
    assertThat(f.drops(Verdict.SPI_UNKNOWN)).isOne();
    assertThat(f.snapshot().drops()).isEmpty();
    assertThat(f.ike).containsExactly("stray 61000 " + spi);
  }

  @Test
  void floodOfUnknownSpisCrowdsOutNeitherIkeNorADeviceThatMoved() {
    f.install();
    byte[] data = new byte[60];
    Octets.put32(data, 0, 999);
    for (int i = 0; i < 1_000; i++) {
      arrive(NATT, data);
    }
    assertThat(f.drops(Verdict.SPI_UNKNOWN)).isEqualTo(1_000);
    assertThat(f.ike).hasSize(20);

    byte[] esp = f.sealed(TUNNEL, InnerPackets.udp(INSIDE, SERVER, 5_000, new byte[1]));
    f.udp.arrive(NATT, new InetSocketAddress("198.51.100.200", 4_000), esp);
    f.inbound();
    assertThat(f.ike).hasSize(21).last().isEqualTo("elsewhere 1000 4500 4000");
  }

  @Test
  void wrongIcvAndReplayAreCountedForTheirTunnelAndAreNoSignOfLife() {
    f.install();
    byte[] good = f.sealed(TUNNEL, InnerPackets.udp(INSIDE, SERVER, 5_000, new byte[1]));
    byte[] bad = good.clone();
    bad[bad.length - 1] ^= 1;
    arrive(NATT, bad);
    assertThat(f.snapshot().lastAuthenticatedNanos()).isEmpty();
    arrive(NATT, good);
    f.now = 9_999;
    arrive(NATT, good);
    assertThat(f.snapshot().drops())
        .containsEntry(Verdict.ICV_WRONG, 1L)
        .containsEntry(Verdict.REPLAYED, 1L);
    assertThat(f.snapshot().lastAuthenticatedNanos()).hasValue(1_000);
    assertThat(f.tun.sent).hasSize(1);
  }

  @Test
  void ipv6InsideIsDroppedWithItsReasonAndIsASignOfLife() {
    TrafficSelector any6 = TrafficSelector.any6();
    EspTransform gcm = DataplaneFixture.GCM;
    f.dataplane.install(
        EspFixture.spec(TUNNEL, 1_000, 1_000, gcm, List.of(any6), List.of(any6)),
        new Sending.AtOnce());
    f.device.install(
        EspFixture.spec(
            TUNNEL, 1_000, 1_000, gcm, List.of(EspFixture.ANY4), List.of(EspFixture.ANY4)));
    byte[] v6 = new byte[48];
    v6[0] = 0x60;
    Octets.put16(v6, 4, 8);
    v6[6] = 59;
    f.deviceSends(v6);
    assertThat(f.drops(Verdict.INNER_IPV6)).isOne();
    assertThat(f.snapshot().lastAuthenticatedNanos()).isPresent();
  }

  @Test
  void innerFragmentsPassAndKeepTheirHost() {
    f.install();
    byte[] udp = Arrays.copyOfRange(InnerPackets.udp(INSIDE, SERVER, 5_000, new byte[56]), 20, 84);
    f.deviceSends(InnerPackets.ipv4(17, INSIDE, SERVER, 0x2000, Arrays.copyOfRange(udp, 0, 32)));
    f.deviceSends(InnerPackets.ipv4(17, INSIDE, SERVER, 4, Arrays.copyOfRange(udp, 32, 64)));
    assertThat(f.tun.sent).hasSize(2);
    assertThat(f.tun.sent)
        .extracting(s -> Octets.i32(s.bytes(), Ipv4View.SOURCE))
        .doesNotContain(INSIDE)
        .satisfies(carriers -> assertThat(carriers.getFirst()).isEqualTo(carriers.getLast()));
  }

  @Test
  void ikeOnItsOwnPortIsHandedOnAsItIs() {
    byte[] message = new byte[LEAST_IKE];
    message[0] = 5;
    arrive(IKE, message);
    assertThat(f.ike).containsExactly("500 61000 28 5");
  }

  @Test
  void ikeBehindTheMarkerIsHandedOnWithoutIt() {
    byte[] message = new byte[LEAST_IKE + 4];
    message[4] = 5;
    arrive(NATT, message);
    assertThat(f.ike).containsExactly("4500 61000 28 5");
  }

  @Test
  void badInput25IkeWithoutMarkerOnTheSharedPortIsEspOfNoSa() {
    byte[] message = new byte[LEAST_IKE];
    Octets.put32(message, 0, 0x77777777);
    arrive(NATT, message);
    assertThat(f.ike).containsExactly("stray 61000 " + 0x77777777);
    assertThat(f.drops(Verdict.SPI_UNKNOWN)).isOne();
  }

  @Test
  void badInput25DoubledMarkerIsLeftToIkeToRefuse() {
    byte[] message = new byte[LEAST_IKE + 8];
    message[8] = 5;
    arrive(NATT, message);
    assertThat(f.ike).containsExactly("4500 61000 32 0");
  }

  @Test
  void badInput25KeepaliveOfOneOctetIsDroppedSilently() {
    arrive(NATT, new byte[] {(byte) 0xFF});
    assertThat(f.drops(Verdict.NAT_KEEPALIVE)).isOne();
    arrive(NATT, new byte[] {0x7F});
    assertThat(f.drops(Verdict.DATAGRAM_TRUNCATED)).isOne();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 31})
  void datagramTooShortForAnythingIsDropped(int length) {
    arrive(NATT, new byte[length]);
    assertThat(f.ike).isEmpty();
    assertThat(f.drops(Verdict.DATAGRAM_TRUNCATED)).isOne();
  }

  @Test
  void badInput25DatagramFromPortZeroIsDropped() {
    f.install();
    byte[] esp = f.sealed(TUNNEL, InnerPackets.udp(INSIDE, SERVER, 5_000, new byte[1]));
    f.udp.arrive(NATT, new InetSocketAddress("198.51.100.9", 0), esp);
    f.udp.arrive(IKE, new InetSocketAddress("198.51.100.9", 0), new byte[LEAST_IKE]);
    f.inbound();
    assertThat(f.drops(Verdict.REMOTE_PORT_ZERO)).isEqualTo(2);
    assertThat(f.ike).isEmpty();
    assertThat(f.tun.sent).isEmpty();
  }

  @Test
  void badInput25EspFromAnotherAddressPassesButOnlyIkeMovesThePeer() {
    f.install();
    InetSocketAddress elsewhere = new InetSocketAddress("198.51.100.200", 4_000);
    byte[] esp = f.sealed(TUNNEL, InnerPackets.udp(INSIDE, SERVER, 5_000, new byte[1]));
    f.udp.arrive(NATT, elsewhere, esp);
    f.inbound();
    assertThat(f.ike).containsExactly("elsewhere 1000 4500 4000");
    int carrier = Octets.i32(f.tun.onlySent(), Ipv4View.SOURCE);
    f.outbound(InnerPackets.udp(SERVER, carrier, 5_000, new byte[1]));
    assertThat(f.udp.sent.getLast().remote()).isEqualTo(DEVICE);
    f.dataplane.movePeer(1_000, elsewhere);
    f.outbound(InnerPackets.udp(SERVER, carrier, 5_000, new byte[1]));
    assertThat(f.udp.sent.getLast().remote()).isEqualTo(elsewhere);
  }

  @Test
  void oldReplayedAndForgedEspTellsNothingOfItsSendersAddress() {
    f.install();
    InetSocketAddress elsewhere = new InetSocketAddress("198.51.100.200", 4_000);
    byte[] inner = InnerPackets.udp(INSIDE, SERVER, 5_000, new byte[1]);
    byte[] first = f.sealed(TUNNEL, inner);
    byte[] second = f.sealed(TUNNEL, inner);
    byte[] forged = f.sealed(TUNNEL, inner);
    forged[forged.length - 1] ^= 1;
    arrive(NATT, second);
    for (byte[] packet : List.of(first, second, forged)) {
      f.udp.arrive(NATT, elsewhere, packet);
    }
    f.inbound();
    assertThat(f.tun.sent).hasSize(2);
    assertThat(f.ike).isEmpty();
  }

  @Test
  void peerThatHasMovedIsNoNews() {
    f.install();
    InetSocketAddress elsewhere = new InetSocketAddress("198.51.100.200", 4_000);
    f.dataplane.movePeer(1_000, elsewhere);
    f.udp.arrive(
        NATT, elsewhere, f.sealed(TUNNEL, InnerPackets.udp(INSIDE, SERVER, 5_000, new byte[1])));
    f.inbound();
    assertThat(f.tun.sent).hasSize(1);
    assertThat(f.ike).isEmpty();
  }

  @Test
  void keepaliveGoesOutAsOneOctetWithoutMarker() throws IOException {
    f.dataplane.sendKeepalive(NATT, DEVICE);
    assertThat(f.udp.onlySent()).containsExactly(0xFF);
  }

  @Test
  void ikeGoesOutWithTheMarkerOnTheSharedPortOnly() throws IOException {
    byte[] message = {1, 2, 3};
    assertThat(f.dataplane.sendIke(IKE, DEVICE, message)).isTrue();
    assertThat(f.udp.onlySent()).containsExactly(1, 2, 3);
    assertThat(f.dataplane.sendIke(NATT, DEVICE, message)).isTrue();
    assertThat(f.udp.onlySent()).containsExactly(0, 0, 0, 0, 1, 2, 3);
  }

  @Test
  void badInput25MutatedDatagramsOfNatTraversalAreSurvived() {
    f.install();
    byte[] keepalive = {(byte) 0xFF};
    Mutations.each(
        25,
        by -> {
          byte[] esp = f.sealed(TUNNEL, InnerPackets.udp(INSIDE, SERVER, 5_000, new byte[9]));
          byte[] ike = new byte[LEAST_IKE + 4 * by.number(4)];
          ike[4 * by.number(4) + 5] = 5;
          byte[] good = List.of(esp, ike, keepalive).get(by.number(3));
          InetSocketAddress from =
              new InetSocketAddress("198.51.100." + by.number(256), by.number(65_536));
          f.udp.arrive(by.number(2) == 0 ? NATT : IKE, from, by.of(good));
          f.inbound();
        });
    // What was altered did not pass, and the device is served.
    int before = f.tun.sent.size();
    f.deviceSends(InnerPackets.udp(INSIDE, SERVER, 5_000, new byte[1]));
    assertThat(f.tun.sent).hasSize(before + 1);
  }
}
