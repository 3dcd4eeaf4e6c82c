package io.culvert.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.culvert.standalone.stack.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The dashboards as Grafana is given them: the JSON files in {@code deploy/grafana/dashboards}. */
final class GrafanaDashboards {
  private static final Path FOLDER =
      Checkout.around(Path.of("")).root().resolve("deploy/grafana/dashboards");
  private static final ObjectMapper JSON = new ObjectMapper();

  private GrafanaDashboards() {}

  /**
   * A dashboard.
   *
   * @param file the name of its file, without {@code .json}
   */
  record Dashboard(String file, JsonNode json) {
    List<JsonNode> panels() {
      return json.path("panels").valueStream().toList();
    }

    List<JsonNode> variables() {
      return json.path("templating").path("list").valueStream().toList();
    }

    /** Every query of every panel. */
    Stream<Query> queries() {
      return panels().stream()
          .flatMap(
              panel ->
                  panel
                      .path("targets")
                      .valueStream()
                      .map(
                          target ->
                              new Query(
                                  file + " / " + panel.path("title").asText(),
                                  target.path("expr").asText())));
    }

    @Override
    public String toString() {
      return file;
    }
  }

  /**
   * What a panel asks Prometheus.
   *
   * @param panel its dashboard and title
   * @param expression PromQL with Grafana's variables
   */
  record Query(String panel, String expression) {}

  /** All of them, by name. */
  static List<Dashboard> all() {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.sorted().map(GrafanaDashboards::read).toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + FOLDER, e);
    }
  }

  private static Dashboard read(Path file) {
    try {
      String name = file.getFileName().toString();
      return new Dashboard(name.replace(".json", ""), JSON.readTree(Files.readString(file)));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }
}
