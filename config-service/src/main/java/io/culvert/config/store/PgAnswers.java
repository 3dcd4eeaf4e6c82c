package io.culvert.config.store;

import io.culvert.config.app.AnswerStore;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;

/** Answers in PostgreSQL, whose unique key makes two that ask at once wait for each other. */
@ApplicationScoped
class PgAnswers implements AnswerStore {
  private static final String CLAIM =
      """
      insert into config.idempotency_key as kept (tenant, key, request, created)
      values (?1, ?2, ?3, ?4)
      on conflict (tenant, key) do update
        set request = excluded.request, created = excluded.created
        where kept.created < ?5
      """;

  private static final String KEEP =
      """
      update config.idempotency_key set status = ?3, body = ?4, tag = ?5
      where tenant = ?1 and key = ?2
      """;

  private static final String FIND =
      """
      select request, status, body, tag from config.idempotency_key
      where tenant = ?1 and key = ?2
      """;

  @Override
  public Uni<Boolean> claim(
      String tenant, String key, String request, Instant now, Instant expired) {
    return execute(CLAIM, tenant, key, request, now, expired).map(rows -> rows == 1);
  }

  @Override
  public Uni<Void> keep(String tenant, String key, Answer answer) {
    return execute(KEEP, tenant, key, answer.status(), answer.body(), answer.tag())
        .replaceWithVoid();
  }

  @Override
  public Uni<Optional<Kept>> find(String tenant, String key) {
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createNativeQuery(FIND, Object[].class)
                    .setParameter(1, tenant)
                    .setParameter(2, key)
                    .getSingleResultOrNull())
        .map(row -> Optional.ofNullable(row).map(PgAnswers::kept));
  }

  private static Kept kept(Object[] row) {
    Answer answer =
        new Answer(((Number) row[1]).intValue(), String.valueOf(row[2]), String.valueOf(row[3]));
    return new Kept(String.valueOf(row[0]), answer);
  }

  @Override
  public Uni<Void> forget(Instant before) {
    return execute("delete from config.idempotency_key where created < ?1", before)
        .replaceWithVoid();
  }

  private static Uni<Integer> execute(String sql, Object... parameters) {
    return Panache.getSession()
        .chain(
            session -> {
              var query = session.createNativeQuery(sql);
              for (int i = 0; i < parameters.length; i++) {
                query.setParameter(i + 1, parameters[i]);
              }
              return query.executeUpdate();
            });
  }
}
