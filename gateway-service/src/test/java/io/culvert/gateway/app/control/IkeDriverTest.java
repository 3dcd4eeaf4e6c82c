package io.culvert.gateway.app.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.contract.TunnelEvent;
import io.culvert.gateway.app.dataplane.FakePort;
import io.culvert.gateway.app.policy.Tunnels;
import io.culvert.gateway.core.ike.engine.Input;
import io.culvert.gateway.core.net.InnerPackets;
import io.culvert.gateway.core.net.Ipv4View;
import io.culvert.gateway.core.net.Octets;
import io.culvert.gateway.core.net.Verdict;
import org.junit.jupiter.api.Test;

/** What the engine asks for reaches dataplane, sink and device. */
class IkeDriverTest {
  @Test
  void aNegotiatedChildCarriesPacketsBothWays() {
    ControlLab lab = ControlLab.connected();

    lab.espArrives(lab.espPacket());
    int carrier = Octets.i32(lab.tun.onlySent(), Ipv4View.SOURCE);
    lab.tunArrives(InnerPackets.udp(Device.SERVER, carrier, 5_000, new byte[200]));

    assertThat(lab.childSas()).isOne();
    assertThat(lab.device.opened(lab.esp.getFirst().bytes()))
        .isEqualTo(InnerPackets.udp(Device.SERVER, Device.INSIDE, 5_000, new byte[200]));
    TunnelEvent event = lab.sink.events().getFirst();
    assertThat(event.type()).isEqualTo(TunnelEvent.Type.ESTABLISHED);
    assertThat(event.tunnelId()).isEqualTo(7);
    assertThat(event.tenant()).isEqualTo("tenant-1");
    assertThat(event.pop()).isEqualTo("pop-a");
    assertThat(event.gateway()).isEqualTo("pop-a-1");
    assertThat(event.time()).isEqualTo(ControlLab.EPOCH);
  }

  @Test
  void anUnknownDeviceIsRefusedAndOnlyTheEventSaysWhy() {
    ControlLab lab = new ControlLab();
    lab.change(Tunnels.standard());
    lab.caughtUp();

    lab.connect("stranger.example.com", ControlLab.PSK);

    assertThat(lab.dataplane.snapshots()).isEmpty();
    assertThat(lab.device.children).isEmpty();
    assertThat(lab.device.reasons).containsExactly("refused-by-peer");
    TunnelEvent event = lab.sink.events().getFirst();
    assertThat(event.type()).isEqualTo(TunnelEvent.Type.FAILED);
    assertThat(event.reason()).isEqualTo("unknown-identity");
    assertThat(event.tunnelId()).isZero();
    assertThat(event.tenant()).isNull();
    assertThat(event.remedy()).isNotBlank();
    assertThat(event.evidence()).containsEntry("identity", "stranger.example.com");
    assertThat(lab.sink.published.getFirst().key()).isEqualTo("0");
  }

  @Test
  void aDeviceIsNotToldThatItIsUnknownWhileItsTunnelMayStillBeRead() {
    ControlLab lab = new ControlLab();

    lab.connect();
    lab.run(2);

    assertThat(lab.device.reasons).isEmpty();
    assertThat(lab.sink.events()).isEmpty();
    lab.change(Tunnels.standard());
    lab.caughtUp();
    assertThat(lab.childSas()).isOne();
    assertThat(lab.sink.story()).containsExactly("ESTABLISHED -");
  }

  @Test
  void aDeviceThatTheWholeConfigurationDoesNotKnowIsRefusedThen() {
    ControlLab lab = new ControlLab();

    lab.connect("stranger.example.com", ControlLab.PSK);
    lab.change(Tunnels.standard());
    lab.caughtUp();

    assertThat(lab.device.reasons).containsExactly("refused-by-peer");
    assertThat(lab.sink.story()).containsExactly("FAILED unknown-identity");
  }

  @Test
  void whileKafkaStaysAwayAStrangerIsAnsweredLikeAnybodyElse() {
    ControlLab lab = new ControlLab();
    lab.run(31);

    lab.connect("stranger.example.com", ControlLab.PSK);

    assertThat(lab.device.reasons).containsExactly("refused-by-peer");
    assertThat(lab.sink.story()).containsExactly("FAILED unknown-identity");
  }

  @Test
  void aWrongKeyIsToldAsTheTunnelsFailure() {
    ControlLab lab = new ControlLab();
    lab.change(Tunnels.standard());

    lab.connect("branch.example.com", "not-the-key-of-this-tunnel");

    assertThat(lab.childSas()).isZero();
    assertThat(lab.sink.story()).containsExactly("FAILED psk-mismatch");
    assertThat(lab.sink.events().getFirst().tenant()).isEqualTo("tenant-1");
    assertThat(lab.sink.published.getFirst().key()).isEqualTo("7");
  }

