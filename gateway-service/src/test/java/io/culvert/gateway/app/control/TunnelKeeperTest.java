package io.culvert.gateway.app.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.contract.EncryptionCipher;
import io.culvert.contract.TunnelChange;
import io.culvert.contract.TunnelEvent;
import io.culvert.gateway.app.policy.Tunnels;
import io.culvert.gateway.core.net.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a change of configuration does to a live tunnel, down to the device and the tables. */
class TunnelKeeperTest {
  private static final Tunnels NEXT = Tunnels.standard().withVersion(2);

  static Stream<Arguments> changesThatClose() {
    return Stream.of(
        Arguments.of(NEXT.withPsk("another-secret-key"), "configuration-changed"),
        Arguments.of(NEXT.withCipher(EncryptionCipher.AES128_CBC), "configuration-changed"),
        Arguments.of(NEXT.withIdentity("other.example.com"), "configuration-changed"),
        Arguments.of(NEXT.withSourceIp("192.0.2.9"), "configuration-changed"),
        Arguments.of(NEXT.disabled(), "tunnel-disabled"),
        Arguments.of(NEXT.unlicensed(), "licence-missing"),
        Arguments.of(NEXT.withPops("pop-b"), "wrong-pop"));
  }

  @ParameterizedTest
  @MethodSource("changesThatClose")
  void aChangeThatMayNotGoOnTellsTheDeviceAndEmptiesTheTables(Tunnels change, String reason) {
    ControlLab lab = ControlLab.connected();
    byte[] late = lab.espPacket();

    // gateway                 device
    //   HDR, SK {D(IKE)}  ─►
    //                     ◄─  HDR, SK {}
    lab.change(change);

    assertThat(lab.device.reasons).containsExactly("peer-deleted");
    assertThat(lab.device.children).isEmpty();
    assertThat(lab.childSas()).isZero();
    lab.espArrives(late);
    assertThat(lab.drops(Verdict.SPI_UNKNOWN)).isOne();
    assertThat(lab.sink.story()).containsExactly("ESTABLISHED -", "CLOSED " + reason);
  }

  @Test
  void aRotationOfItsKeyLeavesADeviceWithTheOldOneUpUntilThatRetires() {
    ControlLab lab = ControlLab.connected();

    lab.change(NEXT.withPsk("the-next-secret-key").withPreviousPsk(Tunnels.PSK));
    assertThat(lab.childSas()).isOne();
    lab.change(NEXT.withPsk("the-next-secret-key").withVersion(3));

    assertThat(lab.childSas()).isZero();
    assertThat(lab.device.reasons).containsExactly("peer-deleted");
    assertThat(lab.sink.story()).containsExactly("ESTABLISHED -", "CLOSED configuration-changed");
  }

  @Test
  void anOldKeyThatRetiresDoesNotDisturbADeviceWithTheNewOne() {
    ControlLab lab = new ControlLab();
    lab.change(Tunnels.standard().withPreviousPsk("the-former-secret-key"));
    lab.connect();

    lab.change(NEXT);

    assertThat(lab.childSas()).isOne();
    assertThat(lab.sink.story()).containsExactly("ESTABLISHED -");
  }

  @Test
  void aDisabledTunnelIsRefusedUntilItIsEnabled() {
    ControlLab lab = ControlLab.connected();
    lab.change(NEXT.disabled());

    lab.connect();
    assertThat(lab.childSas()).isZero();
    lab.change(Tunnels.standard().withVersion(3));
    lab.connect();

    assertThat(lab.childSas()).isOne();
    assertThat(lab.sink.story())
        .containsExactly(
            "ESTABLISHED -", "CLOSED tunnel-disabled", "FAILED tunnel-disabled", "ESTABLISHED -");
  }

  @Test
  void aDeletedTunnelIsClosedAndForgotten() {
    ControlLab lab = ControlLab.connected();
    lab.caughtUp();

    lab.delete(ControlLab.TUNNEL);

    assertThat(lab.device.reasons).containsExactly("peer-deleted");
    assertThat(lab.dataplane.snapshot(ControlLab.TUNNEL)).isEmpty();
    TunnelEvent event = lab.sink.events().getLast();
    assertThat(event.type()).isEqualTo(TunnelEvent.Type.CLOSED);
    assertThat(event.reason()).isEqualTo("tunnel-deleted");
    assertThat(event.tenant()).isEqualTo("tenant-1");
    lab.connect();
    assertThat(lab.sink.events().getLast().reason()).isEqualTo("unknown-identity");
  }

  @Test
  void anotherNameOrTheSameAgainLeavesTheTunnelUp() {
    ControlLab lab = ControlLab.connected();
    int sent = lab.ikeSent;

    lab.change(NEXT.withSite("another name"));
    lab.change(NEXT.withSite("another name"));

    assertThat(lab.ikeSent).isEqualTo(sent);
    assertThat(lab.childSas()).isOne();
    assertThat(lab.sink.story()).containsExactly("ESTABLISHED -");
  }

  @Test
  void aStaleVersionNeitherClosesNorChanges() {
    ControlLab lab = new ControlLab();
    lab.change(Tunnels.standard().withVersion(5));
    lab.connect();

    lab.change(Tunnels.standard().withVersion(4).disabled());
    lab.change(limited(Tunnels.standard().withVersion(4).build(), 1));

    assertThat(lab.childSas()).isOne();
    assertThat(packetsThatPass(lab)).isEqualTo(20);
    assertThat(lab.sink.story()).containsExactly("ESTABLISHED -");
  }

