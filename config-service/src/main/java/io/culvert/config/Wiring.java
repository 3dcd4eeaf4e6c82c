package io.culvert.config;

import io.culvert.config.app.ImportSettings;
import io.culvert.config.app.PskVault;
import io.culvert.config.config.ConfigServiceConfig;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;

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
  static PskVault vault(ConfigServiceConfig config) {
    return vault(kek(config));
  }

  @Produces
  @Singleton
  static ImportSettings imports(ConfigServiceConfig config) {
    return new ImportSettings(config.importsKept());
  }

  private static String kek(ConfigServiceConfig config) {
    return config
        .kekFile()
        .map(Wiring::read)
        .or(config::kek)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "culvert.config.kek-file or culvert.config.kek is needed: 32 octets, Base64"));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read culvert.config.kek-file " + file, e);
    }
  }

  private static PskVault vault(String kekBase64) {
    try {
      return new PskVault(Base64.getDecoder().decode(kekBase64.strip()), new SecureRandom());
    } catch (IllegalArgumentException e) {
      // The cause is left out: it could quote the key.
      throw new IllegalStateException("the key-encryption key is not 32 octets in Base64");
    }
  }
}
