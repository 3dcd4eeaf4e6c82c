package io.culvert.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.contract.TunnelEvent;
import io.culvert.standalone.peer.Connection;
import io.culvert.standalone.stack.Pop;
import io.culvert.standalone.state.SystemCommand;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What devices look like: their identities, their children, and what they do after a crash. */
@ExtendWith(StackExtension.class)
class DeviceShapesIT {
  private static final int MOST_CHILDREN = 10;
  private static final Duration TRY = Duration.ofSeconds(10);

  private final World world;

  DeviceShapesIT(World world) {
    this.world = world;
  }

  @Test
  void deviceIsKnownByItsAddress() {
    try (Device device = world.device()) {
      connects(device, device.address(), "IPv4 address", "rw-psk-ipv4");
    }
  }

  @Test
  void deviceIsKnownByItsName() {
    try (Device device = world.device()) {
      String name = "router-" + System.nanoTime() + ".branch.example";
      connects(device, name, "FQDN", "rw-psk-fqdn");
    }
  }

  private void connects(Device device, String identity, String kind, String scenario) {
    Tunnel made = world.tunnel("AES256-GCM", Map.of("srcidentity", identity));
    Tunnel tunnel = new Tunnel(made.api(), made.id(), made.site(), identity, made.psk());
    device.connect(device.connection(tunnel).withEsp("aes256gcm16"));
    device.requirePing(Pop.A.probe());
    note(scenario, kind + " as identity");
  }

  @Test
  void deviceNeedNotSayWhomItWants() {
    Tunnel tunnel = world.tunnel("AES256-GCM");
    try (Device device = world.device()) {
      Connection connection = device.connection(tunnel).withEsp("aes256gcm16");
      String anyone =
          connection
              .configuration()
              .replaceFirst("(?s)(remote \\{\\s+auth = psk\\s+id = )[^\\s]+", "$1%any");
      device.connect(anyone, connection.name());
      device.requirePing(Pop.A.probe());
    }
    note("rw-psk-no-idr", "no IDr");
  }

  @Test
  void tenChildrenAreServedAndTheEleventhIsRefused() {
    Tunnel tunnel = world.tunnel("AES256-GCM");
    try (Device device = world.device()) {
      Connection connection = device.connection(tunnel).withEsp("aes256gcm16");
      StringBuilder children = new StringBuilder("children {\n");
      for (int i = 1; i <= MOST_CHILDREN + 1; i++) {
        device.routerNamespace().ip("addr", "add", "192.168.78." + i + "/32", "dev", "lo");
        children.append(
            "c%d { esp_proposals = aes256gcm16\n local_ts = 192.168.78.%d/32\n remote_ts = 10.64.0.1/32 }\n"
                .formatted(i, i));
      }
      device.connect(
          connection.configuration().replaceFirst("children \\{\n", children.toString()), "c1");
      for (int i = 2; i <= MOST_CHILDREN; i++) {
        assertThat(device.router().initiate("c" + i, TRY).ok()).as("child %d", i).isTrue();
      }
      SystemCommand.Result eleventh = device.router().initiate("c11", TRY);
      assertThat(eleventh.ok()).isFalse();
      assertThat(eleventh.output()).contains("NO_ADDITIONAL_SAS");
      assertThat(device.router().listSas().split("INSTALLED", -1)).hasSize(MOST_CHILDREN + 1);
      for (int i = 1; i <= MOST_CHILDREN; i++) {
        requirePing(device, "192.168.78." + i);
      }
      awaitFailed(tunnel, "too-many-children");
    }
    note("ten children", "the eleventh refused with NO_ADDITIONAL_SAS");
  }

  @Test
  void twentyTunnelsComeFromOneAddressAtOnce() {
    try (Device device = world.device()) {
      List<Tunnel> tunnels =
          IntStream.range(0, 20).mapToObj(_ -> world.tunnel("AES256-GCM")).toList();
      world.awaitKnown(tunnels.getLast());
      StringBuilder all = new StringBuilder();
      for (int i = 0; i < tunnels.size(); i++) {
        device.routerNamespace().ip("addr", "add", "192.168.77." + (i + 1) + "/32", "dev", "lo");
        Connection connection = device.connection(tunnels.get(i)).withEsp("aes256gcm16");
        all.append(
            connection
                .configuration()
                .replace(Device.NETWORK + ".0/24", "192.168.77." + (i + 1) + "/32")
                .replace("0.0.0.0/0", Pop.A.probe() + "/32"));
      }
      device.router().load(all.toString());
      List<Thread> starts =
          tunnels.stream()
              .map(t -> Thread.startVirtualThread(() -> device.router().initiate(t.site(), TRY)))
              .toList();
      starts.forEach(DeviceShapesIT::join);
      assertThat(device.router().listSas().split("ESTABLISHED", -1)).hasSize(tunnels.size() + 1);
      for (int i = 0; i < tunnels.size(); i++) {
        requirePing(device, "192.168.77." + (i + 1));
      }
    }
    note("20 tunnels from one address", "all up at once, each with its own key");
  }

  private static void requirePing(Device device, String source) {
    assertThat(
            device
                .routerNamespace()
                .attempt("ping", "-c", "2", "-i", "0.2", "-W", "2", "-I", source, Pop.A.probe())
                .output())
        .as(source)
        .contains(" 0% packet loss");
  }

  private void awaitFailed(Tunnel tunnel, String reason) {
    world
        .events()
        .await(
            reason,
            e ->
                e.tunnelId() == tunnel.id()
                    && e.type() == TunnelEvent.Type.FAILED
                    && reason.equals(e.reason()));
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void note(String scenario, String seen) {
    InteropReport.scenario(scenario, seen);
  }
}
