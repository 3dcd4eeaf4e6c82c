package io.culvert.config;

import io.culvert.config.app.AccessSettings;
import io.culvert.config.config.AccessConfig;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Hands the settings of access to those who work by them. */
final class AccessWiring {
  private AccessWiring() {}

  @Produces
  @Singleton
  static AccessSettings settings(AccessConfig config) {
    return new AccessSettings(
        config.requestsPerSecond(),
        config.burst(),
        config.failedLoginsPerMinute(),
        config.unknownTokensPerSecond(),
        config.tokenCache(),
        config.tokenLife(),
        config.longestTokenLife(),
        config.endedTokensKept(),
        config.answersKept());
  }
}
