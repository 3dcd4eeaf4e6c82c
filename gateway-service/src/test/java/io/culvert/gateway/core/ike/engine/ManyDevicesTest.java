package io.culvert.gateway.core.ike.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.contract.EncryptionCipher;
import io.culvert.gateway.core.ike.proposal.EspPolicy;
import io.culvert.gateway.core.ike.proposal.IkePolicy;
import io.culvert.gateway.core.ike.task.ChildSaInstall;
import io.culvert.gateway.core.ike.task.IkeConfig;
import io.culvert.gateway.core.ike.task.InitiatorProfile;
import io.culvert.gateway.core.ike.task.Reason;
import io.culvert.gateway.core.ike.task.TunnelPolicy;
import io.culvert.gateway.core.net.TrafficSelector;
import io.culvert.gateway.core.wire.KeMethod;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Several devices that share one public address, and one device with several tunnels. */
class ManyDevicesTest {
  private static final String PUBLIC = "203.0.113.9";

  private final End gateway =
      new End(new IkeEngine(IkeConfig.standard(), new Random(1)::nextBytes));
  private final List<End> devices = new ArrayList<>();
  private final Deque<Runnable> flying = new ArrayDeque<>();

  /** The NAT gives each device other ports from here on when it has rebooted. */
  private int firstPort = 20_000;

  private End device() {
    End device =
        new End(new IkeEngine(IkeConfig.standard(), new Random(100 + devices.size())::nextBytes));
    devices.add(device);
    return device;
  }

  private static InitiatorProfile profile(int tunnel) {
    return new InitiatorProfile(
        tunnel,
        Lab.fqdn("tunnel" + tunnel + ".example"),
        Optional.empty(),
        Lab.secret("the key of tunnel " + tunnel),
        IkePolicy.standard(),
        KeMethod.MODP_2048,
        EspPolicy.of(EncryptionCipher.AES256_GCM),
        Optional.empty(),
        List.of(Lab.INSIDE),
        List.of(TrafficSelector.any4()),
        true);
  }

  private void know(int tunnel) {
    gateway.know(
        "tunnel" + tunnel + ".example",
        new Input.Accepted(
            new TunnelPolicy(
                tunnel,
                "tenant",
                "site" + tunnel,
                EncryptionCipher.AES256_GCM,
                List.of(
                    new TunnelPolicy.AcceptedPsk(
                        "current", Lab.secret("the key of tunnel " + tunnel))))));
  }

  private void connect(End device, int tunnel) {
    know(tunnel);
    // The inside address is the same at each device: the NAT alone tells them apart.
    give(device, new Input.Initiate(Lab.at("192.168.0.2", 500), Lab.GATEWAY, profile(tunnel)));
  }

  private void give(End end, Input input) {
    for (Effect.SendDatagram sent : end.step(input, 0)) {
      flying.add(() -> arrive(end, sent));
    }
    while (!flying.isEmpty()) {
      flying.remove().run();
    }
  }

  /** Through the NAT, which has two ports for each device. */
  private void arrive(End from, Effect.SendDatagram sent) {
    if (from == gateway) {
      int port = sent.remote().getPort() - firstPort;
      give(
          devices.get(port / 2),
          new Input.Datagram(
              Lab.at("192.168.0.2", port % 2 == 0 ? 500 : 4500), sent.local(), sent.data()));
    } else {
      give(gateway, new Input.Datagram(sent.remote(), outside(from, sent.local()), sent.data()));
    }
  }

  private InetSocketAddress outside(End device, InetSocketAddress local) {
    return Lab.at(
        PUBLIC, firstPort + 2 * devices.indexOf(device) + (local.getPort() == 500 ? 0 : 1));
  }

  private ChildSaInstall child(long tunnel) {
    List<ChildSaInstall> found =
        gateway.children.values().stream().filter(c -> c.tunnelId() == tunnel).toList();
    assertThat(found).hasSize(1);
    return found.getFirst();
  }

