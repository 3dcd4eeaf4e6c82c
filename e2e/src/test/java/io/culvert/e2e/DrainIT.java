package io.culvert.e2e;

import io.culvert.standalone.peer.Connection;
import io.culvert.standalone.stack.Await;
import io.culvert.standalone.stack.Pop;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

/** An operator takes a gateway out of service: its devices go to their failover POP (RFC 5685). */
@Isolated("others need what it takes away")
@ExtendWith(StackExtension.class)
class DrainIT {
  private static final Duration MOVED_LIMIT = Duration.ofSeconds(30);

  private final World world;

  DrainIT(World world) {
    this.world = world;
  }

  @Test
  void connectedDeviceAndOneThatComesGoToTheFailoverPop() {
    Tunnel connected = world.tunnel("AES256-GCM");
    Tunnel coming = world.tunnel("AES256-GCM");
    try (Device one = world.device();
        Device other = world.device()) {
      one.connect(configuration(one, connected), connected.site());
      one.requirePing(Pop.A.probe());
      world.awaitKnown(coming);
      drain(true);
      try {
        awaitMoved(one);
        one.requirePing(Pop.B.probe());
        other.connect(configuration(other, coming), coming.site());
        awaitMoved(other);
        other.requirePing(Pop.B.probe());
      } finally {
        drain(false);
      }
    }
    InteropReport.passed(
        "Scenarios, strongSwan 5.9.8",
        List.of("scenario", "seen"),
        List.of("drained gateway", "connected and connecting devices go to the failover POP"));
  }

  /** A redirected device meets a gateway of another name. */
  private static String configuration(Device device, Tunnel tunnel) {
    Connection connection = device.connection(tunnel).withEsp("aes256gcm16");
    return connection
        .configuration()
        .replaceFirst("(?s)(remote \\{\\s+auth = psk\\s+id = )[^\\s]+", "$1%any");
  }

  private static void awaitMoved(Device device) {
    Await.until(
        "the device is not at pop-b alone: " + device.router().log(),
        MOVED_LIMIT,
        null,
        () -> isAt(device, Pop.B) && !isAt(device, Pop.A));
  }

  private static boolean isAt(Device device, Pop pop) {
    return device.router().listSas().contains("@ " + pop.address() + "[");
  }

  private void drain(boolean on) {
    String url = "http://127.0.0.1:" + world.stack().ports().gatewayA() + "/api/v2/gateway/drain";
    String token = world.stack().tokens().token("operator");
    world.stack().http().send("POST", url, token, Map.of("on", on)).require("drain");
  }
}
