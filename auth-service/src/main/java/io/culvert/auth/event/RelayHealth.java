package io.culvert.auth.event;

import io.culvert.outbox.OutboxState;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready while changes reach Kafka at once. */
@Readiness
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
