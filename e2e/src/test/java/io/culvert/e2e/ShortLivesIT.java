package io.culvert.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.contract.TunnelEvent;
import io.culvert.standalone.peer.Connection;
import io.culvert.standalone.stack.Pop;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A tunnel whose lifetimes are seconds, so that a minute is a day of the usual: both ends rekey all
 * the time.
 */
@ExtendWith(StackExtension.class)
class ShortLivesIT {
  private static final int SECONDS = 50;

  private final World world;

  ShortLivesIT(World world) {
    this.world = world;
  }

  @Test
  void tunnelLivesThroughRekeysFromBothSides() {
    Tunnel tunnel = world.tunnel("AES256-GCM");
    try (Device device = world.device()) {
      device.connect(rekeying(device, tunnel), tunnel.site());
      int answered = device.pings(Pop.B.probe(), SECONDS * 5);
      assertThat(answered)
          .as("of %d pings a second", SECONDS * 5)
          .isGreaterThan(SECONDS * 5 * 99 / 100);
      assertThat(device.connected()).isTrue();
      assertThat(rekeyed(tunnel)).hasSizeGreaterThan(10);
      InteropReport.scenario(
          "a life in a minute",
          "lifetimes of seconds, both ends rekey both SAs for "
              + SECONDS
              + " s, at least 99 of 100 pings answered");
    }
  }

  private List<TunnelEvent> rekeyed(Tunnel tunnel) {
    return world.events().seen().stream()
        .filter(e -> e.tunnelId() == tunnel.id() && e.type() == TunnelEvent.Type.REKEYED)
        .toList();
  }

  /** The device's own lifetimes are close to the gateway's, so that they often collide. */
  private static String rekeying(Device device, Tunnel tunnel) {
    Connection connection = device.shortLived(tunnel).withEsp("aes256gcm16-modp2048");
    return connection
        .configuration()
        .replace("version = 2", "version = 2\nrekey_time = 17s\nover_time = 5s")
        .replace("dpd_action", "rekey_time = 6s\nlife_time = 9s\nrand_time = 1s\ndpd_action");
  }
}
