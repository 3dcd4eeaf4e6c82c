package io.culvert.config.event;

import io.culvert.config.app.Certificates;
import io.culvert.config.app.KeyRing;
import io.culvert.config.app.Resealing;
import io.quarkus.runtime.Startup;
import io.quarkus.vertx.VertxContextSupport;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Looks every few seconds whether other key-encryption keys are given, everything is to be sealed
 * anew, and a certificate is to be made or renewed.
 */
@Startup
@ApplicationScoped
class SecretsBackground {
  private static final Logger LOG = Logger.getLogger(SecretsBackground.class);
  private static final int SECONDS = 2;

  private final KeyRing ring;
  private final Resealing resealing;
  private final Certificates certificates;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Thread thread = Thread.ofPlatform().daemon().name("secrets").unstarted(this::run);
  private int failed;
  private String trouble = "";

  SecretsBackground(KeyRing ring, Resealing resealing, Certificates certificates) {
    this.ring = ring;
    this.resealing = resealing;
    this.certificates = certificates;
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

  private interface Step {
    void run() throws Throwable;
  }

  private void run() {
    try {
      while (!stop.await(SECONDS, TimeUnit.SECONDS)) {
        attempt("looking for key-encryption keys", this::refresh);
        attempt("sealing anew", this::reseal);
        attempt(
            "renewing certificates",
            () -> VertxContextSupport.subscribeAndAwait(certificates::renew));
      }
    } catch (InterruptedException e) {
      LOG.debug("interrupted");
    }
  }

  @SuppressWarnings("CatchingUnchecked") // whatever went wrong, the next time is another try
  private void attempt(String what, Step step) {
    try {
      step.run();
      if (trouble.startsWith(what)) {
        trouble = "";
      }
    } catch (Throwable e) {
      String found = what + " failed, will be tried again: " + e;
      if (!found.equals(trouble)) {
        LOG.warn(found);
        trouble = found;
      }
    }
  }

  private void refresh() {
    if (ring.refresh()) {
      LOG.infof("key-encryption key changed current=%s", ring.current());
    }
  }

  private void reseal() {
    int now = resealing.carryOut();
    if (now != failed) {
      failed = now;
      LOG.warnf("stored secrets that no key-encryption key opens count=%d", now);
    }
  }
}
