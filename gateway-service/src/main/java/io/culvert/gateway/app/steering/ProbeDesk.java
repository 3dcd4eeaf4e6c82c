package io.culvert.gateway.app.steering;

import io.culvert.gateway.app.access.AccessControl;
import io.culvert.gateway.app.access.HostStatus;
import io.culvert.gateway.app.access.LoginWay;
import io.culvert.gateway.core.host.Host;
import io.culvert.gateway.core.host.HostTable;
import io.culvert.gateway.core.net.Ipv4Range;
import io.culvert.gateway.core.rate.SourceLimit;
import io.culvert.gateway.core.rate.SourceLimit.Rate;
import io.culvert.gateway.core.steer.Inside;
import io.culvert.gateway.core.steer.Names;
import io.culvert.gateway.core.steer.Probe;
import java.net.InetAddress;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.LongSupplier;

/** Tells each host what is known of it here, and only that. */
public final class ProbeDesk implements Probes {
  /** To seal a ticket takes a quarter of a millisecond, and others wait for the same threads. */
  private static final Rate ASKED = new Rate(1_000, 3_000);

  private static final Rate ASKED_BY_EACH = new Rate(10, 100);

  private final String pop;
  private final HostTable hosts;
  private final AccessControl access;
  private final LongSupplier nanos;
  private final SourceLimit asked = new SourceLimit(ASKED, ASKED_BY_EACH);

  /** For a gateway of that POP. */
  public ProbeDesk(String pop, HostTable hosts, AccessControl access, LongSupplier nanos) {
    this.pop = pop;
    this.hosts = hosts;
    this.access = access;
    this.nanos = nanos;
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
    return host == null || probe.isEmpty() || !mayAsk(host)
        ? Optional.empty()
        : Optional.of(inside(host, access.status(host, Probe.url(probe.getAsInt()))));
  }

  private synchronized boolean mayAsk(Host host) {
    InetAddress source = InetAddress.ofLiteral(Ipv4Range.text(host.carrier()));
    return asked.take(source, nanos.getAsLong());
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
