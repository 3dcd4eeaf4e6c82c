package io.culvert.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.culvert.config.app.AccessSettings;
import io.culvert.config.app.CertificateTerms;
import io.culvert.config.app.KeyRing;
import io.culvert.config.config.AccessConfig;
import io.culvert.config.config.ConfigServiceConfig;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigDefaultsTest {
  private static final String KEK = Base64.getEncoder().encodeToString(new byte[32]);

  @Test
  void nothingIsSetByDefault() {
    ConfigServiceConfig config = config(Map.of());
    assertThat(config.demoTenant()).isFalse();
    assertThat(config.exampleCatalogue()).isFalse();
    assertThat(config.popCatalogue()).isEmpty();
    assertThat(config.kek()).isEmpty();
    assertThat(config.kekFile()).isEmpty();
    assertThat(config.kekMount()).isEmpty();
    assertThat(config.previousKekFiles()).isEmpty();
  }

  @Test
  void certificatesLastTwentyYearsAndOneAndAreRenewedTwoMonthsBefore() {
    ConfigServiceConfig.Certificates certificates = config(Map.of()).certificates();
    assertThat(certificates.rootLifetime()).isEqualTo(Duration.ofDays(7300));
    assertThat(certificates.intermediateLifetime()).isEqualTo(Duration.ofDays(365));
    assertThat(certificates.renewBefore()).isEqualTo(Duration.ofDays(60));
  }

  @Test
  void lifetimesThatContradictEachOtherAreRefused() {
    Duration year = Duration.ofDays(365);
    assertThatThrownBy(() -> new CertificateTerms(year.multipliedBy(2), year, year))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("renew-before");
    assertThatThrownBy(() -> new CertificateTerms(year, year, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("root-lifetime");
  }

  @Test
  void importsAreKeptForADay() {
    assertThat(config(Map.of()).importsKept()).isEqualTo(Duration.ofHours(24));
  }

  @Test
  void serviceWithoutKeyEncryptionKeyDoesNotStart() {
    assertThatThrownBy(() -> ring(config(Map.of())))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("culvert.config.kek-file");
  }

  @Test
  void keyEncryptionKeyIsReadFromItsFile(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("kek"), KEK + "\n");
    assertThat(ring(config(Map.of("culvert.config.kek-file", file.toString())))).isNotNull();
  }

  @Test
  void wrongKeyEncryptionKeyIsRefusedWithoutQuotingIt() {
    assertThatThrownBy(() -> ring(config(Map.of("culvert.config.kek", "not-base-64!"))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageNotContaining("not-base-64!")
        .hasNoCause();
  }

  @Test
  void tokensAndLimitsHaveTheirDefaults() {
    AccessSettings settings = AccessWiring.settings(mapping(AccessConfig.class, Map.of()));
    assertThat(settings.requestsPerSecond()).isEqualTo(4);
    assertThat(settings.burst()).isEqualTo(8);
    assertThat(settings.failedLoginsPerMinute()).isEqualTo(30);
    assertThat(settings.unknownTokensPerSecond()).isEqualTo(50);
    assertThat(settings.tokenCache()).isEqualTo(Duration.ofSeconds(2));
    assertThat(settings.usualLife()).isEqualTo(Duration.ofDays(90));
    assertThat(settings.longestLife()).isEqualTo(Duration.ofDays(366));
    assertThat(settings.endedKept()).isEqualTo(Duration.ofDays(90));
    assertThat(settings.answersKept()).isEqualTo(Duration.ofHours(24));
  }

  private static KeyRing ring(ConfigServiceConfig config) {
    return Wiring.ring(config, new SecureRandom());
  }

  private static ConfigServiceConfig config(Map<String, String> values) {
    return mapping(ConfigServiceConfig.class, values);
  }

  private static <T> T mapping(Class<T> type, Map<String, String> values) {
    return new SmallRyeConfigBuilder()
        .withMapping(type)
        .withSources(new PropertiesConfigSource(values, "test", 100))
        .build()
        .getConfigMapping(type);
  }
}
