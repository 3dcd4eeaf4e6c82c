package io.culvert.gateway.app.control;

import io.culvert.gateway.app.dataplane.TunnelSnapshot;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One gateway as its operator sees it.
 *
 * @param id the gateway's id
 * @param pop its POP
 * @param since when the process started
 * @param tunnels tunnels configured for this POP
 * @param connections established IKE SAs
 * @param sessions users logged in, as far as this POP may have to serve them
 * @param openHosts hosts that may pass
 * @param gatedHosts hosts that must log in
 * @param ikeDrops IKE messages dropped, by reason
 * @param packetDrops ESP and inner packets dropped, by reason
 */
public record GatewayView(
    String id,
    String pop,
    Instant since,
    int tunnels,
    int connections,
    int sessions,
    int openHosts,
    int gatedHosts,
    Map<String, Long> ikeDrops,
    Map<String, Long> packetDrops) {

  /**
   * One tunnel at this gateway.
   *
   * @param id the tunnel
   * @param site its name
   * @param version of the configuration in force here
   * @param enabled as configured
   * @param keys pre-shared keys that open here
   * @param connected whether an IKE SA is established
   * @param cipher the algorithms of a child SA; null when there is none
   * @param traffic counters; null when it never carried any
   */
  public record TunnelView(
      long id,
      String site,
      long version,
      boolean enabled,
      int keys,
      boolean connected,
      @Nullable String cipher,
      @Nullable TunnelSnapshot traffic) {}

  /** The views, asked of the loop that owns the state. */
  public interface Source {
    /** The gateway as a whole. */
    GatewayView gateway();

    /** One tunnel, when it is known. */
    Optional<TunnelView> tunnel(long id);
  }
}
