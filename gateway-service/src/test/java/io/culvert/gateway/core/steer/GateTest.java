package io.culvert.gateway.core.steer;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.gateway.core.net.InnerPackets;
import io.culvert.gateway.core.net.Ipv4View;
import io.culvert.gateway.core.net.Octets;
import java.util.List;
import java.util.OptionalInt;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Of which refusals of the kernel a host is told. */
class GateTest {
  private static final int HOST = InnerPackets.address("100.64.0.20");
  private static final int SERVER = InnerPackets.address("203.0.113.80");
  private static final int PROBE = InnerPackets.address("10.64.0.1");
  private static final Gate GATE = new Gate(new TreeSet<>(List.of(80, 443)), OptionalInt.of(PROBE));

  private static boolean refuses(byte[] packet) {
    Ipv4View ip = new Ipv4View();
    ip.wrap(packet, 0, packet.length);
    return GATE.refuses(ip);
  }

  private static byte[] to(int port, byte[] packet) {
    Octets.put16(packet, 22, port);
    return packet;
  }

  private static byte[] tcp(int to, int port) {
    return to(port, InnerPackets.tcp(HOST, to, new byte[0]));
  }

  private static byte[] udp(int port) {
    return to(port, InnerPackets.udp(HOST, SERVER, 5_000, new byte[8]));
  }

  @Test
  void whatTheProxyTakesAndNamesAreNotRefused() {
    assertThat(refuses(tcp(SERVER, 443))).isFalse();
    assertThat(refuses(tcp(SERVER, 53))).isFalse();
    assertThat(refuses(udp(53))).isFalse();
    assertThat(new Gate(new TreeSet<>(), OptionalInt.of(PROBE)).isProbe(PROBE)).isTrue();
  }

  @Test
  void otherPortsAndPingsAreRefused() {
    assertThat(refuses(tcp(SERVER, 22))).isTrue();
    assertThat(refuses(tcp(PROBE, 22))).isTrue();
    assertThat(refuses(udp(9_999))).isTrue();
    assertThat(refuses(InnerPackets.icmp(HOST, SERVER, 8, new byte[8]))).isTrue();
  }

  @Test
  void userNeedNotKnowOfHttp3AnswersAndThePingOfTheProbe() {
    assertThat(refuses(udp(443))).isFalse();
    assertThat(refuses(InnerPackets.icmp(HOST, SERVER, 0, new byte[8]))).isFalse();
    assertThat(refuses(InnerPackets.icmp(HOST, PROBE, 8, new byte[8]))).isFalse();
  }

  @Test
  void portOfTheProbeIsNotRefusedWhereItIsNoWebPort() {
    Gate gate = new Gate(new TreeSet<>(), OptionalInt.of(PROBE));
    Ipv4View ip = new Ipv4View();
    byte[] packet = tcp(PROBE, 80);
    ip.wrap(packet, 0, packet.length);
    assertThat(gate.refuses(ip)).isFalse();
    assertThat(Gate.CLOSED.refuses(ip)).isTrue();
  }

  @Test
  void laterFragmentSaysNothing() {
    byte[] packet = tcp(SERVER, 22);
    Octets.put16(packet, 6, 5);
    assertThat(refuses(packet)).isFalse();
  }
}
