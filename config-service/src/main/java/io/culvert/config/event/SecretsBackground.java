package io.culvert.config.event;

import io.culvert.config.app.Certificates;
import io.culvert.config.app.KeyRing;
import io.culvert.config.app.Resealing;
import io.culvert.config.app.StoredCertificate;
import io.quarkus.runtime.Startup;
import io.quarkus.vertx.VertxContextSupport;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
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
  private static final Duration BETWEEN_WARNINGS = Duration.ofDays(1);

  private final KeyRing ring;
  private final Resealing resealing;
  private final Certificates certificates;
  private final Rounds rounds = new Rounds("secrets", PAUSE, this::round);
  private final Clock clock;
  private Instant nextWarning = Instant.MIN;
  private int failed;
  private final Attempts attempts = new Attempts(LOG);

  SecretsBackground(KeyRing ring, Resealing resealing, Certificates certificates, Clock clock) {
    this.ring = ring;
    this.resealing = resealing;
    this.certificates = certificates;
    this.clock = clock;
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
    attempts.attempt("looking for key-encryption keys", this::refresh);
    attempts.attempt("sealing anew", this::reseal);
    attempts.attempt(
        "renewing certificates", () -> VertxContextSupport.subscribeAndAwait(certificates::renew));
    if (!clock.instant().isBefore(nextWarning)) {
      attempts.attempt("looking for certificates that end", this::warn);
    }
  }

  private void warn() throws Throwable {
    for (StoredCertificate ending : VertxContextSupport.subscribeAndAwait(certificates::ending)) {
      LOG.warnf(
          "certificate ends and is not renewed by itself holder=%s ends=%s",
          ending.holder(), ending.notAfter());
    }
    nextWarning = clock.instant().plus(BETWEEN_WARNINGS);
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
