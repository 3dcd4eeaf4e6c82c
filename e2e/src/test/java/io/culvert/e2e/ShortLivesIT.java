package io.culvert.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.contract.TunnelEvent;
import io.culvert.standalone.peer.Connection;
import io.culvert.standalone.stack.Pop;
import io.culvert.standalone.state.SystemCommand;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A tunnel whose lifetimes are seconds, so that a minute is a day of the usual: both ends rekey all
 * the time.
 */
@ExtendWith(StackExtension.class)
class ShortLivesIT {
  private static final int SECONDS = 50;
  private static final Pattern RECEIVED = Pattern.compile("(\\d+) received");

  private final World world;

  ShortLivesIT(World world) {
    this.world = world;
  }

  @Test
  void tunnelLivesThroughRekeysFromBothSides() {
    Tunnel tunnel = world.tunnel("AES256-GCM");
    try (Device device = world.device()) {
      device.connect(rekeying(device, tunnel), tunnel.site());
      int answered = pings(device);
      assertThat(answered)
          .as("of %d pings a second", SECONDS * 5)
          .isGreaterThan(SECONDS * 5 * 99 / 100);
      assertThat(device.connected()).isTrue();
      List<TunnelEvent> rekeyed = rekeyed(tunnel);
      assertThat(rekeyed).hasSizeGreaterThan(10);
      note(rekeyed.size(), answered);
    }
  }

  private static int pings(Device device) {
    SystemCommand.Result result =
        device
            .user()
            .attempt(
                "ping",
                "-q",
                "-i",
                "0.2",
                "-W",
                "1",
                "-c",
                Integer.toString(SECONDS * 5),
                Pop.B.probe());
    Matcher received = RECEIVED.matcher(result.output());
    assertThat(received.find()).as(result.output()).isTrue();
    return Integer.parseInt(received.group(1));
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

  private static void note(int rekeys, int answered) {
    InteropReport.passed(
        "A life in a minute, strongSwan 5.9.8",
        List.of("rekeys in " + SECONDS + " s, both sides", "pings answered of " + SECONDS * 5),
        List.of(Integer.toString(rekeys), Integer.toString(answered)));
  }
}
