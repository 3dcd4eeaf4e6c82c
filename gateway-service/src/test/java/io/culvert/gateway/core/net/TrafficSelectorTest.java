package io.culvert.gateway.core.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.culvert.gateway.core.wire.Bytes;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;

class TrafficSelectorTest {
  private static final int TCP = 6;
  private static final int UDP = 17;

  private static InetAddress ip(String literal) {
    return InetAddress.ofLiteral(literal);
  }

  private static TrafficSelector range(String start, String end) {
    return TrafficSelector.ofAddresses(ip(start), ip(end));
  }

  private static TrafficSelector ports(int protocol, int start, int end) {
    return new TrafficSelector(protocol, start, end, ip("10.0.0.0"), ip("10.0.0.255"));
  }

  @Test
  void addressesCompareUnsigned() {
    TrafficSelector high = range("100.0.0.0", "200.0.0.0");

    assertThat(high.contains(ip("150.0.0.0"))).isTrue();
    assertThat(high.contains(ip("200.0.0.0"))).isTrue();
    assertThat(high.contains(ip("200.0.0.1"))).isFalse();
    assertThat(high.contains(ip("99.255.255.255"))).isFalse();
  }

  @Test
  void anyContainsAllOfItsFamilyOnly() {
    assertThat(TrafficSelector.any4().contains(range("0.0.0.0", "255.255.255.255"))).isTrue();
    assertThat(TrafficSelector.any4().contains(ip("::1"))).isFalse();
    assertThat(TrafficSelector.any6().contains(ip("2001:db8::1"))).isTrue();
    assertThat(TrafficSelector.any6().contains(ip("1.2.3.4"))).isFalse();
    assertThat(TrafficSelector.any6().intersect(TrafficSelector.any4())).isEmpty();
  }

  @Test
  void anIntersectionIsWhatBothSelect() {
    assertThat(range("10.0.0.0", "10.0.0.99").intersect(range("10.0.0.50", "10.0.1.0")))
        .contains(range("10.0.0.50", "10.0.0.99"));
    assertThat(range("10.0.0.0", "10.0.0.9").intersect(range("10.0.0.10", "10.0.1.0"))).isEmpty();
    assertThat(ports(0, 0, 65535).intersect(ports(TCP, 80, 443))).contains(ports(TCP, 80, 443));
    assertThat(ports(TCP, 80, 443).intersect(ports(TCP, 100, 500))).contains(ports(TCP, 100, 443));
    assertThat(ports(TCP, 80, 443).intersect(ports(TCP, 444, 500))).isEmpty();
    assertThat(ports(TCP, 0, 65535).intersect(ports(UDP, 0, 65535))).isEmpty();
  }

  @Test
  void opaquePortsMeetOnlyAllPortsAndThemselves() {
    TrafficSelector opaque = ports(TCP, 65535, 0);

    assertThat(ports(TCP, 0, 65535).contains(opaque)).isTrue();
    assertThat(ports(TCP, 0, 65535).intersect(opaque)).contains(opaque);
    assertThat(opaque.intersect(opaque)).contains(opaque);
    assertThat(opaque.intersect(ports(TCP, 80, 80))).isEmpty();
    assertThat(ports(TCP, 1, 65535).contains(opaque)).isFalse();
    assertThat(opaque.intersect(ports(TCP, 0, 65535))).contains(opaque);
  }

  @Test
  void aNarrowerSelectorIsContainedAndNotTheOtherWayRound() {
    assertThat(TrafficSelector.any4().contains(ports(TCP, 80, 80))).isTrue();
    assertThat(ports(TCP, 80, 80).contains(TrafficSelector.any4())).isFalse();
    assertThat(ports(TCP, 80, 80).contains(ports(0, 80, 80))).isFalse();
  }

  @Test
  void aRangeThatEndsBeforeItStartsIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> range("10.0.0.2", "10.0.0.1"));
    assertThatIllegalArgumentException().isThrownBy(() -> range("10.0.0.2", "::1"));
    assertThatIllegalArgumentException().isThrownBy(() -> ports(TCP, 2, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> ports(256, 1, 2));
    assertThatIllegalArgumentException().isThrownBy(() -> ports(TCP, 0, 65536));
  }

  @Test
  void anIpv4MappedAddressStaysIpv6() {
    byte[] mapped = Bytes.ofHex("00000000 00000000 0000ffff 01020304").toArray();

    assertThat(TrafficSelector.address(mapped).getAddress()).isEqualTo(mapped);
  }
}
