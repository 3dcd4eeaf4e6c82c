package io.culvert.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What an operator gets without saying so. */
class GatewayConfigTest {
  private static final Map<String, String> LEAST =
      Map.of("culvert.gateway.pop", "sfo1", "culvert.gateway.address", "192.0.2.1");

  private static GatewayConfig config(Map<String, String> settings) {
    return new SmallRyeConfigBuilder()
        .addDefaultInterceptors()
        .withConverter(Duration.class, 200, new DurationConverter())
        .withMapping(GatewayConfig.class)
        .withSources(new PropertiesConfigSource(settings, "the operator", 100))
        .build()
        .getConfigMapping(GatewayConfig.class);
  }

  @Test
  void popAndAddressAreEnough() {
    GatewayConfig config = config(LEAST);

    assertThat(config.pop()).isEqualTo("sfo1");
    assertThat(config.address()).isEqualTo("192.0.2.1");
    assertThat(config.id()).isEqualTo("sfo1-1");
    assertThat(config.stateDir()).isEqualTo(Path.of("/var/lib/culvert"));
    assertThat(config.popKeyFile()).isEqualTo(Path.of("/var/lib/culvert/pop-key.json"));
    assertThat(config.ikePort()).isEqualTo(500);
    assertThat(config.natPort()).isEqualTo(4500);
    assertThat(config.openDevice()).isEqualTo("culvert-open");
    assertThat(config.gateDevice()).isEqualTo("culvert-gate");
    assertThat(config.proxyPort()).isEqualTo(3_129);
    assertThat(config.mtu()).isEqualTo(1_400);
    assertThat(config.carrierRange()).isEqualTo("100.64.0.0/10");
    assertThat(config.forceEncapsulation()).isTrue();
    assertThat(config.fragmentation()).isTrue();
    assertThat(config.fragmentSize()).isEqualTo(1280);
    assertThat(config.ikeLifetime()).isEqualTo(Duration.ofHours(8));
    assertThat(config.childLifetime()).isEqualTo(Duration.ofHours(2));
    assertThat(config.dpdInterval()).isEqualTo(Duration.ofSeconds(20));
    assertThat(config.telemetryInterval()).isEqualTo(Duration.ofSeconds(10));
    assertThat(config.heartbeatInterval()).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void algorithmsAreThePublishedOnesUnlessTheOperatorSaysOtherwise() {
    Map<String, String> settings = new HashMap<>(LEAST);
    assertThat(config(settings).algorithms()).isEqualTo(GatewayConfig.Algorithms.STANDARD);

    settings.put("culvert.gateway.algorithms", "extended");
    assertThat(config(settings).algorithms()).isEqualTo(GatewayConfig.Algorithms.EXTENDED);
    settings.put("culvert.gateway.algorithms", "post-quantum");
    assertThat(config(settings).algorithms()).isEqualTo(GatewayConfig.Algorithms.POST_QUANTUM);
  }

  @Test
  void theKeyFileMovesWithTheStateDirectory() {
    Map<String, String> settings = new HashMap<>(LEAST);
    settings.put("culvert.gateway.state-dir", "/srv/culvert");

    assertThat(config(settings).popKeyFile()).isEqualTo(Path.of("/srv/culvert/pop-key.json"));
  }

  @Test
  void withoutAPopThereIsNoGateway() {
    assertThatThrownBy(() -> config(Map.of("culvert.gateway.address", "192.0.2.1")))
        .hasMessageContaining("culvert.gateway.pop");
  }
}
