package io.culvert.auth.store;

import io.culvert.auth.app.SessionRevocations;
import io.culvert.contract.CloudEventHeaders;
import io.culvert.contract.EventJson;
import io.culvert.contract.Topic;
import io.culvert.contract.UserSession;
import io.culvert.outbox.OutboxEvent;
import io.culvert.tracing.Correlation;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Tombstones by way of the outbox: while Kafka is away they are not lost. */
@ApplicationScoped
class PgSessionRevocations implements SessionRevocations {
  private static final String TOMBSTONES = OutboxEvent.tombstonesInto("auth");

  @Override
  public Uni<Void> publish(List<String> keys) {
    String json = new String(EventJson.write(keys), StandardCharsets.UTF_8);
    return PgTenantAuthStore.patiently(
        () ->
            Panache.withTransaction(
                () ->
                    Panache.getSession()
                        .chain(
                            session ->
                                session
                                    .createNativeQuery(TOMBSTONES)
                                    .setParameter(1, Topic.USER_SESSIONS.topicName())
                                    .setParameter(2, json)
                                    .setParameter(3, CloudEventHeaders.typeOf(UserSession.class))
                                    .setParameter(4, Correlation.header())
                                    .executeUpdate())
                        .replaceWithVoid()));
  }
}
