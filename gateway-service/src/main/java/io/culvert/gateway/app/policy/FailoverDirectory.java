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
import java.util.TreeSet;
import org.jboss.logging.Logger;

/** Where the devices of this POP find a gateway when this one goes. Not thread-safe. */
public final class FailoverDirectory {
  private static final Logger LOG = Logger.getLogger(FailoverDirectory.class);

  private final String pop;
  private final TunnelDirectory tunnels;
  private final Set<String> known = new HashSet<>();
  private final Map<String, InetAddress> gateways = new HashMap<>();

  /** For a gateway of that POP. */
  public FailoverDirectory(String pop, TunnelDirectory tunnels) {
    this.pop = pop;
    this.tunnels = tunnels;
  }

  /** Takes a POP as it now is. */
  public void apply(PopChange change) {
    known.add(change.name());
    if (change.gateways().isEmpty()) {
      gateways.remove(change.name());
    } else {
      gateways.put(change.name(), InetAddress.ofLiteral(change.gateways().getFirst()));
    }
  }

  /** All POPs have been told of: whether this gateway's is one of them. */
  public void complete() {
    trouble().ifPresent(LOG::warn);
  }

  /** What to tell of a POP that nobody has told of. */
  Optional<String> trouble() {
    return known.contains(pop)
        ? Optional.empty()
        : Optional.of(
            ("config-service knows no POP %s, so there are no tunnels for this gateway: make the"
                    + " POP, or set culvert.gateway.pop to one of %s")
                .formatted(pop, new TreeSet<>(known)));
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
