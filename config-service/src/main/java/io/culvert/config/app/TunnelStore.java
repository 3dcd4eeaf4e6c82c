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

  /** Makes it fast again to know how many tunnels there are. */
  Uni<Void> sumUp();

  /** Whether any tunnel uses the POP. */
  Uni<Boolean> usesPop(String pop);

  /** Marks the POP's tunnels for publication. */
  Uni<Void> markPop(String pop);

  /** Marks the tenant's tunnels for publication. */
  Uni<Void> markTenant(String tenant);

  /**
   * Forgets some previous keys whose time is over and marks their tunnels for publication; answers
   * with the tunnels as they were.
   */
  Uni<List<Tunnel>> retireKeys(Instant now, int limit);

  /** Locks some marked tunnels that nobody else works on, unmarks them and answers with them. */
  Uni<List<StoredTunnel>> takeMarked(int limit);
}
