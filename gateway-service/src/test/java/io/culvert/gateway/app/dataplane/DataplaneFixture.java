package io.culvert.gateway.app.dataplane;

import io.culvert.gateway.core.esp.EspCipher;
import io.culvert.gateway.core.esp.EspFixture;
import io.culvert.gateway.core.esp.EspIntegrity;
import io.culvert.gateway.core.esp.EspTransform;
import io.culvert.gateway.core.esp.InboundSa;
import io.culvert.gateway.core.esp.OutboundSa;
import io.culvert.gateway.core.esp.SaDatabase;
import io.culvert.gateway.core.esp.Sending;
import io.culvert.gateway.core.host.Access;
import io.culvert.gateway.core.host.HostAccess;
import io.culvert.gateway.core.ike.engine.Input;
import io.culvert.gateway.core.net.InnerPackets;
import io.culvert.gateway.core.net.Ipv4View;
import io.culvert.gateway.core.net.TrafficSelector;
import io.culvert.gateway.core.net.Verdict;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A dataplane between fake ports, and the device at the other end of its tunnels. */
final class DataplaneFixture {
  static final EspTransform GCM = new EspTransform(EspCipher.AES_GCM, 256, EspIntegrity.NONE);
  static final InetSocketAddress IKE = new InetSocketAddress("192.0.2.1", 500);
  static final InetSocketAddress NATT = new InetSocketAddress("192.0.2.1", 4500);
  static final InetSocketAddress DEVICE = new InetSocketAddress("198.51.100.9", 61_000);
  static final int INSIDE = InnerPackets.address("192.168.1.10");
  static final int SERVER = InnerPackets.address("203.0.113.80");
  static final long TUNNEL = 7;

  final FakePort udp = new FakePort();
  final FakePort tun = new FakePort();
  final FakePort gate = new FakePort();
  HostAccess access = (_, _, _) -> Access.OPEN;
  final List<String> ike = new ArrayList<>();
  final SaDatabase device = new SaDatabase();
  long now = 1_000;
  final Dataplane dataplane =
      new Dataplane(
          udp,
          new TunPorts(tun, gate),
          input -> ike.add(text(input)),
          DataplaneConfig.STANDARD,
          (tunnel, inside, egress) -> access.of(tunnel, inside, egress),
          () -> now);

  private static String text(Input input) {
    return switch (input) {
      case Input.Datagram(var local, var remote, var data) ->
          local.getPort() + " " + remote.getPort() + " " + data.length() + " " + data.get(0);
      case Input.PeerElsewhere(int spi, var local, var remote) ->
          "elsewhere " + spi + " " + local.getPort() + " " + remote.getPort();
      case Input.StrayEsp(var remote, int spi) -> "stray " + remote.getPort() + " " + spi;
      default -> throw new AssertionError(input);
    };
  }

  /** Installs a child SA at both ends; both SPIs are {@code spi}. */
  void install(long tunnel, int spi, TrafficSelector inside) {
    dataplane.install(
        EspFixture.spec(tunnel, spi, spi, GCM, List.of(inside), List.of(EspFixture.ANY4)),
        new Sending.AtOnce());
    device.install(
        EspFixture.spec(tunnel, spi, spi, GCM, List.of(EspFixture.ANY4), List.of(EspFixture.ANY4)));
  }

  void install() {
    install(TUNNEL, 1_000, EspFixture.ANY4);
  }

  /** What the device makes of an inner packet. */
  byte[] sealed(long tunnel, byte[] inner) {
    Ipv4View any = new Ipv4View();
    any.wrap(InnerPackets.udp(SERVER, INSIDE, 1, new byte[0]), 0, 28);
    OutboundSa sa = device.outbound(tunnel, any);
    if (sa == null) {
      throw new AssertionError("the device has no SA");
    }
    ByteBuffer out = EspFixture.empty();
    sa.seal(EspFixture.roomy(inner), out);
    return EspFixture.octets(out);
  }

  /** What the device finds in an ESP packet. */
  byte[] opened(byte[] esp) {
    InboundSa sa = device.inbound(ByteBuffer.wrap(esp).getInt());
    ByteBuffer out = EspFixture.empty();
    if (sa == null || sa.open(ByteBuffer.wrap(esp), out) != Verdict.PASSED) {
      throw new AssertionError("the device cannot open the packet");
    }
    return EspFixture.octets(out);
  }

  void deviceSends(byte[] inner) {
    udp.arrive(NATT, DEVICE, sealed(TUNNEL, inner));
    inbound();
  }

  void inbound() {
    try {
      dataplane.inbound(Duration.ZERO);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  void outbound(byte[] packet) {
    tun.arrive(packet);
    try {
      dataplane.outbound(Duration.ZERO);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  long drops(Verdict reason) {
    return dataplane.drops().getOrDefault(reason, 0L);
  }

  TunnelSnapshot snapshot() {
    return dataplane.snapshot(TUNNEL).orElseThrow();
  }
}
