package io.culvert.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.contract.TunnelEvent;
import io.culvert.standalone.peer.Connection;
import io.culvert.standalone.stack.Pop;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an operator may allow beyond the published list: curves, AES-GCM for IKE, RFC 8784. */
@ExtendWith(StackExtension.class)
class AlgorithmsIT {
  private final World world;

  AlgorithmsIT(World world) {
    this.world = world;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "aes128gcm16-prfsha256-ecp256",
        "aes192gcm16-prfsha512-curve25519",
        "aes256gcm16-prfsha384-ecp384",
        "aes256gcm16-prfsha256-modp2048",
        "aes256-sha256-ecp256",
        "aes128-sha1-curve25519",
      })
  void extendedAlgorithmsConnectAndRekey(String proposal) {
    Tunnel tunnel = world.tunnel("AES256-GCM");
    try (Device device = world.device()) {
      Connection connection = device.shortLived(tunnel).withIke(proposal).withEsp("aes256gcm16");
      device.connect(connection);
      device.requirePing(Pop.B.probe());
      assertThat(device.router().rekeyIke(connection.name()).ok()).isTrue();
      device.requirePing(Pop.B.probe());
    }
    InteropReport.passed(
        "Phase 1, extended policy, strongSwan 5.9.8",
        List.of("proposal", "IKE SA rekeyed by the device"),
        List.of(proposal, "yes"));
  }

  @Test
  void whatIsExtendedIsRefusedWhereTheOperatorDidNotAllowIt() {
    Tunnel tunnel = world.tunnel("AES256-GCM");
    try (Device device = world.device()) {
      Connection connection =
          device.connection(tunnel).withIke("aes256-sha256-ecp256").withEsp("aes256gcm16");
      assertThat(device.tryConnect(connection).output()).contains("NO_PROP");
    }
  }

  @Test
  void deviceWithThePostQuantumKeyConnectsAndOneWithoutIsRefused() {
    Tunnel made = world.tunnel("AES256-GCM", Map.of("srcidentity", World.PPK_IDENTITY));
    Tunnel tunnel = new Tunnel(made.api(), made.id(), made.site(), World.PPK_IDENTITY, made.psk());
    try (Device device = world.device()) {
      Connection without = device.shortLived(tunnel).withEsp("aes256gcm16");
      device.connect(withPpk(without), without.name());
      device.requirePing(Pop.B.probe());
      assertThat(device.router().log()).contains("using PPK for PPK_ID '" + World.PPK_ID + "'");
      assertThat(device.router().rekeyIke(without.name()).ok()).isTrue();
      device.requirePing(Pop.B.probe());

      assertThat(device.router().terminate(without.name()).ok()).isTrue();
      assertThat(device.tryConnect(without).ok()).isFalse();
      world
          .events()
          .await(
              "ppk-mismatch",
              e ->
                  e.tunnelId() == tunnel.id()
                      && e.type() == TunnelEvent.Type.FAILED
                      && "ppk-mismatch".equals(e.reason()));
    }
    InteropReport.passed(
        "Scenarios, strongSwan 5.9.8",
        List.of("scenario", "seen"),
        List.of("rw-psk-ppk", "connects and rekeys with the key; refused without it"));
  }

  private static String withPpk(Connection connection) {
    return connection
            .configuration()
            .replace("version = 2", "version = 2\nppk_required = yes\nppk_id = " + World.PPK_ID)
        + "secrets {\n  ppk-e2e {\n    id = %s\n    secret = 0s%s\n  }\n}\n"
            .formatted(World.PPK_ID, World.PPK);
  }
}