  @Test
  void changesOfATunnelThatIsNotLiveAreSilent() {
    ControlLab lab = new ControlLab();

    lab.change(Tunnels.standard());
    lab.change(NEXT.disabled());
    lab.delete(ControlLab.TUNNEL);
    lab.delete(99);

    assertThat(lab.sink.published).isEmpty();
    assertThat(lab.ikeSent).isZero();
    assertThat(lab.dataplane.snapshots()).isEmpty();
  }

  @Test
  void aTunnelKeptFromBeforeComesUpWithoutKafkaAndIsClosedWhenItTurnsOutToBeGone() {
    ControlLab lab = new ControlLab();
    lab.store.kept = List.of(Tunnels.standard().build());
    lab.loop.preload();
    lab.connect();
    assertThat(lab.childSas()).isOne();

    lab.caughtUp();

    assertThat(lab.device.reasons).containsExactly("peer-deleted");
    assertThat(lab.dataplane.snapshots()).isEmpty();
    TunnelEvent event = lab.sink.events().getLast();
    assertThat(event.reason()).isEqualTo("tunnel-deleted");
    assertThat(event.tenant()).isEqualTo("tenant-1");
  }

  @Test
  void aTunnelKeptFromBeforeAndHeardOfAgainStaysUp() {
    ControlLab lab = new ControlLab();
    lab.store.kept = List.of(Tunnels.standard().build());
    lab.loop.preload();
    lab.connect();

    lab.change(Tunnels.standard());
    lab.caughtUp();

    assertThat(lab.childSas()).isOne();
    assertThat(lab.sink.story()).containsExactly("ESTABLISHED -");
  }

  @Test
  void aTunnelThatWasLiveWhenItsLicenceEndedMayConnectAgainUntilTheGraceEnds() {
    ControlLab lab = ControlLab.connected();
    lab.change(NEXT.inGrace());
    lab.device = new Device(3);

    lab.connect();
    assertThat(lab.device.children).hasSize(1);
    lab.change(NEXT.withVersion(3).unlicensed());
    assertThat(lab.childSas()).isZero();
    lab.device = new Device(4);
    lab.connect();

    assertThat(lab.childSas()).isZero();
    assertThat(lab.sink.events().getLast().reason()).isEqualTo("licence-missing");
  }

  @Test
  void aTunnelThatWasNotLiveWhenItsLicenceEndedMayNotConnectInTheGrace() {
    ControlLab lab = new ControlLab();
    lab.change(Tunnels.standard());
    lab.change(NEXT.inGrace());

    lab.connect();

    assertThat(lab.childSas()).isZero();
    assertThat(lab.sink.story()).containsExactly("FAILED licence-missing");
  }

  @Test
  void theBandwidthLimitHoldsFromTheFirstPacketOn() {
    ControlLab lab = new ControlLab();
    lab.change(limited(Tunnels.standard().build(), 1));
    lab.connect();

    assertThat(packetsThatPass(lab)).isEqualTo(10);
  }

  @Test
  void aNewLimitAndItsEndComeIntoForceInALiveTunnel() {
    ControlLab lab = ControlLab.connected();
    assertThat(packetsThatPass(lab)).isEqualTo(20);

    lab.change(limited(NEXT.build(), 1));
    assertThat(packetsThatPass(lab)).isEqualTo(10);
    lab.change(Tunnels.standard().withVersion(3));
    assertThat(packetsThatPass(lab)).isEqualTo(20);

    assertThat(lab.sink.story()).containsExactly("ESTABLISHED -");
  }

  /** Of 20 packets of 1,400 octets at once; a limit of 1 Mbit/s has a burst of 15,000 octets. */
  private static int packetsThatPass(ControlLab lab) {
    lab.tun.sent.clear();
    for (int i = 0; i < 20; i++) {
      lab.espArrives(lab.espPacket(1_400));
    }
    return lab.tun.sent.size();
  }

  private static TunnelChange limited(TunnelChange t, @Nullable Integer bandwidthMbps) {
    return new TunnelChange(
        t.id(),
        t.tenant(),
        t.version(),
        t.site(),
        t.identity(),
        t.sourceIp(),
        t.pops(),
        t.encryption(),
        bandwidthMbps,
        t.enabled(),
        t.licensed(),
        t.psks(),
        t.xffAddresses(),
        false);
  }

  @Test
  void onlyWhatHasChangedIsKeptOnDisk() {
    ControlLab lab = new ControlLab();
    lab.run(20);
    assertThat(lab.store.saved).isEmpty();

    TunnelChange tunnel = Tunnels.standard().build();
    lab.change(tunnel);
    lab.run(60);
    assertThat(lab.store.saved).containsExactly(Map.of(ControlLab.TUNNEL, Optional.of(tunnel)));
    lab.delete(ControlLab.TUNNEL);
    lab.run(60);

    assertThat(lab.store.saved)
        .containsExactly(
            Map.of(ControlLab.TUNNEL, Optional.of(tunnel)),
            Map.of(ControlLab.TUNNEL, Optional.empty()));
  }
}
