package io.culvert.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.standalone.peer.Connection;
import io.culvert.standalone.stack.Await;
import io.culvert.standalone.stack.Pop;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A device whose public address changes while its tunnel is up (RFC 4555). */
@ExtendWith(StackExtension.class)
class RoamingIT {
  private final World world;

  RoamingIT(World world) {
    this.world = world;
  }

  @Test
  void tunnelFollowsADeviceToItsNextAddress() {
    Tunnel tunnel = world.tunnel("AES256-GCM");
    try (PublicAddress other = PublicAddress.take();
        Device device = world.device()) {
      Connection connection = device.connection(tunnel).withEsp("aes256gcm16");
      device.connect(
          connection
              .configuration()
              .replace("mobike = no", "mobike = yes")
              .replace("local_addrs = " + device.address(), "local_addrs = %any"),
          connection.name());
      device.requirePing(Pop.A.probe());

      device.routerNamespace().ip("addr", "del", device.address() + "/24", "dev", "wan");
      device.routerNamespace().ip("addr", "add", other.value() + "/24", "dev", "wan");

      Await.until(
          "the tunnel does not follow: " + device.router().log(),
          Duration.ofSeconds(30),
          null,
          () ->
              device
                  .router()
                  .listSas()
                  .contains("local  '" + tunnel.identity() + "' @ " + other.value()));
      device.requirePing(Pop.A.probe());
      assertThat(device.router().log()).contains("parsed INFORMATIONAL response");
      // the same IKE SA, not a new one
      assertThat(device.router().log()).containsOnlyOnce("] established between");
      tunnel.awaitUp();
    }
    InteropReport.passed(
        "Scenarios, strongSwan 5.9.8",
        List.of("scenario", "seen"),
        List.of("MOBIKE", "tunnel follows the device to its next address"));
  }
}
