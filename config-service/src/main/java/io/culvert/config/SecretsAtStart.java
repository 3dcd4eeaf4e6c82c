package io.culvert.config;

import io.culvert.config.app.KeyRing;
import io.culvert.config.app.PskVault;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import org.jboss.logging.Logger;

/**
 * Has the vault made before anything else begins: where stored secrets do not open, nothing does.
 */
@ApplicationScoped
class SecretsAtStart {
  private static final Logger LOG = Logger.getLogger(SecretsAtStart.class);
  private static final int FIRST = 1;

  void onStart(
      @Observes @Priority(FIRST) StartupEvent event,
      Instance<KeyRing> ring,
      Instance<PskVault> vault) {
    try {
      PskVault unused = vault.get();
      LOG.infof("stored secrets open current-key=%s", ring.get().current());
    } catch (IllegalStateException e) {
      // The message says what is wrong; Quarkus prints it, without a trace, and ends.
      throw new ConfigurationException(e.getMessage());
    }
  }
}
