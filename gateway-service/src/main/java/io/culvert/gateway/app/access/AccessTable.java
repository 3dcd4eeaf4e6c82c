package io.culvert.gateway.app.access;

import io.culvert.gateway.core.host.Access;
import io.culvert.gateway.core.host.HostAccess;
import io.culvert.gateway.core.net.LongMap;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * What the packet path needs to know of log-ins, kept by {@link AccessDesk}. Of a tunnel that is
 * not known nobody may pass.
 */
public final class AccessTable implements HostAccess {
  final LongMap<TunnelAccess> tunnels = new LongMap<>();
  volatile boolean settled;

  @Override
  public Access of(long tunnelId, int inside, @Nullable InetAddress egress) {
    TunnelAccess tunnel = tunnels.get(tunnelId);
    return tunnel == null ? Access.GATED : tunnel.of(inside, egress, settled);
  }

  /** The session that counts at a host; null when there is none. */
  @Nullable Session session(long tunnelId, int inside) {
    TunnelAccess tunnel = tunnels.get(tunnelId);
    return tunnel == null ? null : tunnel.counting(inside, settled);
  }

  /** Whether hosts of a tunnel must log in, but for bypassed ones. */
  boolean isLoginRequired(long tunnelId) {
    TunnelAccess tunnel = tunnels.get(tunnelId);
    return tunnel != null && tunnel.isLoginRequired();
  }
}
