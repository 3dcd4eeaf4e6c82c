package io.culvert.gateway.adapter.tun;

import io.culvert.gateway.app.dataplane.PacketBatch;
import io.culvert.gateway.core.net.Checksum;
import io.culvert.gateway.core.net.InnerPackets;
import io.culvert.gateway.core.net.IpProtocol;
import io.culvert.gateway.core.net.Ipv4Range;
import io.culvert.gateway.core.net.Ipv4View;
import io.culvert.gateway.core.net.Octets;
import io.culvert.gateway.core.steer.Gate;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.TreeSet;

/**
 * Run in a network namespace of its own: packets of gated and open hosts into the kernel with the
 * gate's rules, a third TUN device as the internet, and what comes out where, a line each.
 */
public final class GateRoundTrip {
  private static final int GATED = InnerPackets.address("100.64.0.20");
  private static final int OPEN = InnerPackets.address("100.64.0.21");
  private static final int SERVER = InnerPackets.address("203.0.113.80");
  private static final int WAN = InnerPackets.address("192.0.2.1");
  private static final int PROBE = InnerPackets.address("10.64.0.1");
  private static final int SYN = 0x02;
  private static final int ACK = 0x10;
  private static final String PROXY =
      """
      import socket
      s = socket.socket()
      s.setsockopt(socket.SOL_IP, 19, 1)
      s.bind(('0.0.0.0', 3129))
      s.listen()
      print('listening', flush=True)
      c, a = s.accept()
      print('accepted', c.getsockname(), 'from', a, flush=True)
      print('read', c.recv(9), flush=True)
      s.accept()
      """;

  private final TunDevice open;
  private final TunDevice gate;
  private final TunDevice wan;

  private GateRoundTrip(TunDevice open, TunDevice gate, TunDevice wan) {
    this.open = open;
    this.gate = gate;
    this.wan = wan;
  }

  public static void main(String[] args) throws IOException {
    strictReversePath();
    ip("link", "set", "lo", "up");
    try (TunDevice open = TunDevice.open("culvert-open");
        TunDevice gate = TunDevice.open("culvert-gate");
        TunDevice wan = TunDevice.open("wan")) {
      TunSetup.apply(TunConfig.OPEN);
      TunSetup.applyGate(new TunConfig("culvert-gate", 1_400, 500, TunConfig.OPEN.carriers()));
      ip("addr", "add", "192.0.2.1/24", "dev", "wan");
      ip("link", "set", "wan", "up");
      ip("route", "add", "default", "dev", "wan");
      GateRules rules =
          new GateRules("culvert-open", "culvert-gate", TunConfig.OPEN.carriers(), 3129);
      rules.apply();
      rules.apply(); // as after a restart of the gateway
      rules.steer(new Gate(new TreeSet<>(List.of(1, 2, 3)), OptionalInt.of(SERVER)));
      rules.steer(new Gate(new TreeSet<>(List.of(443)), OptionalInt.of(PROBE)));
      GateRoundTrip trip = new GateRoundTrip(open, gate, wan);
      trip.refusals();
      trip.names();
      trip.openHost();
      trip.proxy(rules);
    }
  }

  private static void strictReversePath() throws IOException {
    Path conf = Path.of("/proc/sys/net/ipv4");
    Files.writeString(conf.resolve("conf/all/rp_filter"), "1");
    Files.writeString(conf.resolve("conf/default/rp_filter"), "1");
    Files.writeString(conf.resolve("ip_forward"), "1");
  }

  private void refusals() throws IOException {
    say("quic", gate, udp(GATED, 5_000, 443), open);
    say("udp", gate, udp(GATED, 5_000, 9_999), open);
    say("ssh", gate, tcp(GATED, 5_000, 22, SYN, 7, 0, ""), open);
    say("web without proxy", gate, tcp(GATED, 5_001, 443, SYN, 7, 0, ""), open);
    say("ping", gate, InnerPackets.icmp(GATED, SERVER, 8, new byte[8]), open);
    say("ping of the gateway", gate, InnerPackets.icmp(GATED, WAN, 8, new byte[8]), open);
    say("proxy's port", open, to(WAN, tcp(OPEN, 5_002, 3129, SYN, 7, 0, "")), open);
  }

  private void names() throws IOException {
    say("dns", gate, udp(GATED, 5_300, 53), wan);
    say("dns answer", wan, reply(53, 5_300), open);
    say("dns over tcp", gate, tcp(GATED, 5_301, 53, SYN, 7, 0, ""), wan);
  }

  private void openHost() throws IOException {
    say("open udp", open, udp(OPEN, 6_000, 9_999), wan);
    say("open answer", wan, reply(9_999, 6_000), open);
    say("open web", open, tcp(OPEN, 6_001, 443, SYN, 7, 0, ""), wan);
    say("open udp once closed", gate, udp(OPEN, 6_000, 9_999), open);
    say("open web once closed", gate, tcp(OPEN, 6_001, 443, ACK, 8, 1, "x"), open);
  }

