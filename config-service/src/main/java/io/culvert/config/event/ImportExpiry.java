package io.culvert.config.event;

import io.culvert.config.app.ImportService;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Looks every minute whether reviews of files, and the sealed keys in them, are to be removed. */
@Startup
@ApplicationScoped
class ImportExpiry {
  private static final Logger LOG = Logger.getLogger(ImportExpiry.class);

  private final ImportService imports;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Thread thread =
      Thread.ofPlatform().daemon().name("import-expiry").unstarted(this::run);

  ImportExpiry(ImportService imports) {
    this.imports = imports;
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
      while (!stop.await(1, TimeUnit.MINUTES)) {
        remove();
      }
    } catch (InterruptedException e) {
      LOG.debug("interrupted");
    }
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
