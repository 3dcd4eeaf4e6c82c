package io.culvert.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.standalone.stack.Checkout;
import io.culvert.standalone.state.SystemCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The dashboards are what Grafana itself says a dashboard is: of the types in its package {@code
 * @grafana/schema}, as the TypeScript compiler sees it.
 */
class GrafanaTypesTest {
  private static final Path GRAFANA = Checkout.around(Path.of("")).root().resolve("deploy/grafana");
  private static final Duration LIMIT = Duration.ofMinutes(3);

  @TempDir static Path folder;

  @BeforeAll
  static void install() {
    SystemCommand.Result result =
        bash("cp -r \"$GRAFANA/check/.\" \"$GRAFANA/dashboards\" . && npm ci");
    assertThat(result.ok()).as(result.output()).isTrue();
  }

  @Test
  void everyDashboardIsOfGrafanasTypes() {
    SystemCommand.Result result = check();
    assertThat(result.ok()).as(result.output()).isTrue();
  }

  @Test
  void whatGrafanaDoesNotKnowIsFoundInAPanelAndInItsOptions() throws IOException {
    Path dashboard = folder.resolve("dashboards/overview.json");
    String right = Files.readString(dashboard);
    try {
      String wrong =
          right
              .replaceFirst("\"gridPos\"", "\"gridPosition\"")
              .replaceFirst("\"displayMode\": *\"list\"", "\"displayMode\": \"lines\"");
      Files.writeString(dashboard, wrong);

      SystemCommand.Result result = check();
      assertThat(result.ok()).isFalse();
      assertThat(result.output()).contains("gridPosition").contains("lines");
    } finally {
      Files.writeString(dashboard, right);
    }
  }

  private static SystemCommand.Result check() {
    return bash("node typed.mjs dashboards && node_modules/.bin/tsc -p .");
  }

  private static SystemCommand.Result bash(String script) {
    return SystemCommand.attempt(
        List.of("bash", "-c", "cd \"$FOLDER\" && " + script),
        null,
        Map.of("FOLDER", folder.toString(), "GRAFANA", GRAFANA.toString()),
        LIMIT);
  }
}
