package io.culvert.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import io.culvert.standalone.api.JsonHttp;
import io.culvert.standalone.stack.Await;
import io.culvert.standalone.stack.Checkout;
import io.culvert.standalone.stack.Ports;
import io.culvert.standalone.state.Child;
import io.culvert.standalone.state.StateFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Debian's Prometheus with the configuration of {@code deploy/prometheus}, watching a stack. */
final class Prometheus implements AutoCloseable {
  /** The configuration as it is deployed. */
  static final Path CONFIGURATION =
      Checkout.around(Path.of("")).root().resolve("deploy/prometheus");

  /** Seconds between two scrapes, so that a short test sees lines. */
  static final int STEP = 2;

  private static final String NAME = "prometheus";
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final StateFolder state;
  private final JsonHttp http = new JsonHttp();
  private final String url;

  private Prometheus(StateFolder state, String url) {
    this.state = state;
    this.url = url;
  }

  /** Starts one with an empty database and waits until every service has been scraped. */
  static Prometheus start(StateFolder state, Ports ports) {
    Path data = state.folder("data/" + NAME + "-" + System.nanoTime());
    String address = "127.0.0.1:" + freePort();
    configure(data, ports);
    Child process =
        Child.start(
            state,
            NAME,
            List.of(
                NAME,
                "--config.file=" + data.resolve("prometheus.yml"),
                "--storage.tsdb.path=" + data.resolve("tsdb"),
                "--web.listen-address=" + address),
            Map.of());
    Prometheus started = new Prometheus(state, "http://" + address);
    Await.until(
        "Prometheus is not ready",
        LIMIT,
        process,
        () -> started.http.answers(started.url + "/-/ready"));
    Await.until(
        "not every service is scraped",
        LIMIT,
        process,
        () -> started.fault("count(up) == " + addresses(ports).size() + " == sum(up)").isEmpty());
    return started;
  }

  /** The same files, but for the addresses, as all services are on loopback, and the pace. */
  private static void configure(Path folder, Ports ports) {
    try {
      for (String name : List.of("recording.yml", "alerts.yml")) {
        Files.copy(CONFIGURATION.resolve(name), folder.resolve(name));
      }
      String main = Files.readString(CONFIGURATION.resolve("prometheus.yml"));
      Files.writeString(
          folder.resolve("prometheus.yml"),
          main.replace("interval: 10s", "interval: " + STEP + "s"));
      String targets = Files.readString(CONFIGURATION.resolve("targets.yml"));
      for (Map.Entry<String, Integer> address : addresses(ports).entrySet()) {
        targets = targets.replace(address.getKey(), "127.0.0.1:" + address.getValue());
      }
      Files.writeString(folder.resolve("targets.yml"), targets);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot configure Prometheus", e);
    }
  }

  private static Map<String, Integer> addresses(Ports ports) {
    return Map.of(
        "config-service:8081", ports.config(),
        "status-service:8083", ports.status(),
        "auth-service:8084", ports.auth(),
        "gateway-a:8085", ports.gatewayA(),
        "gateway-b:8086", ports.gatewayB());
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("no port is free", e);
    }
  }

  /**
   * What is wrong with an expression: what Prometheus says against it, or that it finds nothing, or
   * no number. Empty where it finds data.
   */
  Optional<String> fault(String expression) {
    JsonHttp.Answer answer = http.form(url + "/api/v1/query", Map.of("query", expression));
    if (answer.status() != 200) {
      return Optional.of(answer.body().path("error").asText());
    }
    JsonNode found = answer.body().path("data").path("result");
    if (found.isEmpty()) {
      return Optional.of("finds nothing");
    }
    boolean number =
        found
            .valueStream()
            .anyMatch(sample -> !sample.path("value").path(1).asText().equals("NaN"));
    return number ? Optional.empty() : Optional.of("finds NaN alone");
  }

  /**
   * The lines of an expression.
   *
   * @param from seconds since the epoch
   * @param to the same
   * @param step seconds between points
   */
  List<JsonNode> range(String expression, double from, double to, int step) {
    Map<String, String> question =
        Map.of(
            "query",
            expression,
            "start",
            "" + from,
            "end",
            "" + to,
            "step",
            Integer.toString(step));
    return http.form(url + "/api/v1/query_range", question)
        .require(expression)
        .body()
        .path("data")
        .path("result")
        .valueStream()
        .toList();
  }

  /** All rules, recording and alerting, with what became of their last evaluation. */
  List<JsonNode> rules() {
    return http.send("GET", url + "/api/v1/rules", null, null)
        .require("rules")
        .body()
        .path("data")
        .path("groups")
        .valueStream()
        .flatMap(group -> group.path("rules").valueStream())
        .toList();
  }

  @Override
  public void close() {
    state.ledger().end(NAME);
  }
}
