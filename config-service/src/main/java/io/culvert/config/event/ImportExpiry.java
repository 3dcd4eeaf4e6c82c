package io.culvert.config.event;

import io.culvert.config.app.ImportService;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.jboss.logging.Logger;

/** Looks every minute whether reviews of files, and the sealed keys in them, are to be removed. */
@Startup
@ApplicationScoped
class ImportExpiry {
  private static final Logger LOG = Logger.getLogger(ImportExpiry.class);

  private final ImportService imports;
  private final Rounds rounds = new Rounds("import-expiry", Duration.ofMinutes(1), this::remove);

  ImportExpiry(ImportService imports) {
    this.imports = imports;
  }

  @PostConstruct
  void start() {
    rounds.start();
  }

  @PreDestroy
  void stop() throws InterruptedException {
    rounds.stop();
  }

  @SuppressWarnings("CatchingUnchecked") // whatever went wrong, the next minute is another try
  private void remove() {
    try {
      int removed = imports.removeExpired();
      if (removed > 0) {
        LOG.infof("imports expired and removed: %d", removed);
      }
    } catch (RuntimeException e) {
      LOG.warnf("expired imports are not removed, will be tried again: %s", e.toString());
    }
  }
}
