package io.culvert.gateway.app.dataplane;

import io.culvert.gateway.core.esp.EspSaSpec;
import io.culvert.gateway.core.esp.InboundSa;
import io.culvert.gateway.core.esp.OutboundSa;
import io.culvert.gateway.core.esp.Sending;
import io.culvert.gateway.core.esp.Usage;
import io.culvert.gateway.core.host.HostAccess;
import io.culvert.gateway.core.host.HostTable;
import io.culvert.gateway.core.host.TunnelHosts;
import io.culvert.gateway.core.net.Verdict;
import io.culvert.gateway.core.rate.TokenBucket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * Carries packets between the outer sockets and the TUN devices. It has no threads of its own: one
 * thread calls {@link #inbound} and another {@link #outbound} in a loop, see {@link
 * DataplaneThreads}. Every other method may be called by any thread.
 */
public final class Dataplane {
  private final UdpPort udp;
  private final DataplaneConfig config;
  private final LongSupplier nanoClock;
  private final DataplaneTables tables;
  private final InboundPath inbound;
  private final OutboundPath outbound;
  private final PacketBatch ikeBatch = new PacketBatch(1);

  /**
   * @param access which hosts may pass
   * @param nanoClock the monotonic clock
   */
  public Dataplane(
      UdpPort udp,
      TunPorts tuns,
      IkeIngress ike,
      DataplaneConfig config,
      HostAccess access,
      LongSupplier nanoClock) {
    this.udp = udp;
    this.config = config;
    this.nanoClock = nanoClock;
    this.tables = DataplaneTables.empty(config, access);
    this.inbound = new InboundPath(udp, tuns, ike, config, tables, nanoClock);
    this.outbound = new OutboundPath(udp, tuns, tables, nanoClock);
  }

  /** Carries one batch from the outer sockets, waiting up to {@code wait} for it. */
  public void inbound(Duration wait) throws IOException {
    inbound.step(wait);
  }

  /** Carries one batch from each TUN device, waiting up to {@code wait} for the open one's. */
  public void outbound(Duration wait) throws IOException {
    outbound.step(wait);
  }

  /**
   * Takes a child SA into use, both ways, and erases the keys in {@code spec}.
   *
   * @param sending when packets to the device go through it, where the tunnel has others
   * @throws IllegalArgumentException if its inbound SPI is in use
   */
  public void install(EspSaSpec spec, Sending sending) {
    TunnelHosts hosts = tunnel(spec.tunnelId()).hosts;
    tables.hosts().egress(hosts, spec.peer().getAddress());
    tables.sas().install(spec, sending);
    if (hosts.servingSince().isEmpty()) {
      tables.hosts().serving(hosts, OptionalLong.of(nanoClock.getAsLong()));
    }
  }

  /** The hosts of all tunnels. */
  public HostTable hosts() {
    return tables.hosts();
  }

  /** How much each child SA has been used. */
  public List<Usage> usage() {
    return tables.sas().usage();
  }

  /** Takes a child SA out of use, both ways, if it is there. */
  public void remove(int inboundSpi) {
    InboundSa sa = tables.sas().inbound(inboundSpi);
    tables.sas().remove(inboundSpi);
    TunnelHosts hosts = sa == null ? null : tables.hosts().known(sa.tunnelId());
    if (sa != null && hosts != null && tables.sas().outboundOf(sa.tunnelId()).isEmpty()) {
      tables.hosts().serving(hosts, OptionalLong.empty());
    }
  }

  /** Sends the packets of a child SA to another address from now on. */
  public void movePeer(int inboundSpi, InetSocketAddress peer) {
    tables.sas().movePeer(inboundSpi, peer);
    InboundSa sa = tables.sas().inbound(inboundSpi);
    TunnelHosts hosts = sa == null ? null : tables.hosts().known(sa.tunnelId());
    if (hosts != null) {
      tables.hosts().egress(hosts, peer.getAddress());
    }
  }

  /** Forgets a tunnel: its SAs, hosts, limits and counters. */
  public void removeTunnel(long tunnelId) {
    tables.sas().removeTunnel(tunnelId);
    tables.tunnels().remove(tunnelId);
    tables.hosts().removeTunnel(tunnelId);
  }

