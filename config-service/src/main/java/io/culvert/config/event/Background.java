package io.culvert.config.event;

import io.culvert.config.app.PskRotation;
import io.culvert.config.app.Republisher;
import io.culvert.config.app.Tenants;
import io.quarkus.runtime.Startup;
import io.quarkus.vertx.VertxContextSupport;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Looks every second for keys to retire, graces to end and tunnels marked for publication. */
@Startup
@ApplicationScoped
class Background {
  private static final Logger LOG = Logger.getLogger(Background.class);

  private final PskRotation rotation;
  private final Tenants tenants;
  private final Republisher republisher;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Thread thread = Thread.ofPlatform().daemon().name("republish").unstarted(this::run);

  Background(PskRotation rotation, Tenants tenants, Republisher republisher) {
    this.rotation = rotation;
    this.tenants = tenants;
    this.republisher = republisher;
  }

  @PostConstruct
  void start() {
    thread.start();
  }

  @PreDestroy
  void stop() throws InterruptedException {
    stop.countDown();
    thread.join(Duration.ofSeconds(5));
  }

  private void run() {
    try {
      while (!stop.await(1, TimeUnit.SECONDS)) {
        republish();
      }
    } catch (InterruptedException e) {
      LOG.debug("interrupted");
    }
  }

  @SuppressWarnings("CatchingUnchecked") // whatever went wrong, the next second is another try
  private void republish() {
    try {
      VertxContextSupport.subscribeAndAwait(rotation::retireDue);
      VertxContextSupport.subscribeAndAwait(tenants::endGraces);
      int done = 1;
      while (done > 0 && stop.getCount() > 0) {
        done = VertxContextSupport.subscribeAndAwait(republisher::step);
      }
    } catch (Throwable e) {
      LOG.warnf("republishing failed, will be tried again: %s", e.toString());
    }
  }
}
