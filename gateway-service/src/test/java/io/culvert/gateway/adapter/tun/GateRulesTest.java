package io.culvert.gateway.adapter.tun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.culvert.gateway.core.net.Ipv4Range;
import io.culvert.gateway.core.steer.Gate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The gate's rules as text, and in a kernel where this may be done. */
class GateRulesTest {
  private static final Ipv4Range CARRIERS = TunConfig.OPEN.carriers();
  private static final GateRules RULES = new GateRules("open0", "gate0", CARRIERS, 3_129);

  @Test
  void rulesNameTheirDevicesPortAndCarriers() {
    assertThat(RULES.ruleset())
        .contains("iifname != \"gate0\" accept")
        .contains("tproxy to :3129")
        .contains("iifname { \"open0\", \"gate0\" } ip daddr @probes tcp dport 80 tproxy to :3129")
        .contains("ip saddr 100.64.0.0/10 oifname != { \"open0\", \"gate0\", \"lo\" } masquerade")
        .doesNotContain("%");
  }

  @Test
  void portsAndTheProbeAddressAreReplacedInOneTransaction() {
    assertThat(
            GateRules.update(
                new Gate(new TreeSet<>(List.of(443, 80, 8_443)), OptionalInt.of(0x0a400001))))
        .isEqualTo(
            """
            flush set ip culvert_gate web_ports
            add element ip culvert_gate web_ports { 80, 443, 8443 }
            flush set ip culvert_gate probes
            add element ip culvert_gate probes { 10.64.0.1 }
            """);
    assertThat(GateRules.update(Gate.CLOSED))
        .isEqualTo("flush set ip culvert_gate web_ports\nflush set ip culvert_gate probes\n");
  }

  @Test
  void nameOrPortThatIsNoneIsRefused() {
    assertThatThrownBy(() -> new GateRules("a\"b", "gate0", CARRIERS, 3_129))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new GateRules("open0", "gate0;", CARRIERS, 3_129))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new GateRules("open0", "gate0", CARRIERS, 65_536))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** In a network namespace that ends with the process in it. */
  @Test
  void kernelRefusesPassesAndStealsAsTheGateIsMeantTo() throws Exception {
    assumeTrue(isRoot() && Files.exists(Path.of("/dev/net/tun")), "needs root and /dev/net/tun");
    Process process =
        new ProcessBuilder(
                "unshare",
                "--net",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                GateRoundTrip.class.getName())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(output.lines())
        .containsExactly(
            "quic: icmp 3/3 to 100.64.0.20",
            "udp: icmp 3/13 to 100.64.0.20",
            "ssh: tcp RA 203.0.113.80 to 100.64.0.20",
            "web without proxy: tcp RA 203.0.113.80 to 100.64.0.20",
            "ping: icmp 3/13 to 100.64.0.20",
            "ping of the gateway: icmp 0/0 to 100.64.0.20",
            "proxy's port: tcp RA 192.0.2.1 to 100.64.0.21",
            "dns: udp 192.0.2.1 to 203.0.113.80",
            "dns answer: udp 203.0.113.80 to 100.64.0.20",
            "dns over tcp: tcp S 192.0.2.1 to 203.0.113.80",
            "open udp: udp 192.0.2.1 to 203.0.113.80",
            "open answer: udp 203.0.113.80 to 100.64.0.21",
            "open web: tcp S 192.0.2.1 to 203.0.113.80",
            "open udp once closed: icmp 3/13 to 100.64.0.21",
            "open web once closed: tcp R 203.0.113.80 to 100.64.0.21",
            "proxy: listening",
            "web: tcp SA 203.0.113.80 to 100.64.0.20",
            "proxy: accepted ('203.0.113.80', 443) from ('100.64.0.20', 7000)",
            "web once open: tcp A 203.0.113.80 to 100.64.0.20",
            "proxy: read b'hello'",
            "next web once open: tcp S 192.0.2.1 to 203.0.113.80",
            "probe: tcp SA 10.64.0.1 to 100.64.0.20",
            "probe of an open host: tcp SA 10.64.0.1 to 100.64.0.21",
            "other port of the probe: tcp RA 10.64.0.1 to 100.64.0.20",
            "other port of an open host: tcp S 192.0.2.1 to 10.64.0.1",
            "probe that is none any more: tcp S 192.0.2.1 to 10.64.0.1");
  }

  private static boolean isRoot() throws IOException {
    return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0;
  }
}
