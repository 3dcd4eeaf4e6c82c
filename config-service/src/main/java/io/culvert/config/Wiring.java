package io.culvert.config;

import io.culvert.config.app.CertificateTerms;
import io.culvert.config.app.ImportSettings;
import io.culvert.config.app.KeyRing;
import io.culvert.config.app.PskVault;
import io.culvert.config.app.SecretStore;
import io.culvert.config.app.StoredKeys;
import io.culvert.config.config.ConfigServiceConfig;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;

/** Makes the objects that are not beans by themselves. */
final class Wiring {
  private Wiring() {}

  /** The wall clock in whole microseconds, which is what PostgreSQL keeps. */
  @Produces
  @Singleton
  static Clock clock() {
    return Clock.tick(Clock.systemUTC(), Duration.ofNanos(1000));
  }

  @Produces
  @Singleton
  static SecureRandom random() {
    return new SecureRandom();
  }

  @Produces
  @Singleton
  static ImportSettings imports(ConfigServiceConfig config) {
    return new ImportSettings(config.importsKept());
  }

  @Produces
  @Singleton
  static KeyRing ring(ConfigServiceConfig config, SecureRandom random) {
    return new KeyRing(new KekSource(config), random);
  }

  @Produces
  @Singleton
  static StoredKeys storedKeys(KeyRing ring, SecretStore store, SecureRandom random) {
    return new StoredKeys(ring, store, random);
  }

  @Produces
  @Singleton
  static PskVault vault(KeyRing ring, StoredKeys stored) {
    stored.check();
    return new PskVault(ring, stored.digestKey());
  }

  @Produces
  @Singleton
  static CertificateTerms terms(ConfigServiceConfig config) {
    ConfigServiceConfig.Certificates certificates = config.certificates();
    return new CertificateTerms(
        certificates.rootLifetime(),
        certificates.intermediateLifetime(),
        certificates.renewBefore());
  }
}
