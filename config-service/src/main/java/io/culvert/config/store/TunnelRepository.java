package io.culvert.config.store;

import io.culvert.config.app.StoredTunnel;
import io.culvert.config.app.TunnelStore;
import io.culvert.config.domain.Tunnel;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Sort;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hibernate.LockMode;

/** Tunnels in PostgreSQL. */
@ApplicationScoped
class TunnelRepository implements TunnelStore, PanacheRepositoryBase<TunnelEntity, Long> {
  @Override
  public Uni<Long> nextId() {
    return getSession()
        .chain(
            session ->
                session
                    .createNativeQuery("select nextval('config.tunnel_id')", Long.class)
                    .getSingleResult());
  }

  @Override
  public Uni<Void> insert(StoredTunnel tunnel) {
    TunnelEntity row = new TunnelEntity();
    row.set(tunnel);
    return requireFree(tunnel).chain(() -> persistAndFlush(row)).replaceWithVoid();
  }

  @Override
  public Uni<Void> update(StoredTunnel tunnel) {
    return requireFree(tunnel)
        .chain(() -> findById(tunnel.tunnel().id()))
        .invoke(row -> row.set(tunnel))
        .chain(() -> flush());
  }

  /** A key that a rotation left to another tunnel is as good as that one's present key. */
  private Uni<Void> requireFree(StoredTunnel tunnel) {
    return count(
            "previousPskDigest = ?1 and id <> ?2", tunnel.secret().digest(), tunnel.tunnel().id())
        .invoke(
            others -> {
              if (others > 0) {
                throw UniqueKeys.keyTaken();
              }
            })
        .replaceWithVoid();
  }

  @Override
  public Uni<Void> delete(long id) {
    return deleteById(id).replaceWithVoid();
  }

  @Override
  public Uni<Optional<Tunnel>> find(String tenant, long id) {
    return find("tenant = ?1 and id = ?2", tenant, id)
        .firstResult()
        .map(row -> Optional.ofNullable(row).map(TunnelEntity::toDomain));
  }

  @Override
  public Uni<Optional<StoredTunnel>> lock(String tenant, long id) {
    return find("tenant = ?1 and id = ?2", tenant, id)
        .withLock(LockModeType.PESSIMISTIC_WRITE)
        .firstResult()
        .map(row -> Optional.ofNullable(row).map(TunnelEntity::toStored));
  }

  @Override
  public Uni<Void> sumUp() {
    return getSession()
        .chain(
            session ->
                session
                    .createNativeQuery(
                        """
                        with taken as (
                          delete from config.tunnel_count where tenant in (
                            select tenant from config.tunnel_count group by 1 having count(*) > 1)
                          returning tenant, tunnels)
                        insert into config.tunnel_count
                        select tenant, sum(tunnels) from taken group by tenant
                        """)
                    .executeUpdate())
        .replaceWithVoid();
  }

  @Override
  public Uni<Boolean> usesPop(String pop) {
    return count("primaryPop = ?1 or failoverPop = ?1", pop).map(count -> count > 0);
  }

  @Override
  public Uni<Void> markPop(String pop) {
    return update("marked = true where primaryPop = ?1 or failoverPop = ?1", pop).replaceWithVoid();
  }

  @Override
  public Uni<Void> markTenant(String tenant) {
    return update("marked = true where tenant = ?1", tenant).replaceWithVoid();
  }

  @Override
  public Uni<List<Tunnel>> retireKeys(Instant now, int limit) {
    return find("previousPskUntil <= ?1", Sort.by("id"), now)
        .withLock(LockModeType.PESSIMISTIC_WRITE)
        .page(0, limit)
        .list()
        .map(rows -> rows.stream().map(TunnelRepository::retire).toList());
  }

  private static Tunnel retire(TunnelEntity row) {
    Tunnel before = row.toDomain();
    row.previousPskSealed = null;
    row.previousPskDigest = null;
    row.previousPskUntil = null;
    row.marked = true;
    return before;
  }

  @Override
  public Uni<List<StoredTunnel>> takeMarked(int limit) {
    return getSession()
        .chain(
            session ->
                session
                    .createSelectionQuery(
                        "from Tunnel where marked order by id", TunnelEntity.class)
                    .setMaxResults(limit)
                    .setLockMode(LockMode.UPGRADE_SKIPLOCKED)
                    .getResultList())
        .invoke(rows -> rows.forEach(row -> row.marked = false))
        .map(rows -> rows.stream().map(TunnelEntity::toStored).toList());
  }
}
