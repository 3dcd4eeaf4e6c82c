package io.culvert.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.contract.TunnelEvent;
import io.culvert.standalone.peer.Connection;
import io.culvert.standalone.stack.Pop;
import io.culvert.standalone.state.SystemCommand;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who may not connect learns nothing; the event has the true reason. */
@ExtendWith(StackExtension.class)
class RefusedIT {
  private final World world;

  RefusedIT(World world) {
    this.world = world;
  }

  @Test
  void wrongPskIsRefused() {
    Tunnel tunnel = known("AES256-CBC", Map.of());
    try (Device device = world.device()) {
      requireRefused(device, device.connection(tunnel).withPsk("not the tunnel's key"));
      TunnelEvent event = awaitReason("psk-mismatch", device);
      assertThat(event.tunnelId()).isEqualTo(tunnel.id());
      assertThat(event.tenant()).isEqualTo("demo");
      assertThat(event.remedy()).isNotBlank();
      assertThat(event.toString()).doesNotContain(tunnel.psk()).doesNotContain("not the tunnel's");
    }
  }

  @Test
  void unknownIdentityIsRefused() {
    try (Device device = world.device()) {
      requireRefused(
          device,
          Connection.of(
              "stranger",
              device.address(),
              Pop.A.address(),
              "nobody@nowhere.example",
              "some key or other",
              Device.NETWORK + ".0/24"));
      TunnelEvent event = awaitReason("unknown-identity", device);
      assertThat(event.tunnelId()).isZero();
    }
  }

  @Test
  void disabledTunnelIsRefused() {
    Tunnel tunnel = known("AES256-CBC", Map.of("enable", false));
    try (Device device = world.device()) {
      requireRefused(device, device.connection(tunnel));
      assertThat(awaitReason("tunnel-disabled", device).tunnelId()).isEqualTo(tunnel.id());
    }
  }

  @Test
  void wrongSourceAddressIsRefused() {
    Tunnel tunnel = known("AES256-CBC", Map.of("srcipidentity", "192.0.2.249"));
    try (Device device = world.device()) {
      requireRefused(device, device.connection(tunnel));
      assertThat(awaitReason("source-not-allowed", device).tunnelId()).isEqualTo(tunnel.id());
    }
  }

  @Test
  void theRightSourceAddressIsAccepted() {
    try (Device device = world.device()) {
      Tunnel tunnel = known("AES256-CBC", Map.of("srcipidentity", device.address()));
      device.connect(device.connection(tunnel));
      assertThat(device.connected()).isTrue();
    }
  }

  /** A new tunnel the gateway knows of, so that it is refused for the reason under test. */
  private Tunnel known(String encryption, Map<String, Object> more) {
    Tunnel tunnel = world.tunnel(encryption, more);
    world.awaitKnown(tunnel);
    return tunnel;
  }

  private static void requireRefused(Device device, Connection connection) {
    SystemCommand.Result result = device.tryConnect(connection);
    assertThat(result.ok()).isFalse();
    assertThat(result.output()).contains("AUTHENTICATION_FAILED");
    assertThat(device.connected()).isFalse();
  }

  private TunnelEvent awaitReason(String reason, Device device) {
    return world
        .events()
        .await(
            reason + " from " + device.address(),
            event ->
                event.type() == TunnelEvent.Type.FAILED
                    && reason.equals(event.reason())
                    && event.evidence().toString().contains(device.address()));
  }
}
