package io.culvert.gateway.app.dataplane;

import io.culvert.gateway.core.esp.OutboundSa;
import io.culvert.gateway.core.host.Host;
import io.culvert.gateway.core.host.HostRewriter;
import io.culvert.gateway.core.net.Ipv4View;
import io.culvert.gateway.core.net.Verdict;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.LongSupplier;

/** From the internet to the device: TUN, host address, ESP, UDP. For one thread. */
final class OutboundPath {
  private final UdpPort udp;
  private final TunPorts tuns;
  private final DataplaneTables tables;
  private final LongSupplier nanoClock;
  private final PacketBatch received = new PacketBatch(PacketBatch.STANDARD);
  private final PacketBatch sealed = new PacketBatch(PacketBatch.STANDARD);
  private final Ipv4View ip = new Ipv4View();
  final DropCounters drops = new DropCounters();

  /** What passed in all tunnels, also those that are gone: a sum over tunnels would go back. */
  final TunnelDirection passed = new TunnelDirection();

  OutboundPath(UdpPort udp, TunPorts tuns, DataplaneTables tables, LongSupplier nanoClock) {
    this.udp = udp;
    this.tuns = tuns;
    this.tables = tables;
    this.nanoClock = nanoClock;
  }

  /** Carries one batch. */
  void step(Duration wait) throws IOException {
    carry(tuns.open(), wait);
    // The kernel routes no answers there. What it sends all the same must not fill the device.
    carry(tuns.gate(), Duration.ZERO);
  }

  private void carry(TunPort tun, Duration wait) throws IOException {
    received.clear();
    sealed.clear();
    tun.receive(received, wait);
    long now = nanoClock.getAsLong();
    for (int i = 0; i < received.size(); i++) {
      Verdict verdict = packet(received.get(i).buffer(), now);
      if (verdict != Verdict.PASSED) {
        drops.count(verdict);
      }
    }
    if (sealed.size() > 0) {
      drops.count(Verdict.SEND_FAILED, sealed.size() - udp.send(sealed));
    }
  }

  private Verdict packet(ByteBuffer buffer, long now) {
    byte[] data = buffer.array();
    int start = buffer.arrayOffset() + buffer.position();
    if (buffer.hasRemaining() && (data[start] & 0xF0) == 0x60) {
      return Verdict.INNER_IPV6;
    }
    Verdict shape = ip.wrap(data, start, buffer.remaining());
    if (shape != Verdict.PASSED) {
      return shape;
    }
    Host host = tables.hosts().byCarrier(ip.destination());
    Tunnel tunnel = host == null ? null : tables.tunnels().get(host.tunnelId());
    if (host == null || tunnel == null) {
      return Verdict.CARRIER_UNKNOWN;
    }
    host.touch(now);
    Verdict verdict = toDevice(tunnel, host, buffer, now);
    if (verdict != Verdict.PASSED) {
      tunnel.out.drops.count(verdict);
    }
    return verdict;
  }

  private Verdict toDevice(Tunnel tunnel, Host host, ByteBuffer buffer, long now) {
    Verdict rewritten = HostRewriter.toInside(ip, host);
    if (rewritten != Verdict.PASSED) {
      return rewritten;
    }
    OutboundSa sa = tables.sas().outbound(tunnel.id, ip);
    if (sa == null) {
      return Verdict.NO_OUTBOUND_SA;
    }
    Verdict limited = tunnel.out.pass(buffer.remaining(), now);
    if (limited != Verdict.PASSED) {
      return limited;
    }
    passed.pass(buffer.remaining(), now);
    Packet slot = sealed.free();
    Verdict outcome = sa.seal(buffer, slot.buffer());
    if (outcome == Verdict.PASSED) {
      slot.between(sa.local(), sa.peer());
      sealed.add();
    }
    return outcome;
  }
}
