package io.culvert.gateway.core.host;

import io.culvert.gateway.core.net.LongMap;
import java.net.InetAddress;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The hosts of one tunnel. Read by any thread, changed by {@link HostTable} only. */
public final class TunnelHosts {
  private final long tunnelId;
  private final LongMap<Host> byInside = new LongMap<>();
  private volatile @Nullable InetAddress egress;
  private volatile OptionalLong servingSince = OptionalLong.empty();

  TunnelHosts(long tunnelId) {
    this.tunnelId = tunnelId;
  }

  public long tunnelId() {
    return tunnelId;
  }

  /** The host with an inside address, or null. */
  public @Nullable Host find(int inside) {
    return byInside.get(inside);
  }

  public int size() {
    return byInside.size();
  }

  /** Where the tunnel's device sends from, as we see it; null before it has connected. */
  public @Nullable InetAddress egress() {
    return egress;
  }

  /**
   * Since when, monotonic, its hosts can be heard here without a break; empty while they cannot.
   */
  public OptionalLong servingSince() {
    return servingSince;
  }

  List<Host> all() {
    return byInside.values();
  }

  void add(Host host) {
    byInside.put(host.inside(), host);
  }

  void remove(Host host) {
    byInside.remove(host.inside());
  }

  void egress(InetAddress address) {
    egress = address;
  }

  void serving(OptionalLong since) {
    servingSince = since;
  }
}
