package io.culvert.config.store;

import io.culvert.config.app.Outbox;
import io.culvert.outbox.OutboxEvent;
import io.culvert.tracing.Correlation;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** The outbox table, in the transaction of the change. */
@ApplicationScoped
class PgOutbox implements Outbox {
  private static final String INSERT = OutboxEvent.insertInto("config");

  @Override
  public Uni<Void> add(OutboxEvent event) {
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createNativeQuery(INSERT)
                    .setParameter(1, event.topic())
                    .setParameter(2, event.key())
                    .setParameter(3, event.value())
                    .setParameter(4, event.type())
                    .setParameter(5, Correlation.header())
                    .executeUpdate())
        .replaceWithVoid();
  }
}
