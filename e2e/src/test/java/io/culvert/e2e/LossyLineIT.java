package io.culvert.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.standalone.peer.Connection;
import io.culvert.standalone.stack.Await;
import io.culvert.standalone.stack.Pop;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A line that loses a tenth of all packets, with rekeys from both ends every few seconds. */
@ExtendWith(StackExtension.class)
class LossyLineIT {
  /** Two rounds of fifty seconds, five pings a second. */
  private static final int ROUND = 250;

  private static final String LOSS =
      """
      table ip loss {
        chain coming {
          type filter hook input priority -300; policy accept;
          iifname "wan" udp sport {500, 4500} numgen random mod 10 0 drop
        }
        chain leaving {
          type filter hook output priority -300; policy accept;
          oifname "wan" udp dport {500, 4500} numgen random mod 10 0 drop
        }
      }
      """;

  private final World world;

  LossyLineIT(World world) {
    this.world = world;
  }

  @Test
  void tunnelLivesOnALineThatLosesATenthOfAllPackets() {
    Tunnel tunnel = world.tunnel("AES256-GCM");
    try (Device device = world.device()) {
      device.connect(rekeying(device, tunnel), tunnel.site());
      device.requirePing(Pop.B.probe());
      device.routerNamespace().nft(LOSS);

      int answered = device.pings(Pop.B.probe(), ROUND) + device.pings(Pop.B.probe(), ROUND);
      device.routerNamespace().attempt("nft", "delete", "table", "ip", "loss");

      // Four of five come through both ways; the rest is for rekeys that lost all their time.
      assertThat(answered).as("of %d: %s", 2 * ROUND, device.router().log()).isGreaterThan(ROUND);
      Await.until(
          "the tunnel is not up when the line is well: " + device.router().log(),
          Duration.ofSeconds(60),
          null,
          () -> device.pings(Pop.B.probe()));
    }
    InteropReport.passed(
        "Scenarios, strongSwan 5.9.8",
        List.of("scenario", "seen"),
        List.of("a tenth of all packets lost", "lifetimes of seconds, rekeys from both ends"));
  }

  /** What is down comes up again; its own hard lifetimes leave time to repeat. */
  private static String rekeying(Device device, Tunnel tunnel) {
    Connection connection = device.shortLived(tunnel).withEsp("aes256gcm16");
    return connection
        .configuration()
        .replace("version = 2", "version = 2\nrekey_time = 17s\nover_time = 60s")
        .replace("dpd_action = clear", "rekey_time = 6s\nlife_time = 60s\ndpd_action = restart")
        .replace("close_action = none", "close_action = start");
  }
}
