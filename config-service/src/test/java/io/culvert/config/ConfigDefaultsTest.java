package io.culvert.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.culvert.config.config.ConfigServiceConfig;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
  }

  @Test
  void importsAreKeptForADay() {
    assertThat(config(Map.of()).importsKept()).isEqualTo(Duration.ofHours(24));
  }

  @Test
  void serviceWithoutKeyEncryptionKeyDoesNotStart() {
    assertThatThrownBy(() -> Wiring.vault(config(Map.of())))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("culvert.config.kek-file");
  }

  @Test
  void keyEncryptionKeyIsReadFromItsFile(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("kek"), KEK + "\n");
    assertThat(Wiring.vault(config(Map.of("culvert.config.kek-file", file.toString()))))
        .isNotNull();
  }

  @Test
  void wrongKeyEncryptionKeyIsRefusedWithoutQuotingIt() {
    assertThatThrownBy(() -> Wiring.vault(config(Map.of("culvert.config.kek", "not-base-64!"))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageNotContaining("not-base-64!")
        .hasNoCause();
  }

  private static ConfigServiceConfig config(Map<String, String> values) {
    return new SmallRyeConfigBuilder()
        .withMapping(ConfigServiceConfig.class)
        .withSources(new PropertiesConfigSource(values, "test", 100))
        .build()
        .getConfigMapping(ConfigServiceConfig.class);
  }
}
