package io.culvert.auth.event;

import io.culvert.outbox.OutboxState;
import io.smallrye.health.api.Wellness;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/**
 * Well while changes reach Kafka at once. Not a condition of readiness: with Kafka away the service
 * goes on taking changes, and must be left in traffic for that.
 */
@Wellness
class RelayHealth implements HealthCheck {
  private final RelayLife relay;

  RelayHealth(RelayLife relay) {
    this.relay = relay;
  }

  @Override
  public HealthCheckResponse call() {
    OutboxState state = relay.state();
    return HealthCheckResponse.named("outbox")
        .status(state.healthy())
        .withData("state", state.name())
        .build();
  }
}
