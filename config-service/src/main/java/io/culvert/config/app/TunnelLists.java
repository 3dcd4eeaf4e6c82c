package io.culvert.config.app;

import io.culvert.config.domain.PopCatalog;
import io.culvert.config.domain.Tenant;
import io.culvert.config.domain.Tunnel;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Where many tunnels are read at once. Calls block. */
public interface TunnelLists {
  /** Reads in one transaction. */
  <T> T read(Function<Snapshot, T> work);

  /** What can be read. */
  interface Snapshot {
    Optional<Tenant> tenant(String id);

    PopCatalog pops();

    /**
     * Part of a tenant's tunnels; the status of the filter is not looked at, and an order by status
     * is one by id.
     */
    Page<Tunnel> page(String tenant, TunnelFilter filter, TunnelOrder order, Page.Range range);

    /** The ids of all of them, as {@link #page} has them. */
    List<Long> ids(String tenant, TunnelFilter filter, TunnelOrder order);

    /** The tunnels with these ids, in the order of the ids. */
    List<Tunnel> withIds(String tenant, List<Long> ids);
  }
}
