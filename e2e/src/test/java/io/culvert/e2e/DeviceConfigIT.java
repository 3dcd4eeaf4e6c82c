package io.culvert.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.standalone.stack.Await;
import io.culvert.standalone.stack.Pop;
import java.time.Duration;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A configuration that config-service writes, as it is but for the key. */
@ExtendWith(StackExtension.class)
class DeviceConfigIT {
  private static final Duration UP_LIMIT = Duration.ofSeconds(30);

  private final World world;

  DeviceConfigIT(World world) {
    this.world = world;
  }

  @ParameterizedTest
  @CsvSource({
    "strongswan, AES128-CBC",
    "strongswan, AES256-CBC",
    "strongswan, AES128-GCM",
    "strongswan, AES192-GCM",
    "strongswan, AES256-GCM",
    "strongswan, Null",
    // OPNsense has strongSwan inside and reads the same files.
    "opnsense, AES256-GCM"
  })
  void strongSwanLoadsItAndTheTunnelComesUpAtBothPops(String vendor, String encryption) {
    Tunnel tunnel = world.tunnel(encryption);
    world.awaitKnown(tunnel);
    String text = tunnel.api().deviceConfig(tunnel.id(), vendor, Device.NETWORK + ".0/24");
    try (Device device = world.device()) {
      device.router().load(text.replace("<PRE-SHARED-KEY>", tunnel.psk()));
      Await.until(
          "the device does not connect: " + device.router().log(),
          UP_LIMIT,
          null,
          device::connected);
      device.requirePing(Pop.A.probe());
      tunnel.awaitUp();

      String name = device.router().listSas().split("-primary", 2)[0].strip();
      assertThat(device.router().terminate(name + "-primary").ok()).isTrue();
      assertThat(device.router().initiate(name + "-failover", UP_LIMIT).ok()).isTrue();
      device.requirePing(Pop.B.probe());
    }
    InteropReport.scenario(
        "the configuration config-service writes for " + vendor + ", " + encryption,
        "loaded as it is but for the key; up at the primary POP, then at the failover POP");
  }
}
