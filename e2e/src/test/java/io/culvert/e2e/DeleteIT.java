package io.culvert.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.contract.TunnelEvent;
import io.culvert.standalone.peer.Connection;
import io.culvert.standalone.stack.Await;
import io.culvert.standalone.stack.Pop;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Either side ends a tunnel, and the other learns of it at once. */
@ExtendWith(StackExtension.class)
class DeleteIT {
  private static final Duration AT_ONCE = Duration.ofSeconds(5);
  private static final Duration DOWN_LIMIT = Duration.ofSeconds(30);

  private final World world;

  DeleteIT(World world) {
    this.world = world;
  }

  @Test
  void theDeviceClosesItsTunnel() {
    Tunnel tunnel = world.tunnel("AES256-CBC");
    try (Device device = world.device()) {
      device.connect(device.connection(tunnel));
      tunnel.awaitUp();
      assertThat(device.router().terminate(tunnel.site()).output())
          .contains("terminate completed successfully");
      assertThat(world.events().await(tunnel.id(), TunnelEvent.Type.CLOSED).reason())
          .isEqualTo("peer-deleted");
      tunnel.awaitDown(DOWN_LIMIT);
    }
  }

  @Test
  void disablingATunnelClosesItAndEnablingLetsItBack() {
    Tunnel tunnel = world.tunnel("AES256-CBC");
    try (Device device = world.device()) {
      Connection connection = device.connection(tunnel);
      device.connect(connection);
      tunnel.awaitUp();
      tunnel.patch(Map.of("enabled", false));
      awaitClosed(device);
      assertThat(world.events().await(tunnel.id(), TunnelEvent.Type.CLOSED).reason())
          .isEqualTo("tunnel-disabled");
      tunnel.awaitDown(DOWN_LIMIT);
      assertThat(device.tryConnect(connection).output()).contains("AUTHENTICATION_FAILED");
      tunnel.patch(Map.of("enabled", true));
      device.connect(connection);
      device.requirePing(Pop.A.probe());
      tunnel.awaitUp();
    }
  }

  @Test
  void aNewKeyClosesTheTunnelAndTheOldKeyIsRefused() {
    Tunnel tunnel = world.tunnel("AES256-CBC");
    try (Device device = world.device()) {
      Connection connection = device.connection(tunnel);
      device.connect(connection);
      String fresh = "the new key of " + tunnel.site();
      tunnel.patch(Map.of("psk", fresh));
      awaitClosed(device);
      assertThat(device.tryConnect(connection).output()).contains("AUTHENTICATION_FAILED");
      device.connect(connection.withPsk(fresh));
      device.requirePing(Pop.A.probe());
    }
  }

  @Test
  void deletingATunnelClosesItForGood() {
    Tunnel tunnel = world.tunnel("AES256-CBC");
    try (Device device = world.device()) {
      Connection connection = device.connection(tunnel);
      device.connect(connection);
      tunnel.api().delete(tunnel.id());
      awaitClosed(device);
      assertThat(device.tryConnect(connection).output()).contains("AUTHENTICATION_FAILED");
    }
  }

  @Test
  void aNoteDoesNotDisturbALiveTunnel() {
    Tunnel tunnel = world.tunnel("AES256-CBC");
    try (Device device = world.device()) {
      device.connect(device.connection(tunnel));
      tunnel.patch(Map.of("notes", "moved to the second floor"));
      tunnel.awaitUp();
      device.requirePing(Pop.A.probe());
      assertThat(device.router().log()).doesNotContain("received DELETE for IKE_SA");
    }
  }

  private static void awaitClosed(Device device) {
    Await.until(
        "the device is not told that its tunnel is closed",
        AT_ONCE,
        null,
        () -> device.router().log().contains("received DELETE for IKE_SA"));
    Await.until("the device keeps its tunnel", AT_ONCE, null, () -> !device.connected());
  }
}
