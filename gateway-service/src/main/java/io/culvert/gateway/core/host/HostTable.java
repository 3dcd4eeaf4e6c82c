package io.culvert.gateway.core.host;

import io.culvert.gateway.core.net.Ipv4Range;
import io.culvert.gateway.core.net.LongMap;
import io.culvert.gateway.core.net.Verdict;
import java.net.InetAddress;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * All hosts of a gateway, by inside and by carrier address. Lookups take no lock; changes are
 * synchronized.
 */
public final class HostTable {
  private static final long EXHAUSTED_SCAN_PAUSE_NANOS = 1_000_000_000L;

  private final HostLimits limits;
  private final CarrierPool pool;
  private final HostAccess access;
  private final LongMap<Host> byCarrier = new LongMap<>();
  private final LongMap<TunnelHosts> byTunnel = new LongMap<>();
  private boolean scanned;
  private long lastScanNanos;

  /**
   * @param access which hosts may pass
   */
  public HostTable(Ipv4Range carriers, HostLimits limits, HostAccess access) {
    this.limits = limits;
    this.access = access;
    this.pool = new CarrierPool(carriers);
  }

  /** The hosts of a tunnel; empty if it has none yet. */
  public TunnelHosts of(long tunnelId) {
    TunnelHosts hosts = byTunnel.get(tunnelId);
    return hosts != null ? hosts : create(tunnelId);
  }

  /** The hosts of a tunnel that has had some, or null. */
  public @Nullable TunnelHosts known(long tunnelId) {
    return byTunnel.get(tunnelId);
  }

  /** The host with a carrier address, or null. */
  public @Nullable Host byCarrier(int carrier) {
    return byCarrier.get(carrier);
  }

  /** How many hosts there are in all tunnels. */
  public int size() {
    return byCarrier.size();
  }

  /** How many of them must log in. Looks at each. */
  public int gated() {
    return (int) byCarrier.values().stream().filter(h -> h.access() == Access.GATED).count();
  }

  /** Decides anew which hosts of a tunnel may pass. */
  public void reconsider(long tunnelId) {
    TunnelHosts hosts = byTunnel.get(tunnelId);
    if (hosts != null) {
      hosts.all().forEach(host -> host.reconsider(access, hosts));
    }
  }

  /** Decides anew whether one host may pass, if it is there. */
  public void reconsider(long tunnelId, int inside) {
    TunnelHosts hosts = byTunnel.get(tunnelId);
    Host host = hosts == null ? null : hosts.find(inside);
    if (hosts != null && host != null) {
      host.reconsider(access, hosts);
    }
  }

  /** Notes where a tunnel's device sends from; what that opens or closes is so at once. */
  public void egress(TunnelHosts hosts, InetAddress address) {
    if (!address.equals(hosts.egress())) {
      hosts.egress(address);
      hosts.all().forEach(host -> host.reconsider(access, hosts));
    }
  }

  /** Notes since when a tunnel's hosts can be heard here, or that they cannot. */
  public void serving(TunnelHosts hosts, OptionalLong since) {
    hosts.serving(since);
  }

  /**
   * Makes an inside address a host of its tunnel, if it is not one already.
   *
   * @return {@link Verdict#PASSED}, {@link Verdict#INSIDE_NOT_UNICAST}, {@link Verdict#HOST_LIMIT},
   *     {@link Verdict#CARRIERS_EXHAUSTED} or {@link Verdict#TUNNEL_GONE}
   */
  public synchronized Verdict admit(TunnelHosts hosts, int inside, long nowNanos) {
    if (byTunnel.get(hosts.tunnelId()) != hosts) {
      return Verdict.TUNNEL_GONE;
    }
    if (hosts.find(inside) != null) {
      return Verdict.PASSED;
    }
    if (!isUnicast(inside)) {
      return Verdict.INSIDE_NOT_UNICAST;
    }
    if (hosts.size() >= limits.perTunnel()) {
      return Verdict.HOST_LIMIT;
    }
    OptionalInt carrier = take(nowNanos);
    if (carrier.isEmpty()) {
      return Verdict.CARRIERS_EXHAUSTED;
    }
    Host host = new Host(hosts.tunnelId(), inside, carrier.getAsInt(), nowNanos);
    hosts.add(host);
    byCarrier.put(host.carrier(), host);
    // Once it can be found: who changes the rules now and did not find it was earlier than this.
    host.reconsider(access, hosts);
    return Verdict.PASSED;
  }

  /** Forgets hosts that have been idle for long, and sooner when carrier addresses run short. */
  public synchronized void expire(long nowNanos) {
    long idle = pool.isShort() ? limits.shortIdleNanos() : limits.longIdleNanos();
    for (Host host : byCarrier.values()) {
      if (nowNanos - host.lastSeenNanos() > idle) {
        of(host.tunnelId()).remove(host);
        release(host);
      }
    }
  }

  /** Forgets a tunnel and its hosts. */
  public synchronized void removeTunnel(long tunnelId) {
    TunnelHosts hosts = byTunnel.remove(tunnelId);
    if (hosts != null) {
      hosts.all().forEach(this::release);
    }
  }

  private synchronized TunnelHosts create(long tunnelId) {
    TunnelHosts hosts = byTunnel.get(tunnelId);
    if (hosts == null) {
      hosts = new TunnelHosts(tunnelId);
      byTunnel.put(tunnelId, hosts);
    }
    return hosts;
  }

  private OptionalInt take(long nowNanos) {
    OptionalInt carrier = pool.take();
    // A scan visits every host, so a flood of new addresses may cause one a second and no more.
    if (carrier.isEmpty() && (!scanned || nowNanos - lastScanNanos > EXHAUSTED_SCAN_PAUSE_NANOS)) {
      scanned = true;
      lastScanNanos = nowNanos;
      expire(nowNanos);
      carrier = pool.take();
    }
    return carrier;
  }

  private void release(Host host) {
    byCarrier.remove(host.carrier());
    pool.giveBack(host.carrier());
  }

  /** RFC 6890: not "this network", loopback, multicast, class E or broadcast. */
  private static boolean isUnicast(int address) {
    int first = address >>> 24;
    return first != 0 && first != 127 && first < 224;
  }
}