  private void proxy(GateRules rules) throws IOException {
    Process proxy = new ProcessBuilder("python3", "-c", PROXY).redirectErrorStream(true).start();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(proxy.getInputStream(), StandardCharsets.UTF_8))) {
      line(lines);
      byte[] answer = say("web", gate, tcp(GATED, 7_000, 443, SYN, 7, 0, ""), open);
      int sequence = Octets.i32(answer, 24);
      send(gate, tcp(GATED, 7_000, 443, ACK, 8, sequence + 1, ""));
      line(lines);
      // The host may pass from now on: this connection stays with the proxy, others do not.
      say("web once open", open, tcp(GATED, 7_000, 443, ACK, 8, sequence + 1, "hello"), open);
      line(lines);
      say("next web once open", open, tcp(GATED, 7_001, 443, SYN, 7, 0, ""), wan);
      probe(rules);
    } finally {
      proxy.destroy();
    }
  }

  /** The address need not be one of this machine. */
  private void probe(GateRules rules) throws IOException {
    say("probe", gate, to(PROBE, tcp(GATED, 7_002, 80, SYN, 7, 0, "")), open);
    say("probe of an open host", open, to(PROBE, tcp(OPEN, 7_003, 80, SYN, 7, 0, "")), open);
    say("other port of the probe", gate, to(PROBE, tcp(GATED, 7_004, 81, SYN, 7, 0, "")), open);
    say("other port of an open host", open, to(PROBE, tcp(OPEN, 7_005, 81, SYN, 7, 0, "")), wan);
    rules.steer(new Gate(new TreeSet<>(List.of(443)), OptionalInt.empty()));
    say("probe that is none any more", open, to(PROBE, tcp(OPEN, 7_006, 80, SYN, 7, 0, "")), wan);
  }

  private static void line(BufferedReader lines) throws IOException {
    System.out.println("proxy: " + lines.readLine());
  }

  /** Sends a packet into one device and says what comes out of another one. */
  private byte[] say(String what, TunDevice into, byte[] packet, TunDevice outOf)
      throws IOException {
    send(into, packet);
    byte[] out = receive(outOf);
    System.out.println(what + ": " + text(out));
    return out;
  }

  private static void send(TunDevice into, byte[] packet) throws IOException {
    PacketBatch batch = new PacketBatch(1);
    batch.free().buffer().clear().put(packet).flip();
    batch.add();
    if (into.send(batch) != 1) {
      throw new IOException("not taken by " + into.name());
    }
  }

  private static byte[] receive(TunDevice outOf) throws IOException {
    PacketBatch batch = new PacketBatch(1);
    for (int i = 0; i < 50; i++) {
      batch.clear();
      outOf.receive(batch, Duration.ofMillis(100));
      if (batch.size() == 1) {
        ByteBuffer buffer = batch.get(0).buffer();
        byte[] packet = new byte[buffer.remaining()];
        buffer.get(packet);
        if (packet[0] >>> 4 == 4) { // the kernel itself says something in IPv6
          return packet;
        }
      }
    }
    throw new IOException("nothing comes out of " + outOf.name());
  }

  private static String text(byte[] packet) {
    Ipv4View ip = new Ipv4View();
    ip.wrap(packet, 0, packet.length);
    String from = Ipv4Range.text(ip.source()) + " to " + Ipv4Range.text(ip.destination());
    int at = ip.payload();
    return switch (ip.protocol()) {
      case IpProtocol.ICMP -> "icmp " + packet[at] + "/" + packet[at + 1] + " to " + last(from);
      case IpProtocol.TCP -> "tcp " + flags(packet[at + 13]) + " " + from;
      default -> "udp " + from;
    };
  }

  private static String last(String from) {
    return from.substring(from.lastIndexOf(' ') + 1);
  }

  private static String flags(int flags) {
    return ((flags & SYN) != 0 ? "S" : "")
        + ((flags & 4) != 0 ? "R" : "")
        + ((flags & ACK) != 0 ? "A" : "");
  }

  private static byte[] udp(int source, int sourcePort, int port) {
    byte[] packet = InnerPackets.udpWithoutChecksum(source, SERVER, new byte[8]);
    Octets.put16(packet, 20, sourcePort);
    Octets.put16(packet, 22, port);
    return packet;
  }

  /** Of the server, to the gateway's address, from and to these ports. */
  private static byte[] reply(int sourcePort, int port) {
    byte[] packet = InnerPackets.udpWithoutChecksum(SERVER, WAN, new byte[8]);
    Octets.put16(packet, 20, sourcePort);
    Octets.put16(packet, 22, port);
    return packet;
  }

  private static byte[] tcp(
      int source, int sourcePort, int port, int flags, int sequence, int ack, String data) {
    byte[] packet = InnerPackets.tcp(source, SERVER, data.getBytes(StandardCharsets.US_ASCII));
    Octets.put16(packet, 20, sourcePort);
    Octets.put16(packet, 22, port);
    Octets.put32(packet, 24, sequence);
    Octets.put32(packet, 28, ack);
    packet[33] = (byte) flags;
    return to(SERVER, packet);
  }

  /** The same packet to that address, with checksums that are right. */
  private static byte[] to(int destination, byte[] packet) {
    Octets.put32(packet, Ipv4View.DESTINATION, destination);
    Octets.put16(packet, Ipv4View.CHECKSUM, 0);
    Octets.put16(packet, Ipv4View.CHECKSUM, Checksum.of(packet, 0, 20));
    Octets.put16(packet, 36, 0);
    byte[] segment = Arrays.copyOfRange(packet, 20, packet.length);
    int source = Octets.i32(packet, Ipv4View.SOURCE);
    Octets.put16(
        packet, 36, InnerPackets.transportChecksum(IpProtocol.TCP, source, destination, segment));
    return packet;
  }

  private static void ip(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("ip"));
    command.addAll(List.of(arguments));
    TunSetup.run(command);
  }
}
