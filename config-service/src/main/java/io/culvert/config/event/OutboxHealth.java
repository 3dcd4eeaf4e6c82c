package io.culvert.config.event;

import io.culvert.outbox.OutboxState;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready while changes reach Kafka at once. */
@Readiness
class OutboxHealth implements HealthCheck {
  private final OutboxLifecycle outbox;

  OutboxHealth(OutboxLifecycle outbox) {
    this.outbox = outbox;
  }

  @Override
  public HealthCheckResponse call() {
    OutboxState state = outbox.state();
    return HealthCheckResponse.named("outbox")
        .status(state.healthy())
        .withData("state", state.name())
        .build();
  }
}
