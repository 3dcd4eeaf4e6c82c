package io.culvert.gateway.adapter.tun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.culvert.gateway.core.net.Ipv4Range;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TunSetupTest {
  @Test
  void openDeviceIsSetUpAsDocumented() {
    assertThat(TunSetup.commands(TunConfig.OPEN).stream().map(c -> String.join(" ", c)))
        .containsExactly(
            "ip link set dev culvert-open mtu 1400",
            "ip link set dev culvert-open txqueuelen 5000",
            "ip addr replace 100.64.0.1/32 dev culvert-open",
            "ip link set dev culvert-open up",
            "ip route replace 100.64.0.0/10 dev culvert-open");
  }

  @Test
  void gateHasNoRoute() {
    TunConfig gate = new TunConfig("culvert-gate", 1_400, 5_000, TunConfig.OPEN.carriers());
    assertThat(TunSetup.gateCommands(gate).stream().map(c -> String.join(" ", c)))
        .containsExactly(
            "ip link set dev culvert-gate mtu 1400",
            "ip link set dev culvert-gate txqueuelen 5000",
            "ip addr replace 100.64.0.2/32 dev culvert-gate",
            "ip link set dev culvert-gate up");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-x", "a b", "a;b", "a/b", "sixteen-letters0", "a\nb"})
  void nameThatIsNoDeviceNameIsRefused(String name) {
    Ipv4Range carriers = TunConfig.OPEN.carriers();
    assertThatThrownBy(() -> new TunConfig(name, 1_400, 500, carriers))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
