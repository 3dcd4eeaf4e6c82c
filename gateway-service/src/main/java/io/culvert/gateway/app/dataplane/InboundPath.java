package io.culvert.gateway.app.dataplane;

import io.culvert.gateway.core.esp.EspSaSpec;
import io.culvert.gateway.core.esp.InboundSa;
import io.culvert.gateway.core.esp.SaDatabase;
import io.culvert.gateway.core.host.GateWatch;
import io.culvert.gateway.core.host.Host;
import io.culvert.gateway.core.host.HostRewriter;
import io.culvert.gateway.core.host.HostTable;
import io.culvert.gateway.core.ike.engine.Input;
import io.culvert.gateway.core.net.Ipv4View;
import io.culvert.gateway.core.net.LongMap;
import io.culvert.gateway.core.net.Verdict;
import io.culvert.gateway.core.rate.TokenBucket;
import io.culvert.gateway.core.wire.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.LongSupplier;

/** From the device to the internet: UDP, ESP, host address, one of two TUN. For one thread. */
final class InboundPath {
  /** Four zeros before an IKE message on the NAT traversal port (RFC 3948 §2.2). */
  static final int NON_ESP_MARKER = 4;

  private static final int LEAST_IKE = 28;

  /** What is told to IKE about ESP must not crowd out IKE's own messages. */
  private static final int REPORTS_PER_SECOND = 20;

  private final UdpPort udp;
  private final TunPorts tuns;
  private final IkeIngress ike;
  private final DataplaneConfig config;
  private final SaDatabase sas;
  private final HostTable hosts;
  private final LongMap<Tunnel> tunnels;
  private final LongSupplier nanoClock;
  private final PacketBatch received = new PacketBatch(PacketBatch.STANDARD);

  /** Of hosts that may pass; and where each packet is opened, before its host is known. */
  private final PacketBatch opened = new PacketBatch(PacketBatch.STANDARD);

  /** Of hosts that must log in. */
  private final PacketBatch gated = new PacketBatch(PacketBatch.STANDARD);

  private final Ipv4View ip = new Ipv4View();
  private final TokenBucket strayReports;
  private final TokenBucket moveReports;
  final DropCounters drops = new DropCounters();

  /** What passed in all tunnels, also those that are gone: a sum over tunnels would go back. */
  final TunnelDirection passed = new TunnelDirection();

  InboundPath(
      UdpPort udp,
      TunPorts tuns,
      IkeIngress ike,
      DataplaneConfig config,
      DataplaneTables tables,
      LongSupplier nanoClock) {
    this.udp = udp;
    this.tuns = tuns;
    this.ike = ike;
    this.config = config;
    this.sas = tables.sas();
    this.hosts = tables.hosts();
    this.tunnels = tables.tunnels();
    this.nanoClock = nanoClock;
    this.strayReports = reports(nanoClock);
    this.moveReports = reports(nanoClock);
  }

  private static TokenBucket reports(LongSupplier nanoClock) {
    return new TokenBucket(REPORTS_PER_SECOND, REPORTS_PER_SECOND, nanoClock.getAsLong());
  }

  /** Carries one batch. */
  void step(Duration wait) throws IOException {
    received.clear();
    opened.clear();
    gated.clear();
    udp.receive(received, wait);
    long now = nanoClock.getAsLong();
    for (int i = 0; i < received.size(); i++) {
      Verdict verdict = datagram(received.get(i), now);
      if (verdict != Verdict.PASSED) {
        drops.count(verdict);
      }
    }
    if (opened.size() > 0) {
      drops.count(Verdict.TUN_FAILED, opened.size() - tuns.open().send(opened));
    }
    if (gated.size() > 0) {
      drops.count(Verdict.TUN_FAILED, gated.size() - tuns.gate().send(gated));
    }
  }

