package io.culvert.auth.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.culvert.auth.app.LoginAnnouncement;
import io.culvert.auth.app.TenantAuthStore;
import io.culvert.auth.domain.TenantAuth;
import io.culvert.contract.Topic;
import io.culvert.outbox.OutboxEvent;
import io.culvert.tracing.Correlation;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Tenants' settings in PostgreSQL; the row's lock makes changes of one tenant wait in line. */
@ApplicationScoped
class PgTenantAuthStore
    implements TenantAuthStore, PanacheRepositoryBase<TenantAuthEntity, String> {
  /** A database that does not answer in this time counts as away. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final String ENSURE =
      "insert into auth.tenant_auth (tenant, version, document) values (?1, 0, ?2)"
          + " on conflict do nothing";
  private static final String OUTBOX = OutboxEvent.insertInto("auth");

  private final ObjectMapper json;
  private final LoginAnnouncement login;

  PgTenantAuthStore(ObjectMapper json, LoginAnnouncement login) {
    this.json = json;
    this.login = login;
  }

  @Override
  public Uni<TenantAuth> read(String tenant) {
    return patiently(
        () ->
            Panache.withSession(
                () ->
                    findById(tenant)
                        .map(row -> row == null ? TenantAuth.initial(tenant) : toDomain(row))));
  }

  @Override
  public Uni<TenantAuth> change(String tenant, UnaryOperator<TenantAuth> change) {
    return patiently(
        () ->
            Panache.withTransaction(
                () ->
                    ensure(tenant)
                        .chain(() -> findById(tenant, LockModeType.PESSIMISTIC_WRITE))
                        .chain(row -> change(row, change))));
  }

  @Override
  public Uni<List<String>> outdated() {
    return patiently(
        () ->
            Panache.withSession(
                () ->
                    list("version > 0 and announced is distinct from ?1", login.fingerprint())
                        .map(rows -> rows.stream().map(row -> row.tenant).toList())));
  }

  private Uni<TenantAuth> change(TenantAuthEntity row, UnaryOperator<TenantAuth> change) {
    TenantAuth before = toDomain(row);
    TenantAuth changed = change.apply(before);
    if (changed.equals(before) && login.fingerprint().equals(row.announced)) {
      return Uni.createFrom().item(before);
    }
    TenantAuth next = changed.next();
    row.version = next.version();
    row.document = write(next);
    row.announced = login.fingerprint();
    return flush().chain(() -> publish(next)).replaceWith(next);
  }

  /** A row to lock, whoever else is making one. */
  private Uni<Integer> ensure(String tenant) {
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createNativeQuery(ENSURE)
                    .setParameter(1, tenant)
                    .setParameter(2, write(TenantAuth.initial(tenant)))
                    .executeUpdate());
  }

  private Uni<Integer> publish(TenantAuth auth) {
    OutboxEvent event =
        OutboxEvent.of(Topic.AUTH_CHANGES, auth.tenant(), auth.toEvent(login.of(auth)));
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createNativeQuery(OUTBOX)
                    .setParameter(1, event.topic())
                    .setParameter(2, event.key())
                    .setParameter(3, event.value())
                    .setParameter(4, event.type())
                    .setParameter(5, Correlation.header())
                    .executeUpdate());
  }

  /** Fails with a {@link TimeoutException} when the database does not answer in time. */
  static <T> Uni<T> patiently(Supplier<Uni<T>> work) {
    return work.get()
        .ifNoItem()
        .after(PATIENCE)
        .failWith(() -> new TimeoutException("the database does not answer"));
  }

  private TenantAuth toDomain(TenantAuthEntity row) {
    try {
      return json.readValue(row.document, TenantAuth.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the row of a tenant is damaged", e);
    }
  }

  private String write(TenantAuth auth) {
    try {
      return json.writeValueAsString(auth);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
