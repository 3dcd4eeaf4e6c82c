package io.culvert.gateway.app.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.contract.PopChange;
import io.culvert.gateway.core.ike.sa.Drain;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Where the devices go when a gateway is drained. */
class FailoverDirectoryTest {
  private static final InetAddress B = InetAddress.ofLiteral("198.51.100.20");

  private final TunnelDirectory tunnels =
      new TunnelDirectory(Tunnels.POP, new PskOpener(Tunnels.POP, Tunnels.KEY));
  private final FailoverDirectory failover = new FailoverDirectory(Tunnels.POP, tunnels);

  static PopChange pop(String name, String... gateways) {
    return new PopChange("0x01", name, 1, "region", List.of(gateways), null, true, null);
  }

  @Test
  void tunnelsThatAllFailOverToOnePopSendEverybodyThere() {
    tunnels.apply(Tunnels.standard().build());
    failover.apply(pop("pop-a", "192.0.2.1"));
    failover.apply(pop("pop-b", "198.51.100.20", "198.51.100.21"));

    assertThat(failover.drain()).isEqualTo(new Drain(Optional.of(B), Map.of(7L, B)));
  }

  @Test
  void primaryPopIsWhereTheTunnelsOfItsFailoverGo() {
    tunnels.apply(Tunnels.standard().withPops("pop-b", "pop-a").build());
    failover.apply(pop("pop-b", "198.51.100.20"));

    assertThat(failover.drain().of(7)).contains(B);
  }

  @Test
  void tunnelOfOnePopStaysAndNobodyIsSentAwayUnasked() {
    tunnels.apply(Tunnels.standard().withPops("pop-a").build());
    failover.apply(pop("pop-b", "198.51.100.20"));

    assertThat(failover.drain()).isEqualTo(Drain.NONE);
  }

  @Test
  void tunnelOfOtherPopsIsNoneOfOurs() {
    tunnels.apply(Tunnels.standard().withPops("pop-b", "pop-c").build());
    failover.apply(pop("pop-b", "198.51.100.20"));

    assertThat(failover.drain()).isEqualTo(Drain.NONE);
  }

  @Test
  void gatewayOfAPopThatNobodyKnowsIsToldWhichThereAre() {
    failover.apply(pop("pop-c"));
    failover.apply(pop("pop-b", "198.51.100.20"));
    assertThat(failover.trouble())
        .hasValueSatisfying(
            said ->
                assertThat(said)
                    .startsWith("config-service knows no POP pop-a")
                    .endsWith("[pop-b, pop-c]"));

    failover.apply(pop("pop-a"));
    assertThat(failover.trouble()).isEmpty();
  }

  @Test
  void popWhoseGatewaysAreUnknownIsNoWay() {
    tunnels.apply(Tunnels.standard().build());
    failover.apply(pop("pop-b", "198.51.100.20"));
    failover.apply(pop("pop-b"));

    assertThat(failover.drain()).isEqualTo(Drain.NONE);
  }
}
