package io.culvert.status.app;

import io.culvert.status.config.MetricsSettings;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Has the figures of tunnels brought up to date, often enough for who scrapes them. */
@Startup
@ApplicationScoped
class MetricsRounds {
  private static final Logger LOG = Logger.getLogger(MetricsRounds.class);
  private static final long SECONDS = 2;

  private final TunnelMeters meters;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("tunnel-meters").factory());

  MetricsRounds(Book book, StatusQueries queries, MetricsSettings settings, MeterRegistry metrics) {
    this.meters = new TunnelMeters(book, queries, settings.tunnels(), metrics);
    ScheduledFuture<?> unused =
        clock.scheduleWithFixedDelay(this::refresh, SECONDS, SECONDS, TimeUnit.SECONDS);
  }

  private void refresh() {
    try {
      meters.refresh();
    } catch (RuntimeException e) {
      // An exception would end the rounds.
      LOG.error("the metrics of tunnels are not up to date", e);
    }
  }

  @PreDestroy
  void stop() {
    clock.shutdownNow();
  }
}