  @Test
  void aDeletedChildIsTakenOutOfTheTables() {
    ControlLab lab = ControlLab.connected();
    byte[] late = lab.espPacket();

    lab.device(new Input.DeleteChild(lab.device.children.getFirst()));

    assertThat(lab.childSas()).isZero();
    assertThat(lab.loop.cipherOf(ControlLab.TUNNEL)).isNull();
    lab.espArrives(late);
    assertThat(lab.tun.sent).isEmpty();
    assertThat(lab.drops(Verdict.SPI_UNKNOWN)).isOne();
  }

  @Test
  void aRekeyedChildTakesTheOldOnesPlace() {
    ControlLab lab = ControlLab.connected();
    byte[] late = lab.espPacket();

    lab.device(new Input.RekeyChild(lab.device.children.getFirst()));

    assertThat(lab.childSas()).isOne();
    assertThat(lab.loop.cipherOf(ControlLab.TUNNEL)).isEqualTo("AES256-GCM");
    lab.espArrives(late);
    assertThat(lab.drops(Verdict.SPI_UNKNOWN)).isOne();
    lab.espArrives(lab.espPacket());
    assertThat(lab.tun.sent).hasSize(1);
    assertThat(lab.sink.story()).containsExactly("ESTABLISHED -", "REKEYED -");
  }

  @Test
  void packetsFollowADeviceWhoseNatMappingChanged() {
    ControlLab lab = ControlLab.connected();
    lab.espArrives(lab.espPacket());
    int carrier = Octets.i32(lab.tun.onlySent(), Ipv4View.SOURCE);

    lab.natPort = 31_000;
    lab.device(new Input.Probe(ControlLab.TUNNEL));
    lab.tunArrives(InnerPackets.udp(Device.SERVER, carrier, 5_000, new byte[200]));

    assertThat(lab.esp.getFirst().remote()).isEqualTo(ControlLab.at("198.51.100.7", 31_000));
  }

  @Test
  void aDeviceThatSendsPacketsIsNotProbedAndASilentOneIs() {
    ControlLab lab = ControlLab.connected();
    int sent = lab.ikeSent;

    for (int i = 0; i < 60; i++) {
      lab.espArrives(lab.espPacket());
      lab.device(new Input.PeerActivity(lab.device.children.getFirst()));
      lab.run(1);
    }
    assertThat(lab.ikeSent).isEqualTo(sent);
    lab.run(25);

    assertThat(lab.ikeSent).isGreaterThan(sent);
    assertThat(lab.childSas()).isOne();
  }

  @Test
  void messagesTheSocketDoesNotTakeAreCountedAndTheProtocolRepeatsThem() {
    ControlLab full = new ControlLab();
    assertHeals(full, full.udp, () -> full.udp.full = false, () -> full.udp.full = true);
    ControlLab broken = new ControlLab();
    assertHeals(
        broken, broken.udp, () -> broken.udp.broken = false, () -> broken.udp.broken = true);
  }

  private static void assertHeals(ControlLab lab, FakePort udp, Runnable heal, Runnable fail) {
    lab.change(Tunnels.standard());
    fail.run();
    lab.connect();
    assertThat(udp.sent).isEmpty();
    assertThat(lab.loop.unsent()).isOne();

    heal.run();
    lab.run(3);

    assertThat(lab.childSas()).isOne();
    assertThat(lab.device.children).hasSize(1);
    assertThat(lab.loop.unsent()).isOne();
  }

  @Test
  void aSinkThatFailsCostsItsEventAndNothingElse() {
    ControlLab lab = new ControlLab();
    lab.change(Tunnels.standard());

    lab.sink.broken = true;
    lab.connect();
    assertThat(lab.childSas()).isOne();
    assertThat(lab.device.children).hasSize(1);
    lab.change(Tunnels.standard().withVersion(2).disabled());

    assertThat(lab.childSas()).isZero();
    assertThat(lab.device.children).isEmpty();
  }

  @Test
  void rubbishOnTheIkePortIsCountedAndLeavesTheTunnelAlone() {
    ControlLab lab = ControlLab.connected();
    int sent = lab.ikeSent;

    lab.ikeArrives(new byte[28]);
    lab.ikeArrives(new byte[1_400]);

    assertThat(lab.loop.engine().dropCounts().values().stream().mapToLong(n -> n).sum())
        .isEqualTo(2);
    assertThat(lab.ikeSent).isEqualTo(sent);
    assertThat(lab.childSas()).isOne();
  }

  @Test
  void aDeviceThatRebootedWorksAtOnceBesideTheConnectionItLeftBehind() {
    ControlLab lab = ControlLab.connected();

    lab.device = new Device(3);
    lab.connect();
    lab.espArrives(lab.espPacket());
    int carrier = Octets.i32(lab.tun.onlySent(), Ipv4View.SOURCE);
    byte[] answer = InnerPackets.udp(Device.SERVER, carrier, 5_000, new byte[200]);
    lab.tunArrives(answer);

    assertThat(lab.childSas()).isEqualTo(2);
    assertThat(lab.device.opened(lab.esp.getFirst().bytes())).hasSameSizeAs(answer);
  }
}
