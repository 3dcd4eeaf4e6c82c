package io.culvert.gateway.adapter.tun;

import io.culvert.gateway.adapter.udp.UdpSockets;
import io.culvert.gateway.app.dataplane.Dataplane;
import io.culvert.gateway.app.dataplane.DataplaneConfig;
import io.culvert.gateway.app.dataplane.DataplaneThreads;
import io.culvert.gateway.app.dataplane.TunPorts;
import io.culvert.gateway.core.esp.EspCipher;
import io.culvert.gateway.core.esp.EspFixture;
import io.culvert.gateway.core.esp.EspIntegrity;
import io.culvert.gateway.core.esp.EspSaSpec;
import io.culvert.gateway.core.esp.EspTransform;
import io.culvert.gateway.core.esp.InboundSa;
import io.culvert.gateway.core.esp.OutboundSa;
import io.culvert.gateway.core.esp.SaDatabase;
import io.culvert.gateway.core.esp.Sending;
import io.culvert.gateway.core.host.Access;
import io.culvert.gateway.core.host.HostLimits;
import io.culvert.gateway.core.net.InnerPackets;
import io.culvert.gateway.core.net.Verdict;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * Run in a network namespace of its own: a device on loopback pings an address of the kernel
 * through the whole dataplane. Prints {@code pinged} and the packet that came back in hex.
 */
public final class TunRoundTrip {
  private static final EspTransform CBC =
      new EspTransform(EspCipher.AES_CBC, 256, EspIntegrity.HMAC_SHA2_256_128);
  static final int INSIDE = InnerPackets.address("192.168.1.10");
  static final int KERNEL = InnerPackets.address("203.0.113.80");

  private TunRoundTrip() {}

  public static void main(String[] args) throws IOException {
    ip("link", "set", "lo", "up");
    ip("addr", "add", "203.0.113.80/32", "dev", "lo");
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (TunDevice tun = TunDevice.open(TunConfig.OPEN.name());
        TunDevice gate = TunDevice.open("culvert-gate");
        UdpSockets udp = UdpSockets.open(List.of(new InetSocketAddress(loopback, 0)));
        DatagramSocket device = new DatagramSocket(0, loopback)) {
      TunSetup.apply(TunConfig.OPEN);
      InetSocketAddress gateway = udp.locals().getFirst();
      DataplaneConfig config =
          new DataplaneConfig(gateway.getPort(), TunConfig.OPEN.carriers(), HostLimits.STANDARD);
      Dataplane dataplane =
          new Dataplane(
              udp,
              new TunPorts(tun, gate),
              _ -> {},
              config,
              (_, _, _) -> Access.OPEN,
              System::nanoTime);
      dataplane.install(
          spec(gateway, (InetSocketAddress) device.getLocalSocketAddress()), new Sending.AtOnce());
      DataplaneThreads threads = DataplaneThreads.start(dataplane);
      System.out.println("pinged " + HexFormat.of().formatHex(ping(device, gateway)));
      threads.close();
    }
  }

  private static byte[] ping(DatagramSocket device, InetSocketAddress gateway) throws IOException {
    SaDatabase sas = new SaDatabase();
    sas.install(EspFixture.device(CBC));
    OutboundSa out = sas.outboundOf(7).getFirst();
    InboundSa in = sas.inbound(EspFixture.DEVICE_SPI);
    ByteBuffer esp = EspFixture.empty();
    byte[] echo = InnerPackets.icmp(INSIDE, KERNEL, 8, new byte[1_000]);
    out.seal(EspFixture.roomy(echo), esp);
    device.send(new DatagramPacket(EspFixture.octets(esp), esp.remaining(), gateway));
    DatagramPacket answer = new DatagramPacket(new byte[2_000], 2_000);
    device.setSoTimeout(10_000);
    device.receive(answer);
    ByteBuffer inner = EspFixture.empty();
    byte[] received = Arrays.copyOf(answer.getData(), answer.getLength());
    if (in == null || in.open(ByteBuffer.wrap(received), inner) != Verdict.PASSED) {
      throw new IOException("the answer does not open");
    }
    return EspFixture.octets(inner);
  }

  private static EspSaSpec spec(InetSocketAddress gateway, InetSocketAddress device) {
    EspSaSpec like = EspFixture.gateway(CBC, EspFixture.ANY4);
    return new EspSaSpec(
        like.tunnelId(),
        like.inboundSpi(),
        like.outboundSpi(),
        CBC,
        like.inboundKeys(),
        like.outboundKeys(),
        like.inside(),
        like.outside(),
        gateway,
        device,
        true);
  }

  private static void ip(String... arguments) throws IOException {
    TunSetup.run(Stream.concat(Stream.of("ip"), Stream.of(arguments)).toList());
  }
}
