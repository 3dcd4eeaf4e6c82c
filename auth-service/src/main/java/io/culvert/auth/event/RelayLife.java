package io.culvert.auth.event;

import io.culvert.outbox.OutboxMeters;
import io.culvert.outbox.OutboxRelay;
import io.culvert.outbox.OutboxSettings;
import io.culvert.outbox.OutboxState;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The outbox relay, from the start of the service to its end. */
@Startup
@ApplicationScoped
class RelayLife {
  private static final Duration POLL = Duration.ofSeconds(2);

  private final OutboxRelay relay;

  RelayLife(
      @ConfigProperty(name = "quarkus.datasource.jdbc.url") String jdbcUrl,
      @ConfigProperty(name = "quarkus.datasource.username") String user,
      @ConfigProperty(name = "quarkus.datasource.password") String password,
      @Identifier("default-kafka-broker") Map<String, Object> kafka,
      MeterRegistry metrics) {
    Map<String, String> client = new TreeMap<>();
    kafka.forEach((name, value) -> client.put(name, String.valueOf(value)));
    relay =
        OutboxRelay.start(
            new OutboxSettings("auth", "/auth-service", jdbcUrl, user, password, client, POLL));
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
