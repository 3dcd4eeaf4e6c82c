package io.culvert.gateway.core.host;

import static io.culvert.gateway.core.net.InnerPackets.address;
import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.gateway.core.net.InnerPackets;
import io.culvert.gateway.core.net.IpProtocol;
import io.culvert.gateway.core.net.Ipv4Range;
import io.culvert.gateway.core.net.Ipv4View;
import io.culvert.gateway.core.net.Octets;
import io.culvert.gateway.core.net.Verdict;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostRewriterTest {
  private static final int INSIDE = address("192.168.1.10");
  private static final int ROUTER = address("192.168.1.1");
  private static final int SERVER = address("203.0.113.80");
  private static final int HEADER = 20;

  private final HostTable table =
      new HostTable(Ipv4Range.parse("100.64.0.0/10"), HostLimits.STANDARD, HostTableTest.ALL_PASS);
  private final TunnelHosts hosts = table.of(7);
  private final Host host = learn(INSIDE);

  private Host learn(int inside) {
    assertThat(table.admit(hosts, inside, 0)).isEqualTo(Verdict.PASSED);
    return orFail(hosts.find(inside));
  }

  private static Host orFail(@Nullable Host host) {
    if (host == null) {
      throw new AssertionError("no host");
    }
    return host;
  }

  @Property
  void udpGoesThereAndBackWithRightChecksums(@ForAll @Size(max = 60) byte[] data) {
    assertThereAndBack(
        InnerPackets.udp(INSIDE, SERVER, 5_000, data),
        InnerPackets.udp(SERVER, host.carrier(), 5_000, data));
  }

  @Property
  void tcpGoesThereAndBackWithRightChecksums(@ForAll @Size(max = 60) byte[] data) {
    assertThereAndBack(
        InnerPackets.tcp(INSIDE, SERVER, data), InnerPackets.tcp(SERVER, host.carrier(), data));
  }

  @Property
  void echoGoesThereAndBackWithRightChecksums(@ForAll @Size(max = 60) byte[] data) {
    assertThereAndBack(
        InnerPackets.icmp(INSIDE, SERVER, 8, data),
        InnerPackets.icmp(SERVER, host.carrier(), 0, data));
  }

  private void assertThereAndBack(byte[] out, byte[] reply) {
    assertThat(toCarrier(out)).isEqualTo(Verdict.PASSED);
    assertThat(Octets.i32(out, Ipv4View.SOURCE)).isEqualTo(host.carrier());
    assertThat(Octets.i32(out, Ipv4View.DESTINATION)).isEqualTo(SERVER);
    assertThat(InnerPackets.checksumsVerify(out)).isTrue();
    assertThat(toInside(reply)).isEqualTo(Verdict.PASSED);
    assertThat(Octets.i32(reply, Ipv4View.DESTINATION)).isEqualTo(INSIDE);
    assertThat(Octets.i32(reply, Ipv4View.SOURCE)).isEqualTo(SERVER);
    assertThat(InnerPackets.checksumsVerify(reply)).isTrue();
  }

  @Test
  void wrongChecksumStaysWrong() {
    byte[] packet = InnerPackets.tcp(INSIDE, SERVER, new byte[9]);
    packet[packet.length - 1] ^= 0x40;
    assertThat(toCarrier(packet)).isEqualTo(Verdict.PASSED);
    assertThat(InnerPackets.checksumsVerify(packet)).isFalse();
  }

  @Test
  void udpWithoutChecksumStaysWithout() {
    byte[] packet = InnerPackets.udpWithoutChecksum(INSIDE, SERVER, new byte[9]);
    assertThat(toCarrier(packet)).isEqualTo(Verdict.PASSED);
    assertThat(Octets.u16(packet, HEADER + 6)).isZero();
    assertThat(Octets.i32(packet, Ipv4View.SOURCE)).isEqualTo(host.carrier());
  }

  @Test
  void udpChecksumThatComesOutAsZeroIsSentAsAllOnes() {
    boolean reached = false;
    for (int i = 0; i < 0x10000; i++) {
      byte[] data = {(byte) (i >> 8), (byte) i};
      byte[] packet = InnerPackets.udp(INSIDE, SERVER, 5_000, data);
      assertThat(toCarrier(packet)).isEqualTo(Verdict.PASSED);
      assertThat(Octets.u16(packet, HEADER + 6)).isNotZero();
      reached |= Octets.u16(packet, HEADER + 6) == 0xFFFF;
    }
    assertThat(reached).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4, 5, 11, 12})
  void icmpErrorFromTheInternetSpeaksOfTheInsideAddress(int type) {
    byte[] sent = InnerPackets.udp(host.carrier(), SERVER, 5_000, new byte[20]);
    byte[] error = InnerPackets.icmp(SERVER, host.carrier(), type, sent);
    assertThat(toInside(error)).isEqualTo(Verdict.PASSED);
    assertThat(InnerPackets.checksumsVerify(error)).isTrue();
    byte[] embedded = Arrays.copyOfRange(error, HEADER + 8, error.length);
    assertThat(embedded).isEqualTo(InnerPackets.udp(INSIDE, SERVER, 5_000, new byte[20]));
  }

  @Test
  void icmpErrorWithEightOctetsOfTcpIsRewrittenAsFarAsItGoes() {
    byte[] sent = Arrays.copyOf(InnerPackets.tcp(host.carrier(), SERVER, new byte[20]), HEADER + 8);
    byte[] error = InnerPackets.icmp(SERVER, host.carrier(), 3, sent);
    assertThat(toInside(error)).isEqualTo(Verdict.PASSED);
    assertThat(InnerPackets.checksumsVerify(error)).isTrue();
    byte[] embedded = Arrays.copyOfRange(error, HEADER + 8, error.length);
    assertThat(embedded)
        .isEqualTo(Arrays.copyOf(InnerPackets.tcp(INSIDE, SERVER, new byte[20]), HEADER + 8));
  }

  @Test
  void icmpErrorFromAnInsideRouterSpeaksOfTheCarrierOfTheHostBehindIt() {
    Host router = learn(ROUTER);
    byte[] received = InnerPackets.tcp(SERVER, INSIDE, new byte[20]);
    byte[] error = InnerPackets.icmp(ROUTER, SERVER, 11, received);
    assertThat(HostRewriter.toCarrier(view(error), router, hosts)).isEqualTo(Verdict.PASSED);
    assertThat(InnerPackets.checksumsVerify(error)).isTrue();
    assertThat(Octets.i32(error, Ipv4View.SOURCE)).isEqualTo(router.carrier());
    byte[] embedded = Arrays.copyOfRange(error, HEADER + 8, error.length);
    assertThat(embedded).isEqualTo(InnerPackets.tcp(SERVER, host.carrier(), new byte[20]));
  }

  @Test
  void icmpErrorAboutStrangersIsDropped() {
    byte[] strangers = InnerPackets.udp(SERVER, address("192.168.1.99"), 5_000, new byte[20]);
    assertThat(toCarrier(InnerPackets.icmp(INSIDE, SERVER, 3, strangers)))
        .isEqualTo(Verdict.ICMP_UNRELATED);
    assertThat(toInside(InnerPackets.icmp(SERVER, host.carrier(), 3, strangers)))
        .isEqualTo(Verdict.ICMP_UNRELATED);
  }

  @Test
  void icmpErrorCutShortIsDroppedAtEveryLength() {
    byte[] sent = InnerPackets.udp(host.carrier(), SERVER, 5_000, new byte[0]);
    for (int length = 0; length < HEADER; length++) {
      byte[] error = InnerPackets.icmp(SERVER, host.carrier(), 3, Arrays.copyOf(sent, length));
      assertThat(toInside(error)).as("%s octets", length).isEqualTo(Verdict.ICMP_UNRELATED);
    }
    byte[] longHeader = sent.clone();
    longHeader[0] = 0x4F;
    assertThat(toInside(InnerPackets.icmp(SERVER, host.carrier(), 3, longHeader)))
        .isEqualTo(Verdict.ICMP_UNRELATED);
  }

  @Test
  void fragmentsReassembleToThePacketWithRightChecksums() {
    byte[] whole = InnerPackets.udp(INSIDE, SERVER, 5_000, new byte[56]);
    byte[] payload = Arrays.copyOfRange(whole, HEADER, whole.length);
    byte[] first =
        InnerPackets.ipv4(17, INSIDE, SERVER, 0x2000, Arrays.copyOfRange(payload, 0, 32));
    byte[] later = InnerPackets.ipv4(17, INSIDE, SERVER, 4, Arrays.copyOfRange(payload, 32, 64));
    assertThat(toCarrier(first)).isEqualTo(Verdict.PASSED);
    assertThat(toCarrier(later)).isEqualTo(Verdict.PASSED);
    byte[] together = Arrays.copyOf(Arrays.copyOfRange(first, HEADER, first.length), 64);
    System.arraycopy(later, HEADER, together, 32, 32);
    assertThat(InnerPackets.transportChecksum(17, host.carrier(), SERVER, together)).isZero();
    assertThat(Arrays.copyOfRange(later, HEADER, later.length))
        .isEqualTo(Arrays.copyOfRange(payload, 32, 64));
  }

  @Test
  void firstFragmentTooShortForItsChecksumIsDropped() {
    byte[] tcp = InnerPackets.ipv4(IpProtocol.TCP, INSIDE, SERVER, 0x2000, new byte[16]);
    byte[] udp = InnerPackets.ipv4(IpProtocol.UDP, INSIDE, SERVER, 0x2000, new byte[7]);
    assertThat(toCarrier(tcp)).isEqualTo(Verdict.TINY_FRAGMENT);
    assertThat(toCarrier(udp)).isEqualTo(Verdict.TINY_FRAGMENT);
  }

  @Test
  void secondTcpFragmentThatWouldOverwriteTheHeaderIsDropped() {
    byte[] packet = InnerPackets.ipv4(IpProtocol.TCP, INSIDE, SERVER, 1, new byte[32]);
    assertThat(toCarrier(packet)).isEqualTo(Verdict.TINY_FRAGMENT);
  }

  @Test
  void protocolWithoutPseudoHeaderKeepsItsPayload() {
    byte[] payload = {1, 2, 3, 4, 5, 6, 7, 8, 9};
    byte[] packet = InnerPackets.ipv4(IpProtocol.SCTP, INSIDE, SERVER, 0, payload);
    assertThat(toCarrier(packet)).isEqualTo(Verdict.PASSED);
    assertThat(Arrays.copyOfRange(packet, HEADER, packet.length)).isEqualTo(payload);
    assertThat(InnerPackets.checksumsVerify(packet)).isTrue();
  }

  private Verdict toCarrier(byte[] packet) {
    return HostRewriter.toCarrier(view(packet), host, hosts);
  }

  private Verdict toInside(byte[] packet) {
    return HostRewriter.toInside(view(packet), host);
  }

  private static Ipv4View view(byte[] packet) {
    Ipv4View view = new Ipv4View();
    assertThat(view.wrap(packet, 0, packet.length)).isEqualTo(Verdict.PASSED);
    return view;
  }
}
