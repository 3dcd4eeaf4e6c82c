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
import org.jboss.logging.Logger;

/**
 * Looks every few seconds whether other key-encryption keys are given, everything is to be sealed
 * anew, and a certificate is to be made or renewed.
 */
@Startup
@ApplicationScoped
class SecretsBackground {
  private static final Logger LOG = Logger.getLogger(SecretsBackground.class);
  private static final Duration PAUSE = Duration.ofSeconds(2);

  private final KeyRing ring;
  private final Resealing resealing;
  private final Certificates certificates;
  private final Rounds rounds = new Rounds("secrets", PAUSE, this::round);
  private int failed;
  private String trouble = "";

  SecretsBackground(KeyRing ring, Resealing resealing, Certificates certificates) {
    this.ring = ring;
    this.resealing = resealing;
    this.certificates = certificates;
  }

  @PostConstruct
  void start() {
    rounds.start();
  }

  @PreDestroy
  void stop() throws InterruptedException {
    rounds.stop();
  }

  private interface Step {
    void run() throws Throwable;
  }

  private void round() {
    attempt("looking for key-encryption keys", this::refresh);
    attempt("sealing anew", this::reseal);
    attempt(
        "renewing certificates", () -> VertxContextSupport.subscribeAndAwait(certificates::renew));
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
