package io.culvert.config.store;

import io.culvert.config.app.Page;
import io.culvert.config.app.TokenStore;
import io.culvert.config.domain.ApiToken;
import io.quarkus.hibernate.reactive.panache.PanacheQuery;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Sort;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** API tokens in PostgreSQL. */
@ApplicationScoped
class TokenRepository implements TokenStore, PanacheRepositoryBase<TokenEntity, Long> {
  private static final String ONE = "tenant = ?1 and id = ?2";

  @Override
  public Uni<Long> nextId() {
    return getSession()
        .chain(
            session ->
                session
                    .createNativeQuery("select nextval('config.api_token_id')", Long.class)
                    .getSingleResult());
  }

  @Override
  public Uni<Void> insert(ApiToken token, String digest) {
    TokenEntity row = new TokenEntity();
    row.set(token);
    row.digest = digest;
    return persistAndFlush(row).replaceWithVoid();
  }

  @Override
  public Uni<Void> update(ApiToken token) {
    return findById(token.id()).invoke(row -> row.set(token)).chain(() -> flush());
  }

  @Override
  public Uni<Optional<ApiToken>> find(String tenant, long id) {
    return first(find(ONE, tenant, id));
  }

  @Override
  public Uni<Optional<ApiToken>> lock(String tenant, long id) {
    return first(find(ONE, tenant, id).withLock(LockModeType.PESSIMISTIC_WRITE));
  }

  @Override
  public Uni<Optional<ApiToken>> withDigest(String digest) {
    return first(find("digest", digest));
  }

  private static Uni<Optional<ApiToken>> first(PanacheQuery<TokenEntity> query) {
    return query.firstResult().map(row -> Optional.ofNullable(row).map(TokenEntity::toDomain));
  }

  @Override
  public Uni<Page<ApiToken>> list(String tenant, Page.Range range) {
    PanacheQuery<TokenEntity> query = find("tenant = ?1", Sort.by("id"), tenant);
    return query
        .count()
        .chain(
            total ->
                query
                    .range(range.offset(), range.offset() + range.limit() - 1)
                    .list()
                    .map(
                        rows ->
                            new Page<>(total, rows.stream().map(TokenEntity::toDomain).toList())));
  }

  @Override
  public Uni<Long> count(String tenant) {
    return count("tenant = ?1 and revoked is null", tenant);
  }

  /** One after the other in order of id, so that two instances never wait for each other. */
  @Override
  public Uni<Void> used(SortedMap<Long, Instant> uses) {
    return Multi.createFrom()
        .iterable(uses.entrySet())
        .onItem()
        .transformToUniAndConcatenate(this::used)
        .collect()
        .last()
        .replaceWithVoid();
  }

  private Uni<Integer> used(Map.Entry<Long, Instant> use) {
    return update(
        "lastUsed = ?1 where id = ?2 and (lastUsed is null or lastUsed < ?1)",
        use.getValue(),
        use.getKey());
  }

  @Override
  public Uni<Void> forget(Instant before) {
    return delete("revoked < ?1 or expires < ?1", before).replaceWithVoid();
  }
}
