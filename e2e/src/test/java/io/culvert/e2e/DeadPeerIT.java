package io.culvert.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.culvert.contract.TunnelEvent;
import io.culvert.standalone.stack.Await;
import io.culvert.standalone.stack.Pop;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Dead peer detection, in both directions. */
@ExtendWith(StackExtension.class)
class DeadPeerIT {
  // Down is a minute without a keepalive (design §4); the rest is for the report to arrive.
  private static final Duration DOWN_LIMIT = Duration.ofSeconds(90);
  private static final Duration SILENCE = Duration.ofSeconds(2);

  private final World world;

  DeadPeerIT(World world) {
    this.world = world;
  }

  @Test
  void aDeviceThatFallsSilentIsReportedDownWithinAMinuteAndMore() {
    Tunnel tunnel = world.tunnel("AES256-CBC");
    try (Device device = world.device()) {
      device.connect(device.connection(tunnel));
      tunnel.awaitUp();
      device.router().kill();
      JsonNode down = tunnel.awaitDown(DOWN_LIMIT);
      assertThat(down.path("reason").asText()).isNotBlank();
    }
  }

  @Test
  void aSilentDeviceWithItsOwnDetectionOffStaysUpBecauseTheGatewayAsks() {
    Tunnel tunnel = world.tunnel("AES256-CBC");
    try (Device device = world.device()) {
      device.connect(device.connection(tunnel).withDpd(Duration.ZERO));
      tunnel.awaitUp();
      String asked = "parsed INFORMATIONAL request";
      Await.until(
          "the gateway does not ask a silent device",
          Duration.ofSeconds(45),
          null,
          () -> device.router().log().contains(asked));
      assertThat(device.connected()).isTrue();
      assertThat(tunnel.awaitUp().path("status").asText()).isEqualTo("up");
    }
  }

  @Test
  void theGatewayAnswersWhenTheDeviceAsks() {
    Tunnel tunnel = world.tunnel("AES256-CBC");
    try (Device device = world.device()) {
      device.connect(device.connection(tunnel).withDpd(SILENCE));
      Await.until(
          "the device's question is not answered",
          Duration.ofSeconds(15),
          null,
          () -> {
            String log = device.router().log();
            int question = log.indexOf("sending DPD request");
            return question >= 0 && log.indexOf("parsed INFORMATIONAL response", question) >= 0;
          });
      assertThat(device.connected()).isTrue();
    }
  }

  @Test
  void aDeviceThatConnectsAgainAfterACrashIsUpAtOnce() {
    Tunnel tunnel = world.tunnel("AES256-CBC");
    try (Device device = world.device()) {
      device.connect(device.connection(tunnel));
      device.router().kill();
      device.restart();
      device.connect(device.connection(tunnel));
      device.requirePing(Pop.A.probe());
      world
          .events()
          .await(
              "closed, replaced",
              event -> event.tunnelId() == tunnel.id() && event.type() == TunnelEvent.Type.CLOSED);
    }
  }
}
