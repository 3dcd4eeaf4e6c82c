package io.culvert.config.event;

import io.culvert.outbox.OutboxMeters;
import io.culvert.outbox.OutboxRelay;
import io.culvert.outbox.OutboxSettings;
import io.culvert.outbox.OutboxState;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The outbox relay, from the start of the service to its end. */
@Startup
@ApplicationScoped
class OutboxLifecycle {
  private final OutboxRelay relay;

  OutboxLifecycle(
      @ConfigProperty(name = "quarkus.datasource.jdbc.url") String jdbcUrl,
      @ConfigProperty(name = "quarkus.datasource.username") String user,
      @ConfigProperty(name = "quarkus.datasource.password") String password,
      KafkaSettings kafka,
      MeterRegistry metrics) {
    relay =
        OutboxRelay.start(
            new OutboxSettings(
                "config",
                "/config-service",
                jdbcUrl,
                user,
                password,
                kafka.client(),
                Duration.ofSeconds(2)));
    OutboxMeters.register(metrics, relay);
  }

  OutboxState state() {
    return relay.state();
  }

  @PreDestroy
  void stop() {
    relay.close();
  }
}
