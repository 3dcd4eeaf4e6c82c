package io.culvert.config;

import io.culvert.config.app.KeyRing;
import io.culvert.config.app.PskVault;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;

/**
 * Has the vault made before anything else begins: where stored secrets do not open, nothing does.
 */
@ApplicationScoped
class SecretsAtStart {
  private static final Logger LOG = Logger.getLogger(SecretsAtStart.class);
  private static final int FIRST = 1;

  void onStart(@Observes @Priority(FIRST) StartupEvent event, KeyRing ring, PskVault vault) {
    LOG.infof("stored secrets open current-key=%s", ring.current());
  }
}
