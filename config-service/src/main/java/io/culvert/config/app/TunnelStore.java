package io.culvert.config.app;

import io.culvert.config.domain.Tunnel;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Where tunnels are kept. Writes answer with a conflict ({@link
 * io.culvert.config.domain.RefusedException}) when a site, identity or key is taken.
 */
public interface TunnelStore {
  /** An id nobody has. */
  Uni<Long> nextId();

  Uni<Void> insert(StoredTunnel tunnel);

  /** Writes a tunnel that this transaction has locked. */
  Uni<Void> update(StoredTunnel tunnel);

  /** Removes a tunnel that this transaction has locked. */
  Uni<Void> delete(long id);

  Uni<Optional<Tunnel>> find(String tenant, long id);

  /** The tunnel, locked until the transaction ends. */
  Uni<Optional<StoredTunnel>> lock(String tenant, long id);

  /**
   * Ids of the tunnels of a tenant; the status of the filter is not looked at, and an order by
   * status is one by id.
   */
  Uni<List<Long>> ids(String tenant, TunnelFilter filter, TunnelOrder order);

  /** Part of the tunnels, as {@link #ids} has them. */
  Uni<Page<Tunnel>> list(String tenant, TunnelFilter filter, TunnelOrder order, Page.Range range);

  /** The tunnels with these ids, in the order of the ids. */
  Uni<List<Tunnel>> withIds(String tenant, List<Long> ids);

  /** Whether any tunnel uses the POP. */
  Uni<Boolean> usesPop(String pop);

  /** Marks the POP's tunnels for publication. */
  Uni<Void> markPop(String pop);

  /** Marks the tenant's tunnels for publication. */
  Uni<Void> markTenant(String tenant);

  /** Forgets the previous keys whose time is over and marks their tunnels for publication. */
  Uni<Void> retireKeys(Instant now);

  /** Locks some marked tunnels that nobody else works on, unmarks them and answers with them. */
  Uni<List<StoredTunnel>> takeMarked(int limit);
}
