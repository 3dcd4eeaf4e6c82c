package io.culvert.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.gateway.config.GatewayConfig;
import io.smallrye.config.WithDefault;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** docs/gateway.md has every setting of a gateway with its default, and no other. */
class GatewayDocumentTest {
  private static final Path DOCUMENT = Path.of("../docs/gateway.md");

  @Test
  void everySettingIsListedWithItsDefault() throws IOException {
    List<String> listed =
        Files.readAllLines(DOCUMENT).stream()
            .filter(line -> line.startsWith("| `"))
            .map(line -> line.substring(0, line.indexOf('|', line.indexOf('|', 1) + 1)).strip())
            .toList();

    assertThat(listed)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(GatewayConfig.class.getDeclaredMethods())
                .map(GatewayDocumentTest::line)
                .toList());
  }

  private static String line(Method setting) {
    String name = setting.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    WithDefault standard = setting.getAnnotation(WithDefault.class);
    return "| `%s` |%s".formatted(name, standard == null ? "" : " `" + standard.value() + "`");
  }
}
