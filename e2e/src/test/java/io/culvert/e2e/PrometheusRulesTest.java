package io.culvert.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.culvert.standalone.stack.Checkout;
import io.culvert.standalone.state.SystemCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Prometheus' own tool is content with the configuration and the rules, and runs their tests. */
class PrometheusRulesTest {
  private static final Path OPERATIONS =
      Checkout.around(Path.of("")).root().resolve("docs/operations.md");
  private static final Pattern ANCHOR = Pattern.compile("docs/operations\\.md#([a-z0-9-]+)");

  @Test
  void theConfigurationIsSound() {
    promtool("check", "config", "--lint=all", "--lint-fatal", "prometheus.yml");
  }

  @Test
  void theRulesDoWhatTheirTestsSay() {
    promtool("test", "rules", "recording_test.yml", "alerts_test.yml");
  }

  @Test
  void everyAlertHasATestWhereItFiresAndOneWhereItDoesNot() {
    Set<String> alerts =
        alerts().map(alert -> alert.path("alert").asText()).collect(Collectors.toSet());
    assertThat(alerts).isNotEmpty();
    assertThat(tested(expected -> !expected.isEmpty())).isEqualTo(alerts);
    assertThat(tested(JsonNode::isEmpty)).isEqualTo(alerts);
  }

  @Test
  void everyAlertSaysWhatToDo() throws IOException {
    Set<String> headings =
        Files.readAllLines(OPERATIONS).stream()
            .filter(line -> line.startsWith("### "))
            .map(line -> line.substring("### ".length()).toLowerCase(Locale.ROOT))
            .collect(Collectors.toSet());
    assertThat(alerts().toList())
        .allSatisfy(
            alert -> {
              assertThat(alert.path("for").asText()).isNotEmpty();
              assertThat(alert.path("labels").path("severity").asText())
                  .isIn("critical", "warning");
              JsonNode annotations = alert.path("annotations");
              assertThat(annotations.path("summary").asText()).isNotEmpty();
              assertThat(annotations.path("description").asText()).isNotEmpty();
              assertThat(
                      ANCHOR
                          .matcher(annotations.path("runbook_url").asText())
                          .results()
                          .map(match -> match.group(1)))
                  .hasSize(1)
                  .isSubsetOf(headings);
            });
  }

  private static Stream<JsonNode> alerts() {
    return yaml("alerts.yml")
        .path("groups")
        .valueStream()
        .flatMap(group -> group.path("rules").valueStream());
  }

  /** The alerts with a test that expects such alerts. */
  private static Set<String> tested(Predicate<JsonNode> expected) {
    return yaml("alerts_test.yml")
        .path("tests")
        .valueStream()
        .flatMap(test -> test.path("alert_rule_test").valueStream())
        .filter(test -> expected.test(test.path("exp_alerts")))
        .map(test -> test.path("alertname").asText())
        .collect(Collectors.toSet());
  }

  private static JsonNode yaml(String file) {
    try {
      return new YAMLMapper().readTree(Prometheus.CONFIGURATION.resolve(file).toFile());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  private static void promtool(String... arguments) {
    List<String> command =
        Stream.concat(
                // It looks for files in the folder it runs in.
                Stream.of("env", "--chdir=" + Prometheus.CONFIGURATION, "promtool"),
                Stream.of(arguments))
            .toList();
    SystemCommand.Result result = SystemCommand.attempt(command);
    assertThat(result.ok()).as(result.output()).isTrue();
  }
}
