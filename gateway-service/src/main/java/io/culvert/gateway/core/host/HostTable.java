package io.culvert.gateway.core.host;

import io.culvert.gateway.core.net.Ipv4Range;
import io.culvert.gateway.core.net.LongMap;
import io.culvert.gateway.core.net.Verdict;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * All hosts of a gateway, by inside and by carrier address. Lookups take no lock; changes are
 * synchronized.
 */
public final class HostTable {
  private static final long EXHAUSTED_SCAN_PAUSE_NANOS = 1_000_000_000L;

  private final HostLimits limits;
  private final CarrierPool pool;
  private final LongMap<Host> byCarrier = new LongMap<>();
  private final LongMap<TunnelHosts> byTunnel = new LongMap<>();
  private boolean scanned;
  private long lastScanNanos;

  public HostTable(Ipv4Range carriers, HostLimits limits) {
    this.limits = limits;
    this.pool = new CarrierPool(carriers);
  }

  /** The hosts of a tunnel; empty if it has none yet. */
  public TunnelHosts of(long tunnelId) {
    TunnelHosts hosts = byTunnel.get(tunnelId);
    return hosts != null ? hosts : create(tunnelId);
  }

  /** The host with a carrier address, or null. */
  public @Nullable Host byCarrier(int carrier) {
    return byCarrier.get(carrier);
  }

  /** How many hosts there are in all tunnels. */
  public int size() {
    return byCarrier.size();
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
