package io.culvert.gateway;

import io.culvert.gateway.app.control.DrainSwitch;
import io.culvert.gateway.app.control.GatewayView;
import io.culvert.gateway.config.GatewayConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Starts the gateway with Quarkus and stops it with it. */
@ApplicationScoped
public class GatewayLifecycle {
  private static final Logger LOG = Logger.getLogger(GatewayLifecycle.class);

  private final GatewayConfig config;
  private final Map<String, Object> kafka;
  private final MeterRegistry metrics;
  private @Nullable Gateway gateway;

  /** Takes its settings; nothing is opened yet. */
  public GatewayLifecycle(
      GatewayConfig config,
      @Identifier("default-kafka-broker") Map<String, Object> kafka,
      MeterRegistry metrics) {
    this.config = config;
    this.kafka = kafka;
    this.metrics = metrics;
  }

  void start(@Observes StartupEvent event) {
    try {
      gateway = Gateway.start(config, kafka, metrics);
    } catch (IOException | IllegalArgumentException e) {
      LOG.debug("the gateway cannot start", e);
      // The message says what is wrong; Quarkus prints it, without a trace, and ends.
      throw new ConfigurationException("the gateway cannot start: " + e.getMessage());
    }
  }

  void stop(@Observes ShutdownEvent event) {
    if (gateway != null) {
      gateway.close();
    }
  }

  private Gateway running() {
    return Objects.requireNonNull(gateway, "the gateway has not started");
  }

  /** What operators may see. */
  @Produces
  @ApplicationScoped
  GatewayView.Source views() {
    return running().views();
  }

  /** How operators take it out of service. */
  @Produces
  @ApplicationScoped
  DrainSwitch drain() {
    return running().views();
  }

  /** Ready once the sockets are open and the configuration was read, be it from the disk. */
  @Produces
  @Readiness
  HealthCheck ready() {
    return () ->
        HealthCheckResponse.named("gateway")
            .status(gateway != null)
            .withData("configuration-from-kafka", gateway != null && gateway.configured())
            .build();
  }
}
