package io.culvert.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.contract.TunnelEvent;
import io.culvert.standalone.stack.Pop;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Devices with openiked, whose SAs stay on paper: there is no ESP below it. */
@ExtendWith(StackExtension.class)
class OpenIkedIT {
  private static final Duration LIMIT = Duration.ofSeconds(40);
  private static final Duration SOON = Duration.ofSeconds(10);

  private final World world;

  OpenIkedIT(World world) {
    this.world = world;
  }

  @ParameterizedTest
  @ValueSource(strings = {"modp2048", "modp3072", "modp4096", "modp8192"})
  void everyGroupConnectsAndRekeysTheIkeSa(String group) {
    Tunnel tunnel = known();
    try (OpenIked device = connect(tunnel, Pop.A, group, SOON)) {
      device.awaitLog("ikev2_childsa_enable: loaded SPIs");
      device.awaitLog("VALID -> ESTABLISHED");
      assertThat(
              world.events().await(tunnel.id(), TunnelEvent.Type.ESTABLISHED).evidence().toString())
          .contains(device.address(), "esp=AES_CBC_256/HMAC_SHA1_96");
      awaitRekeyed(tunnel, "ike");
      device.awaitLog("rekeyed as new IKESA");
    }
    note("aes256-sha256-" + group, "connects with a CHILD SA, rekeys the IKE SA");
  }

  @Test
  void theGatewayRekeysBothSas() {
    Tunnel tunnel = known();
    try (OpenIked device = connect(tunnel, Pop.B, "modp2048", Duration.ZERO)) {
      device.awaitLog("VALID -> ESTABLISHED");
      awaitRekeyed(tunnel, "child");
      awaitRekeyed(tunnel, "ike");
      device.awaitLog("rekeyed as new IKESA");
    }
    note("rekey of both SAs by the gateway", "followed");
  }

  @Test
  void wrongPskIsRefused() {
    Tunnel tunnel = known();
    Tunnel wrong =
        new Tunnel(
            tunnel.api(),
            tunnel.id(),
            tunnel.site(),
            tunnel.identity(),
            "not the key of this tunnel");
    try (OpenIked device = connect(wrong, Pop.A, "modp2048", Duration.ZERO)) {
      TunnelEvent event = world.events().await(tunnel.id(), TunnelEvent.Type.FAILED);
      assertThat(event.reason()).isEqualTo("psk-mismatch");
      assertThat(event.evidence().toString()).contains(device.address());
      device.awaitLog("AUTHENTICATION_FAILED");
      assertThat(device.log()).doesNotContain("-> ESTABLISHED");
    }
    note("wrong PSK", "AUTHENTICATION_FAILED; psk-mismatch");
  }

  private Tunnel known() {
    Tunnel tunnel = world.tunnel("AES256-CBC");
    world.awaitKnown(tunnel);
    return tunnel;
  }

  private OpenIked connect(Tunnel tunnel, Pop pop, String group, Duration ikeLifetime) {
    return OpenIked.connect(world.stack().state(), world.router(), tunnel, pop, group, ikeLifetime);
  }

  private void awaitRekeyed(Tunnel tunnel, String what) {
    world
        .events()
        .awaitAfter(
            0,
            LIMIT,
            "of a rekey",
            e ->
                e.tunnelId() == tunnel.id()
                    && e.type() == TunnelEvent.Type.REKEYED
                    && what.equals(e.evidence().get("what")));
  }

  private static void note(String what, String seen) {
    InteropReport.passed("openiked 7.2", List.of("case", "seen"), List.of(what, seen));
  }
}
