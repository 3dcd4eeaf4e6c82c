package io.culvert.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.contract.TunnelEvent;
import io.culvert.standalone.stack.Await;
import io.culvert.standalone.stack.Pop;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Devices with libreswan. Where an IKE SA must last, its IKE_AUTH is without a CHILD SA (RFC 6023):
 * libreswan gives up when the kernel refuses one, as a kernel without ESP does.
 */
@ExtendWith(StackExtension.class)
class LibreswanIT {
  private static final String TITLE = "libreswan 4.10";
  private static final String IKE = "aes256-sha2_256;modp2048";
  private static final String ESP = "aes_gcm256";
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Duration REKEY_LIMIT = Duration.ofSeconds(40);

  private final World world;

  LibreswanIT(World world) {
    this.world = world;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        IKE,
        "aes192-sha2_384;modp3072",
        "aes128-sha2_512;modp4096",
        "aes256-sha1;modp8192"
      })
  void everyGroupConnectsRekeysAndSaysGoodBye(String ike) {
    Tunnel tunnel = known();
    try (Libreswan device = childless(tunnel, Pop.A, ike)) {
      awaitUp(device, tunnel);
      device.rekeyIke();
      device.awaitLog("initiator rekeyed IKE SA #1");
      assertThat(world.events().await(tunnel.id(), TunnelEvent.Type.REKEYED).evidence())
          .containsEntry("what", "ike");
      device.terminate();
      assertThat(world.events().await(tunnel.id(), TunnelEvent.Type.CLOSED).reason())
          .isEqualTo("peer-deleted");
    }
    note(ike.replace(';', '-'), "connects, rekeys the IKE SA, closes it");
  }

  @Test
  void theChildOfTheFirstExchangeIsAgreed() {
    Tunnel tunnel = known();
    try (Libreswan device = world.libreswan()) {
      device.load(tunnel, Pop.A.address(), IKE, ESP);
      device.initiate();
      device.awaitLog("initiator established IKE SA; authenticated peer");
      awaitChild(device);
      assertThat(
              world.events().await(tunnel.id(), TunnelEvent.Type.ESTABLISHED).evidence().get("esp"))
          .isEqualTo("AES_GCM_16_256");
    }
    note("CHILD SA of IKE_AUTH", "agreed");
  }

  @Test
  void aLaterChildIsAgreedWithForwardSecrecy() {
    Tunnel tunnel = known();
    try (Libreswan device = childless(tunnel, Pop.A, IKE)) {
      awaitUp(device, tunnel);
      device.initiate();
      device.awaitLog("sent CREATE_CHILD_SA request for new IPsec SA");
      awaitChild(device);
    }
    note("CHILD SA of CREATE_CHILD_SA, with PFS", "agreed");
  }

  /** The kernel is libreswan's last step: it is asked only for what both ends agreed on. */
  private static void awaitChild(Libreswan device) {
    Await.until(
        "no CHILD SA is agreed: " + device.log(),
        LIMIT,
        null,
        () ->
            device.log().contains("netlink response for Add SA esp.")
                || device.log().contains("established Child SA"));
  }

  @Test
  void theGatewayRekeysTheIkeSa() {
    Tunnel tunnel = known();
    int mark = world.events().seen().size();
    try (Libreswan device = childless(tunnel, Pop.B, IKE)) {
      awaitUp(device, tunnel);
      world
          .events()
          .awaitAfter(
              mark,
              REKEY_LIMIT,
              "of a rekey",
              e -> e.tunnelId() == tunnel.id() && e.type() == TunnelEvent.Type.REKEYED);
      device.awaitLog(" rekeyed IKE SA #1");
      assertThat(device.established()).isTrue();
    }
    note("rekey of the IKE SA by the gateway", "followed");
  }

  @Test
  void aDisabledTunnelIsDeletedOnTheDevice() {
    Tunnel tunnel = known();
    try (Libreswan device = childless(tunnel, Pop.A, IKE)) {
      awaitUp(device, tunnel);
      tunnel.patch(Map.of("enabled", false));
      Await.until("the device keeps its IKE SA", LIMIT, null, () -> !device.established());
    }
    note("delete by the gateway", "followed");
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
    try (Libreswan device = childless(wrong, Pop.A, IKE)) {
      device.awaitLog("rejected by peer: AUTHENTICATION_FAILED");
      TunnelEvent event = world.events().await(tunnel.id(), TunnelEvent.Type.FAILED);
      assertThat(event.reason()).isEqualTo("psk-mismatch");
      assertThat(event.remedy()).isNotBlank();
      assertThat(event.toString()).doesNotContain(tunnel.psk()).doesNotContain(wrong.psk());
      assertThat(device.established()).isFalse();
    }
    note("wrong PSK", "AUTHENTICATION_FAILED; psk-mismatch");
  }

  private Tunnel known() {
    Tunnel tunnel = world.tunnel("AES256-GCM");
    world.awaitKnown(tunnel);
    return tunnel;
  }

  private Libreswan childless(Tunnel tunnel, Pop pop, String ike) {
    Libreswan device = world.libreswan();
    device.load(tunnel, pop.address(), ike, ESP);
    device.impair("omit-v2-ike-auth-child");
    device.initiate();
    return device;
  }

  private void awaitUp(Libreswan device, Tunnel tunnel) {
    device.awaitLog("initiator established IKE SA; authenticated peer");
    assertThat(
            world.events().await(tunnel.id(), TunnelEvent.Type.ESTABLISHED).evidence().toString())
        .contains(device.address());
  }

  private static void note(String what, String seen) {
    InteropReport.passed(TITLE, List.of("case", "seen"), List.of(what, seen));
  }
}
