package io.culvert.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.contract.TunnelEvent;
import io.culvert.standalone.peer.Connection;
import io.culvert.standalone.stack.Await;
import io.culvert.standalone.stack.Pop;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A tunnel's key is changed while its device is connected. */
@ExtendWith(StackExtension.class)
class RotationIT {
  private static final Duration TOLD_LIMIT = Duration.ofSeconds(15);

  private final World world;

  RotationIT(World world) {
    this.world = world;
  }

  @Test
  void deviceIsChangedToTheNextKeyWithoutHaste() {
    Tunnel tunnel = world.tunnel("AES256-GCM");
    String next = "the next key of " + tunnel.site();
    try (Device device = world.device()) {
      Connection old = device.connection(tunnel).withEsp("aes256gcm16");
      device.connect(old);
      tunnel.api().rotateKey(tunnel.id(), next);
      reconnect(device, old.withPsk(next));
      // the former one is as good as the next
      reconnect(device, old);
      awaitEstablishedBy(tunnel, "previous");
      reconnect(device, old.withPsk(next));

      tunnel.api().retireKey(tunnel.id());
      awaitRefused(device, old);
      device.connect(old.withPsk(next));
      device.requirePing(Pop.A.probe());
    }
    InteropReport.passed(
        "Scenarios, strongSwan 5.9.8",
        List.of("scenario", "seen"),
        List.of(
            "key rotation", "both keys accepted, the event says which; then the new one alone"));
  }

  /** As after an edit of the device's configuration; no tunnel is closed for it. */
  private void reconnect(Device device, Connection connection) {
    device.requirePing(Pop.A.probe());
    assertThat(device.router().terminate(connection.name()).ok()).isTrue();
    device.connect(connection);
  }

  private void awaitRefused(Device device, Connection old) {
    Await.until(
        "the retired key is still accepted",
        TOLD_LIMIT,
        null,
        () -> {
          device.router().terminate(old.name());
          return !device.tryConnect(old).ok();
        });
  }

  private void awaitEstablishedBy(Tunnel tunnel, String slot) {
    world
        .events()
        .await(
            "established by the key " + slot,
            e ->
                e.tunnelId() == tunnel.id()
                    && e.type() == TunnelEvent.Type.ESTABLISHED
                    && slot.equals(e.evidence().get("psk-slot")));
  }
}
