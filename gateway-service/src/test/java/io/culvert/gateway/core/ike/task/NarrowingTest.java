package io.culvert.gateway.core.ike.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.contract.EncryptionCipher;
import io.culvert.gateway.core.ike.proposal.EspPolicy;
import io.culvert.gateway.core.net.TrafficSelector;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is granted of what a device offers (RFC 7296 §2.9). */
class NarrowingTest {
  private static final TrafficSelector ANY4 = TrafficSelector.any4();
  private static final TrafficSelector ANY6 = TrafficSelector.any6();
  private static final EspPolicy ESP = EspPolicy.of(EncryptionCipher.AES256_GCM);
  private static final int ICMP = 1;
  private static final int TCP = 6;
  private static final int UDP = 17;

  private static TrafficSelector range(String start, String end) {
    return ports(0, 0, 65535, start, end);
  }

  private static TrafficSelector ports(int protocol, int from, int to, String start, String end) {
    return new TrafficSelector(
        protocol, from, to, InetAddress.ofLiteral(start), InetAddress.ofLiteral(end));
  }

  private static ChildTerms terms(List<TrafficSelector> local, List<TrafficSelector> remote) {
    return new ChildTerms(ESP, local, remote, Optional.empty());
  }

  private static Optional<Narrowing> byGateway(
      List<TrafficSelector> gatewaySide, List<TrafficSelector> deviceSide) {
    return Narrowing.of(gatewaySide, deviceSide, ChildTerms.gateway(ESP));
  }

  private static void assertGranted(List<TrafficSelector> tsr, List<TrafficSelector> tsi) {
    assertThat(byGateway(tsr, tsi)).contains(new Narrowing(tsr, tsi));
  }

  @Test
  void anyToAnyOfEitherVersionAndOfBothIsGrantedWhole() {
    assertGranted(List.of(ANY4), List.of(ANY4));
    assertGranted(List.of(ANY6), List.of(ANY6));
    assertGranted(List.of(ANY4, ANY6), List.of(ANY4, ANY6));
    assertGranted(List.of(ANY6, ANY4), List.of(ANY4, ANY6));
  }

  @Test
  void severalSubnetsAreGrantedInTheOrderOffered() {
    assertGranted(
        List.of(ANY4),
        List.of(
            range("192.168.7.0", "192.168.7.255"),
            range("10.0.0.0", "10.255.255.255"),
            range("192.168.1.0", "192.168.1.255")));
    assertGranted(
        List.of(ANY4, ANY6),
        List.of(
            range("10.1.0.0", "10.1.255.255"),
            range("2001:db8:1::", "2001:db8:1:ffff:ffff:ffff:ffff:ffff"),
            range("10.2.0.0", "10.2.255.255")));
  }

  @Test
  void rangesThatAreNoSubnetsAreGranted() {
    assertGranted(List.of(ANY4), List.of(range("192.168.1.10", "192.168.3.7")));
  }

  @Test
  void protocolsAndPortsAreGranted() {
    assertGranted(
        List.of(
            ports(TCP, 443, 443, "0.0.0.0", "255.255.255.255"),
            ports(UDP, 53, 53, "9.9.9.9", "9.9.9.9")),
        List.of(
            ports(TCP, 1024, 65535, "10.0.0.0", "10.0.0.255"),
            ports(UDP, 0, 65535, "10.0.0.0", "10.0.0.255")));
    // RFC 7296 §3.13.1: type and code of ICMP in the place of ports; OPAQUE ports
    assertGranted(
        List.of(ports(ICMP, 0x0800, 0x08ff, "0.0.0.0", "255.255.255.255")),
        List.of(ports(ICMP, 0, 65535, "10.0.0.0", "10.0.0.255")));
    assertGranted(List.of(ANY4), List.of(ports(TCP, 65535, 0, "10.0.0.0", "10.0.0.255")));
  }

  @Test
  void versionOneSideLacksIsNarrowedAwayAndNoneInCommonIsRefused() {
    assertThat(byGateway(List.of(ANY4), List.of(ANY4, ANY6)))
        .contains(new Narrowing(List.of(ANY4), List.of(ANY4)));
    assertThat(byGateway(List.of(ANY4, ANY6), List.of(ANY6)))
        .contains(new Narrowing(List.of(ANY6), List.of(ANY6)));
    assertThat(byGateway(List.of(ANY4), List.of(ANY6))).isEmpty();
  }

  @Test
  void protocolOneSideLacksIsNarrowedAwayAndNoneInCommonIsRefused() {
    TrafficSelector tcp = ports(TCP, 443, 443, "9.9.9.9", "9.9.9.9");
    TrafficSelector udp = ports(UDP, 0, 65535, "10.0.0.0", "10.0.0.255");
    TrafficSelector tcpInside = ports(TCP, 0, 65535, "10.0.0.0", "10.0.0.255");

    assertThat(byGateway(List.of(tcp), List.of(udp, tcpInside)))
        .contains(new Narrowing(List.of(tcp), List.of(tcpInside)));
    assertThat(byGateway(List.of(tcp), List.of(udp))).isEmpty();
  }

  @Test
  void onlySelectorsOfUnknownTypesAreRefused() {
    assertThat(byGateway(List.of(ANY4), List.of())).isEmpty();
    assertThat(byGateway(List.of(), List.of(ANY4))).isEmpty();
  }

  @Test
  void moreThanIsGrantedIsCutToWhatIs() {
    ChildTerms narrow =
        terms(
            List.of(range("0.0.0.0", "255.255.255.255")),
            List.of(
                range("10.0.0.0", "10.0.0.255"),
                ports(TCP, 80, 443, "192.168.0.0", "192.168.255.255")));

    assertThat(Narrowing.of(List.of(ANY4), List.of(ANY4), narrow))
        .contains(new Narrowing(List.of(ANY4), narrow.remote()));
    assertThat(
            Narrowing.of(
                List.of(ANY4),
                List.of(ports(TCP, 100, 9000, "192.168.7.0", "192.169.0.0")),
                narrow))
        .contains(
            new Narrowing(
                List.of(ANY4), List.of(ports(TCP, 100, 443, "192.168.7.0", "192.168.255.255"))));
    assertThat(Narrowing.of(List.of(ANY4), List.of(range("172.16.0.0", "172.31.255.255")), narrow))
        .isEmpty();
    assertThat(
            Narrowing.of(
                List.of(ANY4), List.of(ports(UDP, 80, 80, "192.168.0.0", "192.168.0.9")), narrow))
        .isEmpty();
  }

  @Test
  void sameSelectorTwiceIsGrantedOnce() {
    assertThat(byGateway(List.of(ANY4, ANY4), List.of(ANY4, ANY4)))
        .contains(new Narrowing(List.of(ANY4), List.of(ANY4)));
  }

  @Test
  void longListIsCutAndTheMostSpecificFirstOneStays() {
    List<TrafficSelector> many =
        IntStream.range(0, 255)
            .mapToObj(i -> range("10.0." + i + ".0", "10.0." + i + ".255"))
            .toList();

    Narrowing granted = byGateway(List.of(ANY4), many).orElseThrow();

    assertThat(granted.remote()).hasSize(32).isEqualTo(many.subList(0, 32));
  }
}
