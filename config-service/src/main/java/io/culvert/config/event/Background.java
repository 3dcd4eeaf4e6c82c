package io.culvert.config.event;

import io.culvert.config.app.PskRotation;
import io.culvert.config.app.Republisher;
import io.culvert.config.app.Tenants;
import io.culvert.config.app.Upkeep;
import io.quarkus.runtime.Startup;
import io.quarkus.vertx.VertxContextSupport;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.jboss.logging.Logger;

/** Looks every second for keys to retire, graces to end and tunnels marked for publication. */
@Startup
@ApplicationScoped
class Background {
  private static final Logger LOG = Logger.getLogger(Background.class);

  private final PskRotation rotation;
  private final Tenants tenants;
  private final Republisher republisher;
  private final Upkeep upkeep;
  private final Attempts attempts = new Attempts(LOG);
  private final Rounds rounds = new Rounds("republish", Duration.ofSeconds(1), this::round);

  Background(PskRotation rotation, Tenants tenants, Republisher republisher, Upkeep upkeep) {
    this.rotation = rotation;
    this.tenants = tenants;
    this.republisher = republisher;
    this.upkeep = upkeep;
  }

  @PostConstruct
  void start() {
    rounds.start();
  }

  @PreDestroy
  void stop() throws InterruptedException {
    rounds.stop();
  }

  private void round() {
    attempts.attempt("republishing", this::republish);
    attempts.attempt("upkeep", () -> VertxContextSupport.subscribeAndAwait(upkeep::step));
  }

  private void republish() throws Throwable {
    VertxContextSupport.subscribeAndAwait(rotation::retireDue);
    VertxContextSupport.subscribeAndAwait(tenants::endGraces);
    int done = 1;
    while (done > 0 && !rounds.stopping()) {
      done = VertxContextSupport.subscribeAndAwait(republisher::step);
    }
  }
}
