package io.culvert.gateway.core.host;

import io.culvert.gateway.core.net.LongMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The hosts of one tunnel. Read by any thread, changed by {@link HostTable} only. */
public final class TunnelHosts {
  private final long tunnelId;
  private final LongMap<Host> byInside = new LongMap<>();

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

  List<Host> all() {
    return byInside.values();
  }

  void add(Host host) {
    byInside.put(host.inside(), host);
  }

  void remove(Host host) {
    byInside.remove(host.inside());
  }
}
