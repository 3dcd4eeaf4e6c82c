package io.culvert.gateway.app.policy;

import io.culvert.contract.PopChange;
import io.culvert.contract.TunnelChange;
import io.culvert.gateway.core.ike.sa.Drain;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Where the devices of this POP find a gateway when this one goes. Not thread-safe. */
public final class FailoverDirectory {
  private final String pop;
  private final TunnelDirectory tunnels;
  private final Map<String, InetAddress> gateways = new HashMap<>();

  /** For a gateway of that POP. */
  public FailoverDirectory(String pop, TunnelDirectory tunnels) {
    this.pop = pop;
    this.tunnels = tunnels;
  }

  /** Takes a POP as it now is. */
  public void apply(PopChange change) {
    if (change.gateways().isEmpty()) {
      gateways.remove(change.name());
    } else {
      gateways.put(change.name(), InetAddress.ofLiteral(change.gateways().getFirst()));
    }
  }

  /**
   * Sends each tunnel of this POP to its other one. Who has not said yet who he is can be sent away
   * only where all tunnels go the same way.
   */
  public Drain drain() {
    Map<Long, InetAddress> byTunnel = new HashMap<>();
    Set<Optional<InetAddress>> ways = new HashSet<>();
    for (TunnelChange tunnel : tunnels.all()) {
      if (tunnel.pops().contains(pop)) {
        Optional<InetAddress> way = way(tunnel);
        ways.add(way);
        way.ifPresent(gateway -> byTunnel.put(tunnel.id(), gateway));
      }
    }
    return new Drain(ways.size() == 1 ? ways.iterator().next() : Optional.empty(), byTunnel);
  }

  private Optional<InetAddress> way(TunnelChange tunnel) {
    return tunnel.pops().stream()
        .filter(other -> !other.equals(pop) && gateways.containsKey(other))
        .map(gateways::get)
        .findFirst();
  }
}
