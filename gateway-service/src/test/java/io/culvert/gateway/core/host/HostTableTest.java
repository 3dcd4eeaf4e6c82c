package io.culvert.gateway.core.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.gateway.core.net.Ipv4Range;
import io.culvert.gateway.core.net.Verdict;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostTableTest {
  static final HostAccess ALL_PASS = (_, _, _) -> Access.OPEN;

  private static final Ipv4Range CARRIERS = Ipv4Range.parse("100.64.0.0/10");
  private static final long MINUTE = 60_000_000_000L;
  private static final int TEN_NET = 10 << 24;

  @Test
  void sameInsideAddressInTwoTunnelsHasTwoCarriers() {
    HostTable table = new HostTable(CARRIERS, HostLimits.STANDARD, ALL_PASS);
    table.admit(table.of(1), TEN_NET + 5, 0);
    table.admit(table.of(2), TEN_NET + 5, 0);
    Host one = table.of(1).find(TEN_NET + 5);
    Host two = table.of(2).find(TEN_NET + 5);
    assertThat(one).isNotNull();
    assertThat(two).isNotNull();
    if (one != null && two != null) {
      assertThat(one.carrier()).isNotEqualTo(two.carrier());
      assertThat(table.byCarrier(one.carrier())).isSameAs(one);
      assertThat(table.byCarrier(two.carrier())).isSameAs(two);
    }
  }

  @Test
  void sixteenThousandAndFirstHostIsRefusedAndOthersAreNotHarmed() {
    HostTable table = new HostTable(CARRIERS, HostLimits.STANDARD, ALL_PASS);
    TunnelHosts hosts = table.of(1);
    Set<Integer> carriers = new HashSet<>();
    for (int i = 0; i < 16_000; i++) {
      assertThat(table.admit(hosts, TEN_NET + i, 0)).isEqualTo(Verdict.PASSED);
      Host host = hosts.find(TEN_NET + i);
      carriers.add(host == null ? 0 : host.carrier());
    }
    assertThat(carriers).hasSize(16_000).allMatch(CARRIERS::contains);
    assertThat(table.admit(hosts, TEN_NET + 16_000, 0)).isEqualTo(Verdict.HOST_LIMIT);
    assertThat(table.admit(hosts, TEN_NET + 15_999, 0)).isEqualTo(Verdict.PASSED);
    assertThat(table.admit(table.of(2), TEN_NET, 0)).isEqualTo(Verdict.PASSED);
    assertThat(hosts.size()).isEqualTo(16_000);
  }

  @Test
  void hostInUseStaysAndIdleHostGoesAfterALongTime() {
    HostTable table = new HostTable(CARRIERS, HostLimits.STANDARD, ALL_PASS);
    TunnelHosts hosts = table.of(1);
    table.admit(hosts, TEN_NET + 1, 0);
    table.admit(hosts, TEN_NET + 2, 0);
    Host busy = hosts.find(TEN_NET + 1);
    if (busy != null) {
      busy.touch(700 * MINUTE);
    }
    table.expire(720 * MINUTE);
    assertThat(hosts.size()).isEqualTo(2);
    table.expire(720 * MINUTE + 1);
    assertThat(hosts.find(TEN_NET + 1)).isSameAs(busy);
    assertThat(hosts.find(TEN_NET + 2)).isNull();
    assertThat(table.size()).isOne();
  }

  @Test
  void idleHostsMakeRoomWhenCarriersRunOut() {
    // 100.64.0.0/24 has 256 addresses less 16 reserved and the last.
    HostTable table =
        new HostTable(Ipv4Range.parse("100.64.0.0/24"), HostLimits.STANDARD, ALL_PASS);
    TunnelHosts hosts = table.of(1);
    for (int i = 0; i < 239; i++) {
      assertThat(table.admit(hosts, TEN_NET + i, 0)).isEqualTo(Verdict.PASSED);
    }
    assertThat(table.admit(hosts, TEN_NET + 999, MINUTE)).isEqualTo(Verdict.CARRIERS_EXHAUSTED);
    assertThat(table.admit(hosts, TEN_NET + 999, 11 * MINUTE)).isEqualTo(Verdict.PASSED);
    assertThat(hosts.size()).isOne();
  }

  @Test
  void removedTunnelGivesItsCarriersBackAndTakesNoMoreHosts() {
    HostTable table =
        new HostTable(Ipv4Range.parse("100.64.0.0/27"), HostLimits.STANDARD, ALL_PASS);
    TunnelHosts old = table.of(1);
    for (int i = 0; i < 15; i++) {
      assertThat(table.admit(old, TEN_NET + i, 0)).isEqualTo(Verdict.PASSED);
    }
    table.removeTunnel(1);
    assertThat(table.size()).isZero();
    assertThat(table.admit(old, TEN_NET, 0)).isEqualTo(Verdict.TUNNEL_GONE);
    for (int i = 0; i < 15; i++) {
      assertThat(table.admit(table.of(1), TEN_NET + i, 0)).isEqualTo(Verdict.PASSED);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 0x7F000001, 0xE0000001, 0xF0000001, 0xFFFFFFFF})
  void addressThatIsNoUnicastBecomesNoHost(int inside) {
    HostTable table = new HostTable(CARRIERS, HostLimits.STANDARD, ALL_PASS);
    assertThat(table.admit(table.of(1), inside, 0)).isEqualTo(Verdict.INSIDE_NOT_UNICAST);
  }

  @Test
  void standardLimitsAreTheDocumentedOnes() {
    assertThat(HostLimits.STANDARD.perTunnel()).isEqualTo(16_000);
    assertThat(HostLimits.STANDARD.longIdleNanos()).isEqualTo(720 * MINUTE);
    assertThat(HostLimits.STANDARD.shortIdleNanos()).isEqualTo(10 * MINUTE);
  }
}
