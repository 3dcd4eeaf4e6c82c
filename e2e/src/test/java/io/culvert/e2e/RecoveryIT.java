package io.culvert.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.standalone.net.WebSite;
import io.culvert.standalone.peer.Connection;
import io.culvert.standalone.stack.Await;
import io.culvert.standalone.stack.Pop;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Kafka or PostgreSQL goes away and comes back: no tunnel is lost, and no change. A gateway
 * crashes: its devices come back.
 */
@Isolated("others need what it takes away")
@ExtendWith(StackExtension.class)
class RecoveryIT {
  private static final Duration BACK_LIMIT = Duration.ofSeconds(60);

  /** A device that gives up after twelve seconds. */
  private static final String IMPATIENT =
      """
        retransmit_tries = 3
        retransmit_timeout = 1.0
      """;

  private final World world;

  RecoveryIT(World world) {
    this.world = world;
  }

  @Test
  void whileKafkaIsAwayTunnelsCarryTrafficAndNoChangeIsLost() {
    Tunnel bystander = world.tunnel("AES256-GCM");
    Tunnel changed = world.tunnel("AES256-GCM");
    try (Device one = world.device();
        Device other = world.device()) {
      one.connect(one.connection(bystander).withEsp("aes256gcm16"));
      other.connect(other.connection(changed).withEsp("aes256gcm16"));
      world
          .stack()
          .withoutKafka(
              () -> {
                changed.patch(Map.of("enabled", false));
                one.requirePing(WebSite.ADDRESS);
                // Nobody could tell the gateway yet.
                other.requirePing(Pop.A.probe());
              });
      Await.until(
          "the change made meanwhile does not arrive", BACK_LIMIT, null, () -> !other.connected());
      one.requirePing(WebSite.ADDRESS);
      assertThat(one.connected()).isTrue();
      bystander.awaitUp();
      Tunnel later = world.tunnel("AES256-CBC");
      world.awaitKnown(later);
    }
  }

  @Test
  void whilePostgresIsAwayTunnelsCarryTrafficAndTheServicesComeBack() {
    Tunnel tunnel = world.tunnel("AES256-GCM");
    try (Device device = world.device()) {
      device.connect(device.connection(tunnel).withEsp("aes256gcm16"));
      world.stack().withoutPostgres(() -> device.requirePing(WebSite.ADDRESS));
      Await.until("config-service does not come back", BACK_LIMIT, null, () -> answers(tunnel));
      tunnel.patch(Map.of("enabled", false));
      Await.until(
          "a change after the failure does not arrive",
          BACK_LIMIT,
          null,
          () -> !device.connected());
      assertThat(world.tunnels().get(tunnel.id()).path("enabled").asBoolean()).isFalse();
    }
  }

  @Test
  void deviceIsBackSoonAfterTheGatewayCrashed() {
    Tunnel tunnel = world.tunnel("AES256-GCM");
    try (Device device = world.device(IMPATIENT)) {
      Connection connection =
          device.shortLived(tunnel).withEsp("aes256gcm16").withDpd(Duration.ofSeconds(2));
      device.connect(
          connection
              .configuration()
              .replace("dpd_action = clear", "dpd_action = restart")
              .replace("close_action = none", "close_action = start"),
          connection.name());
      device.requirePing(Pop.B.probe());
      world.stack().crashGateway(Pop.B);
      Await.until(
          "the device does not come back: " + device.router().log(),
          BACK_LIMIT,
          null,
          () -> device.pings(Pop.B.probe()));
      InteropReport.scenario(
          "gateway restart",
          "the device is back when its own retransmissions give up, 12 seconds as configured in this"
              + " test and minutes with its defaults: it has no quick crash detection (RFC 6290)");
    }
  }

  private boolean answers(Tunnel tunnel) {
    try {
      return world.tunnels().get(tunnel.id()).path("id").asLong() == tunnel.id();
    } catch (IllegalStateException e) {
      return false;
    }
  }
}
