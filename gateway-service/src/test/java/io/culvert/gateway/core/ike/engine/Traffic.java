package io.culvert.gateway.core.ike.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.gateway.core.esp.EspCipher;
import io.culvert.gateway.core.esp.EspFixture;
import io.culvert.gateway.core.esp.EspIntegrity;
import io.culvert.gateway.core.esp.EspKeys;
import io.culvert.gateway.core.esp.EspSaSpec;
import io.culvert.gateway.core.esp.EspTransform;
import io.culvert.gateway.core.esp.InboundSa;
import io.culvert.gateway.core.esp.OutboundSa;
import io.culvert.gateway.core.esp.SaDatabase;
import io.culvert.gateway.core.esp.Sending;
import io.culvert.gateway.core.ike.task.ChildSaInstall;
import io.culvert.gateway.core.net.InnerPackets;
import io.culvert.gateway.core.net.Ipv4View;
import io.culvert.gateway.core.net.Verdict;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Packets between a host behind the device and the internet, through the SAs that IKE installs. */
final class Traffic {
  private static final EspTransform AES256_GCM =
      new EspTransform(EspCipher.AES_GCM, 256, EspIntegrity.NONE);
  private static final int HOST = InnerPackets.address("192.168.1.7");
  private static final int SERVER = InnerPackets.address("203.0.113.80");

  private final Lab lab;
  private final SaDatabase gateway = new SaDatabase();
  private final SaDatabase device = new SaDatabase();

  /** Follows what the engines of that lab install and remove. */
  Traffic(Lab lab) {
    this.lab = lab;
    lab.gateway.tap = effect -> follow(gateway, effect, false);
    lab.device.tap = effect -> follow(device, effect, true);
  }

  private static void follow(SaDatabase sas, Effect effect, boolean atDevice) {
    if (effect instanceof Effect.InstallChildSa install) {
      sas.install(spec(install.install(), atDevice), sending(install.install()));
    } else if (effect instanceof Effect.RemoveChildSa remove) {
      sas.remove(remove.inboundSpi());
    }
  }

  private static EspSaSpec spec(ChildSaInstall child, boolean atDevice) {
    return new EspSaSpec(
        child.tunnelId(),
        child.inboundSpi(),
        child.outboundSpi(),
        AES256_GCM,
        keys(child.inbound()),
        keys(child.outbound()),
        atDevice ? child.outside() : child.inside(),
        atDevice ? child.inside() : child.outside(),
        child.local(),
        child.remote(),
        child.udpEncapsulated());
  }

  private static EspKeys keys(ChildSaInstall.DirectionKeys keys) {
    return new EspKeys(keys.encryption().toArray(), keys.integrity().toArray());
  }

  private static Sending sending(ChildSaInstall child) {
    return switch (child.sending()) {
      case AT_ONCE -> new Sending.AtOnce();
      case ONCE_PROVEN -> new Sending.OnceProven(child.replaces());
      case LAST_RESORT -> new Sending.LastResort();
    };
  }

  /** From now on, after every step of an engine, what either end would send could be received. */
  void mustNeverBreak() {
    lab.watch = this::assertUnbroken;
  }

  void mayBreak() {
    lab.watch = () -> {};
  }

  private void assertUnbroken() {
    assertThat(device.inbound(spi(lab.gateway))).as("what the gateway sends by").isNotNull();
    assertThat(gateway.inbound(spi(lab.device))).as("what the device sends by").isNotNull();
  }

  /** A packet each way. */
  void flows() {
    flows(lab.device);
    flows(lab.gateway);
  }

  /** A packet from that end arrives at the other. */
  void flows(End from) {
    byte[] packet = packet(from);
    ByteBuffer esp = EspFixture.empty();
    assertThat(outbound(from).orElseThrow().seal(EspFixture.roomy(packet), esp))
        .isEqualTo(Verdict.PASSED);
    ByteBuffer plain = EspFixture.empty();
    SaDatabase others = sas(from == lab.gateway ? lab.device : lab.gateway);
    InboundSa sa = Optional.ofNullable(others.inbound(esp.getInt(0))).orElseThrow();
    assertThat(sa.open(ByteBuffer.wrap(EspFixture.octets(esp)), plain)).isEqualTo(Verdict.PASSED);
    assertThat(EspFixture.octets(plain)).isEqualTo(packet);
  }

  /** The SPI by which that end would send now; 0 where it has no SA. */
  int spi(End from) {
    return outbound(from).map(OutboundSa::spi).orElse(0);
  }

  private Optional<OutboundSa> outbound(End from) {
    byte[] packet = packet(from);
    Ipv4View view = new Ipv4View();
    view.wrap(packet, 0, packet.length);
    return Optional.ofNullable(sas(from).outbound(Lab.TUNNEL, view));
  }

  private SaDatabase sas(End end) {
    return end == lab.gateway ? gateway : device;
  }

  private byte[] packet(End from) {
    return from == lab.gateway
        ? InnerPackets.udp(SERVER, HOST, 53, new byte[40])
        : InnerPackets.udp(HOST, SERVER, 53, new byte[40]);
  }
}
