package io.culvert.gateway.core.host;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** Tells which hosts may pass. Asked by any thread, so it takes no lock and does not wait. */
@FunctionalInterface
public interface HostAccess {
  /**
   * Whether a host may pass, by all that is known now.
   *
   * @param tunnelId its tunnel
   * @param inside its address there
   * @param egress where the tunnel's device sends from, as we see it; null before it has connected
   */
  Access of(long tunnelId, int inside, @Nullable InetAddress egress);
}
