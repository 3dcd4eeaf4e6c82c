package io.culvert.config.store;

import io.culvert.config.app.PopStore;
import io.culvert.config.domain.Pop;
import io.culvert.config.domain.PopSettings;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Sort;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;

/** POPs in PostgreSQL. */
@ApplicationScoped
class PopRepository implements PopStore, PanacheRepositoryBase<PopEntity, String> {
  @Override
  public Uni<List<Pop>> all() {
    return listAll(Sort.by("name")).map(rows -> rows.stream().map(PopEntity::toDomain).toList());
  }

  @Override
  public Uni<Pop> insert(PopSettings settings) {
    return getSession()
        .chain(
            session ->
                session
                    .createNativeQuery("select nextval('config.pop_id')", Long.class)
                    .getSingleResult())
        .map(number -> new Pop("0x%04X".formatted(number), settings, 1))
        .call(
            pop -> {
              PopEntity row = new PopEntity();
              row.set(pop);
              return persistAndFlush(row);
            });
  }

  @Override
  public Uni<Void> update(Pop pop) {
    return findById(pop.name()).invoke(row -> row.set(pop)).chain(() -> flush());
  }

  @Override
  public Uni<Void> delete(String name) {
    return deleteById(name).replaceWithVoid();
  }

  @Override
  public Uni<Optional<Pop>> lock(String name) {
    return findById(name, LockModeType.PESSIMISTIC_WRITE)
        .map(row -> Optional.ofNullable(row).map(PopEntity::toDomain));
  }
}
