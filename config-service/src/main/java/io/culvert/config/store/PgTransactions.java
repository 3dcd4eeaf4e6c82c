package io.culvert.config.store;

import io.culvert.config.app.Transactions;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Transactions of Hibernate Reactive; the catalogue's lock is an advisory one of PostgreSQL. */
@ApplicationScoped
class PgTransactions implements Transactions {
  /** A database that does not answer in this time counts as away. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  static final String SHARED =
      "select 1 from pg_advisory_xact_lock_shared(hashtextextended('culvert-catalogue', 0))";
  private static final String ALONE =
      "select 1 from pg_advisory_xact_lock(hashtextextended('culvert-catalogue', 0))";

  @Override
  public <T> Uni<T> run(Supplier<Uni<T>> work) {
    return Panache.withTransaction(work)
        .ifNoItem()
        .after(PATIENCE)
        .failWith(() -> new TimeoutException("the database does not answer"))
        .onFailure()
        .transform(UniqueKeys::translate);
  }

  @Override
  public <T> Uni<T> runWithCatalogue(Supplier<Uni<T>> work) {
    return run(() -> lock(SHARED).chain(() -> work.get()));
  }

  @Override
  public <T> Uni<T> runChangingCatalogue(Supplier<Uni<T>> work) {
    return run(() -> lock(ALONE).chain(() -> work.get()));
  }

  private static Uni<Integer> lock(String sql) {
    return Panache.getSession()
        .chain(session -> session.createNativeQuery(sql, Integer.class).getSingleResult());
  }
}
