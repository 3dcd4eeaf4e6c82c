package io.culvert.config.event;

import io.culvert.config.app.Certificates;
import io.culvert.config.app.KeyRing;
import io.culvert.config.app.Resealing;
import io.culvert.config.app.StoredCertificate;
import io.culvert.operation.CertificateExpiry;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.quarkus.vertx.VertxContextSupport;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
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
  private static final Duration BETWEEN_LOOKS = Duration.ofMinutes(1);
  private static final Duration BETWEEN_WARNINGS = Duration.ofDays(1);

  private final KeyRing ring;
  private final Resealing resealing;
  private final Certificates certificates;
  private final Rounds rounds = new Rounds("secrets", PAUSE, this::round);
  private final Clock clock;
  private final CertificateExpiry root;
  private final CertificateExpiry ofPops;
  private Instant nextLook = Instant.MIN;
  private Instant nextWarning = Instant.MIN;
  private int failed;
  private final Attempts attempts = new Attempts(LOG);

  SecretsBackground(
      KeyRing ring,
      Resealing resealing,
      Certificates certificates,
      Clock clock,
      MeterRegistry metrics) {
    this.ring = ring;
    this.resealing = resealing;
    this.certificates = certificates;
    this.clock = clock;
    this.root = CertificateExpiry.of("root", metrics);
    this.ofPops = CertificateExpiry.of("pop", metrics);
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
    if (!clock.instant().isBefore(nextLook)) {
      attempts.attempt("looking when certificates end", this::tellEnds);
    }
    if (!clock.instant().isBefore(nextWarning)) {
      attempts.attempt("looking for certificates that end", this::warn);
    }
  }

  private void tellEnds() throws Throwable {
    root.ends(VertxContextSupport.subscribeAndAwait(certificates::root).notAfter());
    VertxContextSupport.subscribeAndAwait(certificates::ofPops).stream()
        .map(StoredCertificate::notAfter)
        .min(Comparator.naturalOrder())
        .ifPresent(ofPops::ends);
    nextLook = clock.instant().plus(BETWEEN_LOOKS);
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