  /** Limits a tunnel to so many Mbit/s each way; 0 takes the limit away. */
  public void setRate(long tunnelId, int megabitsPerSecond) {
    Tunnel tunnel = tunnel(tunnelId);
    long now = nanoClock.getAsLong();
    boolean limited = megabitsPerSecond > 0;
    tunnel.in.limit(limited ? TokenBucket.ofMegabits(megabitsPerSecond, now) : null);
    tunnel.out.limit(limited ? TokenBucket.ofMegabits(megabitsPerSecond, now) : null);
  }

  /**
   * Sends an IKE message; from the NAT traversal port with the non-ESP marker (RFC 3948 §2.2).
   *
   * @return false if the socket did not take it
   */
  public boolean sendIke(InetSocketAddress local, InetSocketAddress remote, byte[] message)
      throws IOException {
    return sendAlone(local, remote, message, local.getPort() == config.natTraversalPort());
  }

  /** Sends a NAT keepalive: one octet of ones (RFC 3948 §2.3). */
  public void sendKeepalive(InetSocketAddress local, InetSocketAddress remote) throws IOException {
    sendAlone(local, remote, new byte[] {(byte) 0xFF}, false);
  }

  private synchronized boolean sendAlone(
      InetSocketAddress local, InetSocketAddress remote, byte[] data, boolean marked)
      throws IOException {
    ikeBatch.clear();
    ByteBuffer buffer = ikeBatch.free().buffer().clear();
    if (marked) {
      buffer.putInt(0);
    }
    buffer.put(data).flip();
    ikeBatch.free().between(local, remote);
    ikeBatch.add();
    return udp.send(ikeBatch) == 1;
  }

  /** Forgets idle hosts. To be called about once a minute. */
  public void expireHosts() {
    tables.hosts().expire(nanoClock.getAsLong());
  }

  /** The inbound SPIs of a tunnel's child SAs, in the order of preference for sending. */
  public List<Integer> childSas(long tunnelId) {
    return tables.sas().outboundOf(tunnelId).stream().map(OutboundSa::inboundSpi).toList();
  }

  /** The counters of a tunnel, if it is known here. */
  public Optional<TunnelSnapshot> snapshot(long tunnelId) {
    return Optional.ofNullable(tables.tunnels().get(tunnelId)).map(this::snapshot);
  }

  /** The counters of all tunnels known here. */
  public List<TunnelSnapshot> snapshots() {
    return tables.tunnels().values().stream().map(this::snapshot).toList();
  }

  /** From devices, or to them. */
  public enum Direction {
    IN,
    OUT
  }

  /** Octets of inner packets that have passed in all tunnels; never less than before. */
  public long bytes(Direction direction) {
    return passed(direction).bytes();
  }

  /** Inner packets that have passed in all tunnels; never fewer than before. */
  public long packets(Direction direction) {
    return passed(direction).packets();
  }

  /** Packets of all tunnels and of none that were dropped for that reason. */
  public long drops(Direction direction, Verdict reason) {
    return switch (direction) {
      case IN -> inbound.drops.of(reason);
      case OUT -> outbound.drops.of(reason);
    };
  }

  private TunnelDirection passed(Direction direction) {
    return switch (direction) {
      case IN -> inbound.passed;
      case OUT -> outbound.passed;
    };
  }

  /** How many child SAs there are. */
  public int childSas() {
    return tables.sas().size();
  }

  /** Dropped packets of all tunnels and of none, by reason. */
  public Map<Verdict, Long> drops() {
    return DropCounters.sum(inbound.drops, outbound.drops);
  }

  private TunnelSnapshot snapshot(Tunnel tunnel) {
    return new TunnelSnapshot(
        tunnel.id,
        tunnel.in.bytes(),
        tunnel.in.packets(),
        tunnel.out.bytes(),
        tunnel.out.packets(),
        tunnel.hosts.size(),
        tables.sas().outboundOf(tunnel.id).size(),
        tunnel.heard() ? OptionalLong.of(tunnel.authenticatedNanos()) : OptionalLong.empty(),
        DropCounters.sum(tunnel.in.drops, tunnel.out.drops));
  }

  private synchronized Tunnel tunnel(long tunnelId) {
    Tunnel tunnel = tables.tunnels().get(tunnelId);
    if (tunnel == null) {
      tunnel = new Tunnel(tables.hosts().of(tunnelId));
      tables.tunnels().put(tunnelId, tunnel);
    }
    return tunnel;
  }
}
