package io.culvert.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.standalone.net.Namespace;
import io.culvert.standalone.stack.Await;
import io.culvert.standalone.stack.Pop;
import io.culvert.standalone.state.Child;
import io.culvert.standalone.state.SystemCommand;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

/** Somebody sends a gateway 5,000 first messages a second, each from another forged address. */
@Isolated("others need what it takes away")
@ExtendWith(StackExtension.class)
class FloodIT {
  private static final Path SOURCE = Path.of("src", "test", "c", "flood.c");
  private static final Path PROGRAM = Path.of("target", "flood");
  private static final String RATE = "5000";
  private static final String SECONDS = "55";

  /** As long as a device may wait that connects for the first time. */
  private static final Duration ENTRY_LIMIT = Duration.ofSeconds(5);

  /** Half-open SAs of the flood are forgotten by then. */
  private static final Duration CALM_LIMIT = Duration.ofSeconds(60);

  /** Eight seconds of it, five a second. */
  private static final int PINGS = 40;

  private final World world;

  FloodIT(World world) {
    this.world = world;
  }

  @Test
  void floodOfForgedFirstMessagesLosesNoTunnelAndKeepsNoNewDeviceOut() {
    SystemCommand.run(List.of("cc", "-O2", "-o", PROGRAM.toString(), SOURCE.toString()));
    Tunnel old = world.tunnel("AES256-GCM");
    Tunnel fresh = world.tunnel("AES256-GCM");
    world.awaitKnown(fresh);
    try (Device established = world.device();
        Device newcomer = world.device();
        Router sender = world.router()) {
      established.connect(established.connection(old).withEsp("aes256gcm16"));
      answersGoTo(sender);
      Child flood = flood(sender.namespace());
      try {
        assertThat(established.pings(Pop.A.probe(), PINGS)).isGreaterThan(PINGS * 9 / 10);
        newcomer.router().load(newcomer.connection(fresh).withEsp("aes256gcm16"));
        SystemCommand.Result entered = newcomer.router().initiate(fresh.site(), ENTRY_LIMIT);

        assertThat(entered.ok()).as(entered.output()).isTrue();
        // RFC 7296 §2.6
        assertThat(newcomer.router().log()).contains("N(COOKIE)");
        newcomer.requirePing(Pop.A.probe());
        established.requirePing(Pop.A.probe());
        assertThat(flood.alive()).as("still flooding").isTrue();
      } finally {
        world.stack().state().ledger().end(name(sender));
      }
      assertThat(established.router().log()).doesNotContain("retransmit");
      assertThat(octets(sender, "rx")).isPositive().isLessThan(octets(sender, "tx"));
      Await.until(
          "cookies are still asked for", CALM_LIMIT, null, () -> asksNoCookie(sender, newcomer));
    }
    InteropReport.scenario(
        RATE + " forged first messages a second",
        "a tunnel keeps carrying traffic, a new device gets in within five seconds by a cookie");
  }

  /** The forged addresses are somewhere behind the sender, as they would be in the internet. */
  private static void answersGoTo(Router sender) {
    for (String network : List.of("198.51.100.0/24", "203.0.113.0/24")) {
      Pop.A.namespace().ip("route", "replace", network, "via", sender.address());
    }
  }

  /** A look is a half-open SA of its own, so some seconds pass between two. */
  private static boolean asksNoCookie(Router scanner, Device device) {
    int answered = device.pings(Pop.A.probe(), PINGS / 2);
    return answered > 0
        && scanner
            .namespace()
            .run("ike-scan", "-2", "-M", "--dhgroup=14", Pop.A.address())
            .contains("Handshake returned");
  }

  private Child flood(Namespace sender) {
    return Child.start(
        world.stack().state(),
        "flood-" + sender.name(),
        sender.command(
            List.of(PROGRAM.toAbsolutePath().toString(), Pop.A.address(), RATE, SECONDS)),
        Map.of());
  }

  private static String name(Router sender) {
    return "flood-" + sender.namespace().name();
  }

  private static long octets(Router router, String direction) {
    return Long.parseLong(
        router
            .namespace()
            .run("cat", "/sys/class/net/wan/statistics/" + direction + "_bytes")
            .strip());
  }
}
