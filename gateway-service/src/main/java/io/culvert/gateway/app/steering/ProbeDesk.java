package io.culvert.gateway.app.steering;

import io.culvert.gateway.app.access.AccessControl;
import io.culvert.gateway.app.access.HostStatus;
import io.culvert.gateway.app.access.LoginWay;
import io.culvert.gateway.core.host.Host;
import io.culvert.gateway.core.host.HostTable;
import io.culvert.gateway.core.steer.Inside;
import io.culvert.gateway.core.steer.Names;
import io.culvert.gateway.core.steer.Probe;
import java.util.Optional;
import java.util.OptionalInt;

/** Tells each host what is known of it here, and only that. */
public final class ProbeDesk implements Probes {
  private final String pop;
  private final HostTable hosts;
  private final AccessControl access;

  /** For a gateway of that POP. */
  public ProbeDesk(String pop, HostTable hosts, AccessControl access) {
    this.pop = pop;
    this.hosts = hosts;
    this.access = access;
  }

  @Override
  public boolean isProbe(int address) {
    return access.gate().isProbe(address);
  }

  @Override
  public Optional<SteeredHost> find(int carrier) {
    return Optional.ofNullable(hosts.byCarrier(carrier)).map(ProbeDesk::probing);
  }

  /** Its tenant may be one of which nothing is known; no name is judged at the probe address. */
  private static SteeredHost probing(Host host) {
    return new SteeredHost(
        "",
        host.tunnelId(),
        host.carrier(),
        host.inside(),
        0,
        _ -> new Names.LogIn(),
        false,
        SteeredHost.Look.PLAIN);
  }

  @Override
  public Optional<Inside> inside(SteeredHost steered) {
    Host host = steered.in(hosts);
    OptionalInt probe = access.gate().probe();
    return host == null || probe.isEmpty()
        ? Optional.empty()
        : Optional.of(inside(host, access.status(host, Probe.url(probe.getAsInt()))));
  }

  private Inside inside(Host host, HostStatus status) {
    LoginWay.Go way = status.way();
    return new Inside(
        host.tunnelId(),
        pop,
        status.user(),
        status.expires(),
        way == null ? null : way.ticket(),
        way == null ? null : way.url());
  }
}
