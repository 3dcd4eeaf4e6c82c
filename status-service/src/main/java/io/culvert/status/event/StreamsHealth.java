package io.culvert.status.event;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import org.apache.kafka.streams.KafkaStreams;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready while Kafka answers and the streams run: without them the statuses are old. Alive unless
 * the streams have ended for good, which only a restart mends.
 */
@ApplicationScoped
class StreamsHealth {
  private static final String NAME = "status-streams";

  private final KafkaStreams streams;
  private final Cluster cluster;

  StreamsHealth(KafkaStreams streams, Cluster cluster) {
    this.streams = streams;
    this.cluster = cluster;
  }

  @Produces
  @Readiness
  @ApplicationScoped
  HealthCheck ready() {
    return () -> answer(streams.state().isRunningOrRebalancing() && cluster.answers());
  }

  @Produces
  @Liveness
  @ApplicationScoped
  HealthCheck alive() {
    return () -> answer(streams.state() != KafkaStreams.State.ERROR);
  }

  private HealthCheckResponse answer(boolean up) {
    return HealthCheckResponse.named(NAME)
        .status(up)
        .withData("state", streams.state().name())
        .build();
  }
}
