package io.culvert.config;

import io.culvert.outbox.DatabaseAtStart;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.flywaydb.core.Flyway;

/** Has the database there, and its schema as this release needs it, before anything else begins. */
@ApplicationScoped
class DatabaseReady {
  private static final int BEFORE_ALL = 0;

  void onStart(
      @Observes @Priority(BEFORE_ALL) StartupEvent event,
      Flyway flyway,
      @ConfigProperty(name = "quarkus.datasource.jdbc.url") String jdbcUrl,
      @ConfigProperty(name = "quarkus.datasource.username") String user,
      @ConfigProperty(name = "quarkus.datasource.password") String password)
      throws InterruptedException {
    try {
      DatabaseAtStart.await(jdbcUrl, user, password);
    } catch (IllegalStateException e) {
      throw new ConfigurationException(e.getMessage());
    }
    flyway.migrate();
  }
}
