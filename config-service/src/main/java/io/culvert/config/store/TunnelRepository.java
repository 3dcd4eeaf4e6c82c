package io.culvert.config.store;

import io.culvert.config.app.Page;
import io.culvert.config.app.StoredTunnel;
import io.culvert.config.app.TunnelFilter;
import io.culvert.config.app.TunnelOrder;
import io.culvert.config.app.TunnelStore;
import io.culvert.config.domain.Tunnel;
import io.quarkus.hibernate.reactive.panache.PanacheQuery;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

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
  public Uni<List<Long>> ids(String tenant, TunnelFilter filter, TunnelOrder order) {
    return TunnelQuery.of(this, tenant, filter, order)
        .<Id>project(Id.class)
        .list()
        .map(rows -> rows.stream().map(Id::id).toList());
  }

  /** Only the id of a row. */
  record Id(Long id) {}

  @Override
  public Uni<Page<Tunnel>> list(
      String tenant, TunnelFilter filter, TunnelOrder order, Page.Range range) {
    PanacheQuery<TunnelEntity> query = TunnelQuery.of(this, tenant, filter, order);
    return query
        .count()
        .chain(
            total ->
                query
                    .range(range.offset(), range.offset() + range.limit() - 1)
                    .list()
                    .map(
                        rows ->
                            new Page<>(total, rows.stream().map(TunnelEntity::toDomain).toList())));
  }

  @Override
  public Uni<List<Tunnel>> withIds(String tenant, List<Long> ids) {
    return find("tenant = ?1 and id in ?2", tenant, ids)
        .list()
        .map(
            rows ->
                rows.stream()
                    .sorted(Comparator.comparing(row -> ids.indexOf(row.id)))
                    .map(TunnelEntity::toDomain)
                    .toList());
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
  public Uni<Void> retireKeys(Instant now) {
    return update(
            "marked = true, previousPskSealed = null, previousPskDigest = null,"
                + " previousPskUntil = null where previousPskUntil <= ?1",
            now)
        .replaceWithVoid();
  }

  @Override
  public Uni<List<StoredTunnel>> takeMarked(int limit) {
    return getSession()
        .chain(
            session ->
                session
                    .createNativeQuery(
                        "select * from config.tunnel where marked order by id limit "
                            + limit
                            + " for update skip locked",
                        TunnelEntity.class)
                    .getResultList())
        .invoke(rows -> rows.forEach(row -> row.marked = false))
        .map(rows -> rows.stream().map(TunnelEntity::toStored).toList());
  }
}