  private void twentyDevices() {
    for (int tunnel = 1; tunnel <= 20; tunnel++) {
      connect(device(), tunnel);
    }
  }

  @Test
  void twentyDevicesBehindOneAddressHaveATunnelEach() {
    twentyDevices();

    assertThat(gateway.engine.snapshot().ikeSas()).isEqualTo(20);
    Set<InetSocketAddress> places = new HashSet<>();
    for (int tunnel = 1; tunnel <= 20; tunnel++) {
      ChildSaInstall theirs = devices.get(tunnel - 1).onlyChild();
      assertThat(child(tunnel).outboundSpi()).isEqualTo(theirs.inboundSpi());
      assertThat(child(tunnel).inbound()).isEqualTo(theirs.outbound());
      assertThat(child(tunnel).remote().getAddress()).isEqualTo(Lab.address(PUBLIC));
      places.add(child(tunnel).remote());
    }
    assertThat(places).hasSize(20);
  }

  @Test
  void deviceThatClosesItsTunnelLeavesItsNeighboursAlone() {
    twentyDevices();

    give(devices.get(6), new Input.CloseTunnel(7, Reason.SHUTDOWN));

    assertThat(gateway.children).hasSize(19);
    assertThat(gateway.children.values()).noneMatch(c -> c.tunnelId() == 7);
    assertThat(gateway.reasons()).containsExactly("peer-deleted");
  }

  @Test
  void natThatRebootsMovesEachDeviceByItself() {
    twentyDevices();
    firstPort = 40_000;

    give(devices.get(6), new Input.Probe(7));

    assertThat(gateway.moves)
        .hasSize(1)
        .containsEntry(child(7).inboundSpi(), Lab.at(PUBLIC, 40_013));
    for (int tunnel = 1; tunnel <= 20; tunnel++) {
      give(devices.get(tunnel - 1), new Input.Probe(tunnel));
      give(gateway, new Input.Probe(tunnel));
    }
    assertThat(gateway.moves).hasSize(20);
    assertThat(gateway.children).hasSize(20);
  }

  @Test
  void deviceThatConnectsAgainReplacesItsOwnTunnelOnly() {
    twentyDevices();

    connect(devices.get(6), 7);

    assertThat(gateway.children).hasSize(20);
    assertThat(gateway.reasons()).containsExactly("replaced");
    assertThat(gateway.engine.snapshot().ikeSas()).isEqualTo(20);
  }

  @Test
  void oneDeviceHasSeveralTunnelsFromOnePort() {
    End device = device();

    for (int tunnel = 1; tunnel <= 5; tunnel++) {
      connect(device, tunnel);
    }

    assertThat(gateway.children).hasSize(5);
    assertThat(device.children).hasSize(5);
    Set<InetSocketAddress> places = new HashSet<>();
    for (int tunnel = 1; tunnel <= 5; tunnel++) {
      places.add(child(tunnel).remote());
      assertThat(device.children).containsKey(child(tunnel).outboundSpi());
    }
    assertThat(places).hasSize(1);
  }

  @Test
  void tunnelsOfOneDeviceAreRekeyedMovedAndClosedByThemselves() {
    End device = device();
    for (int tunnel = 1; tunnel <= 5; tunnel++) {
      connect(device, tunnel);
    }

    give(device, new Input.RekeyIke(2));
    give(gateway, new Input.RekeyChild(child(3).inboundSpi()));
    give(device, new Input.CloseTunnel(4, Reason.SHUTDOWN));
    firstPort = 40_000;
    give(device, new Input.Probe(5));

    assertThat(gateway.children.values())
        .extracting(ChildSaInstall::tunnelId)
        .containsExactlyInAnyOrder(1L, 2L, 3L, 5L);
    assertThat(gateway.moves).containsOnlyKeys(child(5).inboundSpi());
    assertThat(gateway.reasons()).containsExactly("peer-deleted");
  }
}
