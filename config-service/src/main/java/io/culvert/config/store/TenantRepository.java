package io.culvert.config.store;

import io.culvert.config.app.TenantStore;
import io.culvert.config.domain.Tenant;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Sort;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Tenants in PostgreSQL. */
@ApplicationScoped
class TenantRepository implements TenantStore, PanacheRepositoryBase<TenantEntity, String> {
  @Override
  public Uni<Optional<Tenant>> find(String id) {
    return findById(id).map(row -> Optional.ofNullable(row).map(TenantEntity::toDomain));
  }

  @Override
  public Uni<Optional<Tenant>> lock(String id) {
    return findById(id, LockModeType.PESSIMISTIC_WRITE)
        .map(row -> Optional.ofNullable(row).map(TenantEntity::toDomain));
  }

  @Override
  public Uni<List<Tenant>> all() {
    return listAll(Sort.by("id")).map(rows -> rows.stream().map(TenantEntity::toDomain).toList());
  }

  @Override
  public Uni<Void> insert(Tenant tenant) {
    TenantEntity row = new TenantEntity();
    row.set(tenant);
    return persistAndFlush(row).replaceWithVoid();
  }

  @Override
  public Uni<List<String>> gracesOver(Instant now) {
    return list("licenceGraceUntil <= ?1", Sort.by("id"), now)
        .map(rows -> rows.stream().map(row -> row.id).toList());
  }

  @Override
  public Uni<Void> update(Tenant tenant) {
    return findById(tenant.id()).invoke(row -> row.set(tenant)).chain(() -> flush());
  }
}