  private Verdict datagram(Packet packet, long now) {
    ByteBuffer buffer = packet.buffer();
    int localPort = packet.local().getPort();
    if (localPort != 0 && packet.remote().getPort() == 0) {
      return Verdict.REMOTE_PORT_ZERO;
    }
    if (localPort != 0 && localPort != config.natTraversalPort()) {
      return ike(packet);
    }
    if (buffer.remaining() == 1 && buffer.get(buffer.position()) == (byte) 0xFF) {
      return Verdict.NAT_KEEPALIVE;
    }
    if (buffer.remaining() < 4) {
      return Verdict.DATAGRAM_TRUNCATED;
    }
    int spi = buffer.getInt(buffer.position());
    if (spi == 0 && localPort != 0) {
      buffer.position(buffer.position() + NON_ESP_MARKER);
      return ike(packet);
    }
    Verdict verdict = esp(spi, packet, now);
    if (verdict == Verdict.SPI_UNKNOWN && strayReports.take(1, now)) {
      ike.accept(new Input.StrayEsp(packet.remote(), spi));
    }
    return verdict;
  }

  private Verdict ike(Packet packet) {
    if (packet.buffer().remaining() < LEAST_IKE) {
      return Verdict.DATAGRAM_TRUNCATED;
    }
    byte[] message = new byte[packet.buffer().remaining()];
    packet.buffer().get(message);
    ike.accept(new Input.Datagram(packet.local(), packet.remote(), Bytes.of(message)));
    return Verdict.PASSED;
  }

  private Verdict esp(int spi, Packet packet, long now) {
    if (EspSaSpec.isReserved(spi)) {
      return Verdict.SPI_RESERVED;
    }
    InboundSa sa = sas.inbound(spi);
    Tunnel tunnel = sa == null ? null : tunnels.get(sa.tunnelId());
    if (sa == null || tunnel == null) {
      return Verdict.SPI_UNKNOWN;
    }
    Packet slot = opened.free();
    long authenticated = sa.authenticated();
    Verdict verdict = sa.open(packet.buffer(), slot.buffer());
    if (sa.authenticated() != authenticated) {
      tunnel.authenticated(now);
      lookAround(sa, packet, now);
    }
    if (verdict == Verdict.PASSED) {
      verdict = admit(tunnel, slot.buffer(), now);
    }
    if (verdict != Verdict.PASSED) {
      tunnel.in.drops.count(verdict);
    }
    return verdict;
  }

  /** Tells IKE of a peer that is elsewhere. Only new packets count: a replay moves nobody. */
  private void lookAround(InboundSa sa, Packet packet, long now) {
    boolean elsewhere = sa.newest() && !packet.remote().equals(sa.peer());
    if (elsewhere && packet.local().getPort() != 0 && moveReports.take(1, now)) {
      ike.accept(new Input.PeerElsewhere(sa.spi(), packet.local(), packet.remote()));
    }
  }

  private Verdict admit(Tunnel tunnel, ByteBuffer inner, long now) {
    byte[] data = inner.array();
    int start = inner.arrayOffset() + inner.position();
    if ((data[start] & 0xF0) == 0x60) {
      return Verdict.INNER_IPV6;
    }
    Verdict shape = ip.wrap(data, start, inner.remaining());
    if (shape != Verdict.PASSED) {
      return shape;
    }
    if (isForbidden(ip.destination())) {
      return Verdict.DESTINATION_FORBIDDEN;
    }
    Host host = tunnel.hosts.find(ip.source());
    if (host == null) {
      Verdict admitted = hosts.admit(tunnel.hosts, ip.source(), now);
      if (admitted != Verdict.PASSED) {
        return admitted;
      }
      return admit(tunnel, inner, now);
    }
    host.touch(now);
    Verdict rewritten = HostRewriter.toCarrier(ip, host, tunnel.hosts);
    Verdict verdict =
        rewritten == Verdict.PASSED ? tunnel.in.pass(inner.remaining(), now) : rewritten;
    if (verdict == Verdict.PASSED) {
      passed.pass(inner.remaining(), now);
      add(host, now);
    }
    return verdict;
  }

  /** Adds the packet in the free slot of {@link #opened} to the batch of its host's device. */
  private void add(Host host, long now) {
    switch (host.access()) {
      case OPEN -> opened.add();
      case GATED -> {
        GateWatch watch = host.watch();
        if (watch != null) {
          watch.gated(ip, now);
        }
        gated.exchangeFree(opened);
        gated.add();
      }
    }
  }

  /** A carrier address is another tunnel's host: no packet may reach it from inside a tunnel. */
  private boolean isForbidden(int destination) {
    int first = destination >>> 24;
    return config.carriers().contains(destination) || first == 0 || first == 127 || first >= 224;
  }
}
