package io.culvert.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The dashboards are what Grafana understands, as a schema of the part of its dashboard JSON that
 * is used here says.
 */
class GrafanaDashboardsTest {
  private static final JsonSchema SCHEMA = schema();
  private static final int COLUMNS = 24;

  /** A variable of the dashboard in a query; those of Grafana itself begin with two underscores. */
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{?([a-z]\\w*)");

  static List<GrafanaDashboards.Dashboard> dashboards() {
    return GrafanaDashboards.all();
  }

  @Test
  void thereIsOneDashboardForEachView() {
    assertThat(dashboards().stream().map(GrafanaDashboards.Dashboard::file))
        .containsExactly("authentication", "control-plane", "jvm", "overview", "pop", "tunnel");
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void aDashboardIsWhatGrafanaUnderstands(GrafanaDashboards.Dashboard dashboard) {
    assertThat(faults(dashboard.json())).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void aDashboardHasAnAddressThatStays(GrafanaDashboards.Dashboard dashboard) {
    assertThat(dashboard.json().path("uid").asText()).isEqualTo("culvert-" + dashboard.file());
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void everyVariableInAQueryIsDeclared(GrafanaDashboards.Dashboard dashboard) {
    Set<String> declared =
        dashboard.variables().stream()
            .map(variable -> variable.path("name").asText())
            .collect(Collectors.toSet());
    assertThat(dashboard.queries().map(GrafanaDashboards.Query::expression))
        .allSatisfy(
            expression ->
                assertThat(VARIABLE.matcher(expression).results().map(match -> match.group(1)))
                    .isSubsetOf(declared));
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void panelsLieBesideEachOther(GrafanaDashboards.Dashboard dashboard) {
    Set<String> taken = new HashSet<>();
    for (JsonNode panel : dashboard.panels()) {
      JsonNode grid = panel.path("gridPos");
      int right = grid.path("x").asInt() + grid.path("w").asInt();
      assertThat(right).as(panel.path("title").asText()).isLessThanOrEqualTo(COLUMNS);
      for (int x = grid.path("x").asInt(); x < right; x++) {
        for (int y = 0; y < grid.path("h").asInt(); y++) {
          assertThat(taken.add(x + "," + (grid.path("y").asInt() + y)))
              .as(panel.path("title").asText())
              .isTrue();
        }
      }
    }
  }

  static List<Named<Consumer<ObjectNode>>> mistakes() {
    return List.of(
        Named.of("a numeric id", json -> json.put("id", 7)),
        Named.of("no uid", json -> json.remove("uid")),
        Named.of("a schema of long ago", json -> json.put("schemaVersion", 16)),
        Named.of("a property misspelt", json -> panel(json).put("titel", "x")),
        Named.of("no description", json -> panel(json).remove("description")),
        Named.of("an unknown panel", json -> panel(json).put("type", "graph")),
        Named.of("no place", json -> panel(json).remove("gridPos")),
        Named.of(
            "a unit Grafana does not have",
            json ->
                ((ObjectNode) panel(json).path("fieldConfig").path("defaults"))
                    .put("unit", "bits")),
        Named.of(
            "a data source of one Grafana alone",
            json -> ((ObjectNode) panel(json).path("datasource")).put("uid", "P1809F7CD0C75ACF3")),
        Named.of(
            "a query without an expression",
            json -> ((ObjectNode) panel(json).path("targets").path(0)).remove("expr")));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void aMistakeIsFound(Consumer<ObjectNode> mistake) {
    ObjectNode dashboard = (ObjectNode) dashboards().getFirst().json();
    mistake.accept(dashboard);
    assertThat(faults(dashboard)).isNotEmpty();
  }

  private static ObjectNode panel(ObjectNode dashboard) {
    return (ObjectNode) dashboard.path("panels").path(0);
  }

  private static Stream<String> faults(JsonNode dashboard) {
    return SCHEMA.validate(dashboard).stream().map(ValidationMessage::getMessage);
  }

  private static JsonSchema schema() {
    try (InputStream schema =
        GrafanaDashboardsTest.class.getResourceAsStream("/grafana-dashboard.schema.json")) {
      return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
          .getSchema(Objects.requireNonNull(schema));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the schema", e);
    }
  }
}
