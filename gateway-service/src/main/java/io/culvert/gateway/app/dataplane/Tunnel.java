package io.culvert.gateway.app.dataplane;

import io.culvert.gateway.core.host.TunnelHosts;

/** What the packet paths keep of one tunnel. */
final class Tunnel {
  final long id;
  final TunnelHosts hosts;
  final TunnelDirection in = new TunnelDirection();
  final TunnelDirection out = new TunnelDirection();
  private volatile boolean heard;
  private volatile long authenticatedNanos;

  Tunnel(TunnelHosts hosts) {
    this.id = hosts.tunnelId();
    this.hosts = hosts;
  }

  /** An ESP packet of the tunnel proved authentic. */
  void authenticated(long nowNanos) {
    authenticatedNanos = nowNanos;
    heard = true;
  }

  boolean heard() {
    return heard;
  }

  long authenticatedNanos() {
    return authenticatedNanos;
  }
}
