package io.culvert.gateway.core.host;

import io.culvert.gateway.core.net.Ipv4Range;
import org.jspecify.annotations.Nullable;

/** A host behind a tunnel, which stands for one IPv4 address there. */
public final class Host {
  private static final long TOUCH_GRAIN_NANOS = 1_000_000_000L;

  private final long tunnelId;
  private final int inside;
  private final int carrier;
  private volatile long lastSeenNanos;
  private volatile Access access = Access.GATED;
  private volatile @Nullable GateWatch watch;
  private @Nullable HostLogin login;

  Host(long tunnelId, int inside, int carrier, long nowNanos) {
    this.tunnelId = tunnelId;
    this.inside = inside;
    this.carrier = carrier;
    this.lastSeenNanos = nowNanos;
  }

  public long tunnelId() {
    return tunnelId;
  }

  /** Its address in the customer's network. */
  public int inside() {
    return inside;
  }

  /** Its address on our side of the tunnel, unique in this gateway. */
  public int carrier() {
    return carrier;
  }

  /** When it last sent or was sent something, to the second. */
  public long lastSeenNanos() {
    return lastSeenNanos;
  }

  /** Notes that it is in use. Cheap enough for every packet. */
  public void touch(long nowNanos) {
    if (nowNanos - lastSeenNanos > TOUCH_GRAIN_NANOS) {
      lastSeenNanos = nowNanos;
    }
  }

  /** Whether it may pass. Cheap enough for every packet. */
  public Access access() {
    return access;
  }

  /**
   * Decides anew whether it may pass. The rule is asked under a lock of the host: of two threads
   * the one that decides last has seen all that both knew.
   */
  synchronized void reconsider(HostAccess rule, TunnelHosts hosts) {
    access = rule.of(tunnelId, inside, hosts.egress());
  }

  /**
   * Who wants to see its packets while it must log in; null while nobody does, as nearly always.
   */
  public @Nullable GateWatch watch() {
    return watch;
  }

  /** Has its packets seen from now on while it must log in; null ends that. */
  public void watch(@Nullable GateWatch by) {
    watch = by;
  }

  /** Its log-in; for the one thread at a time that handles log-ins. */
  public HostLogin login() {
    HostLogin known = login;
    if (known == null) {
      known = new HostLogin();
      login = known;
    }
    return known;
  }

  @Override
  public String toString() {
    return "tunnel " + tunnelId + " " + Ipv4Range.text(inside) + " as " + Ipv4Range.text(carrier);
  }
}
