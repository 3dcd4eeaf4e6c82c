package io.culvert.gateway.core.ike.sa;

import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;

/**
 * Where devices should go instead, while a gateway is taken out of service.
 *
 * @param anybody where a device goes that has not said yet who it is; empty when that depends
 * @param byTunnel where the device of a tunnel goes; a tunnel that is not named stays
 */
public record Drain(Optional<InetAddress> anybody, Map<Long, InetAddress> byTunnel) {
  /** The gateway is in service. */
  public static final Drain NONE = new Drain(Optional.empty(), Map.of());

  /** Copies the map. */
  public Drain {
    byTunnel = Map.copyOf(byTunnel);
  }

  /** Where the device of that tunnel goes. */
  public Optional<InetAddress> of(long tunnelId) {
    return Optional.ofNullable(byTunnel.get(tunnelId));
  }
}
