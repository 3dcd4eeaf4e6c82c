package io.culvert.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.standalone.net.Namespace;
import io.culvert.standalone.net.WebSite;
import io.culvert.standalone.peer.BranchNetwork;
import io.culvert.standalone.peer.Connection;
import io.culvert.standalone.peer.StrongSwan;
import io.culvert.standalone.stack.Await;
import io.culvert.standalone.stack.Pop;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** IKE messages that do not fit one datagram (RFC 7383), in both directions. */
@ExtendWith(StackExtension.class)
class FragmentationIT {
  private static final int TINY = 200;
  private static final int USUAL = 1280;

  private final World world;

  FragmentationIT(World world) {
    this.world = world;
  }

  @Test
  void aDeviceThatSplitsItsMessagesConnectsAndRekeys() {
    Tunnel tunnel = world.tunnel("AES256-GCM");
    try (PublicAddress address = PublicAddress.take();
        BranchNetwork network = network("tiny", address);
        StrongSwan router = StrongSwan.start(world.stack().state(), network.router(), TINY)) {
      Connection connection = connection(tunnel, address).withEsp("aes256gcm16-modp2048");
      connect(router, connection);
      awaitLog(router, "splitting IKE message");
      requirePing(network);

      assertThat(router.rekeyChild(connection.name()).ok()).isTrue();
      assertThat(router.rekeyIke(connection.name()).ok()).isTrue();
      requirePing(network);
      assertThat(router.listSas()).contains("#2, ESTABLISHED");
      assertThat(router.terminate(connection.name()).ok()).isTrue();
    }
  }

  @Test
  void aDeviceJoinsWhatTheGatewaySplits() {
    Tunnel tunnel = world.tunnel("AES256-CBC");
    try (PublicAddress address = PublicAddress.take();
        BranchNetwork network = network("usual", address);
        StrongSwan router = StrongSwan.start(world.stack().state(), network.router(), USUAL)) {
      // With a public value of 1024 octets, an answer does not fit 1280 any more.
      Connection connection =
          connection(tunnel, address)
              .withIke("aes256-sha512-modp2048")
              .withEsp("aes256-sha256-modp8192");
      connect(router, connection);

      assertThat(router.rekeyChild(connection.name()).ok()).isTrue();
      awaitLog(router, "reassembled fragmented IKE message");
      requirePing(network);
      assertThat(router.terminate(connection.name()).ok()).isTrue();
    }
  }

  private static BranchNetwork network(String name, PublicAddress address) {
    String router = Namespace.PREFIX + "e2e-" + name;
    return BranchNetwork.create(router, router + "-user", address.value(), Device.NETWORK);
  }

  private static Connection connection(Tunnel tunnel, PublicAddress address) {
    return Connection.of(
        tunnel.site(),
        address.value(),
        Pop.A.address(),
        tunnel.identity(),
        tunnel.psk(),
        Device.NETWORK + ".0/24");
  }

  private static void connect(StrongSwan router, Connection connection) {
    router.load(connection);
    Await.until(
        "the device cannot connect: " + router.log(),
        Duration.ofSeconds(30),
        null,
        () -> router.initiate(connection.name(), Duration.ofSeconds(10)).ok());
  }

  private static void awaitLog(StrongSwan router, String line) {
    Await.until(
        "strongSwan does not say: " + line,
        Duration.ofSeconds(20),
        null,
        () -> router.log().contains(line));
  }

  private static void requirePing(BranchNetwork network) {
    String output =
        network.user().attempt("ping", "-c", "5", "-i", "0.2", "-W", "2", WebSite.ADDRESS).output();
    assertThat(output).contains(" 0% packet loss");
  }
}
