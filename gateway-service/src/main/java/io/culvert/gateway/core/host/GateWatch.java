package io.culvert.gateway.core.host;

import io.culvert.gateway.core.net.Ipv4View;

/** Sees the packets of one host that must log in. Called by the packet path: it must be quick. */
@FunctionalInterface
public interface GateWatch {
  /**
   * A packet that goes to the device of such hosts.
   *
   * @param ip the packet; good until this returns
   */
  void gated(Ipv4View ip, long nowNanos);
}
