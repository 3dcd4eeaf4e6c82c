package io.culvert.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.culvert.standalone.demo.Download;
import io.culvert.standalone.login.Logins;
import io.culvert.standalone.login.UserBrowser;
import io.culvert.standalone.net.Internet;
import io.culvert.standalone.net.WebSite;
import io.culvert.standalone.peer.Connection;
import io.culvert.standalone.stack.Await;
import io.culvert.standalone.stack.Pop;
import io.culvert.standalone.stack.Progress;
import io.culvert.standalone.stack.StackAddresses;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A real Prometheus scrapes the stack while it is in use; every panel must find its data there. */
@UsersLogIn
class DashboardIT {
  private static final String PAGE = "http://www." + Internet.DOMAIN + "/";
  private static final Duration LOGIN_LIMIT = Duration.ofSeconds(40);

  /** Rates over a minute need two scrapes, recording rules an evaluation after that. */
  private static final Duration DATA_LIMIT = Duration.ofMinutes(2);

  /** What the picture shows at least. */
  private static final Duration PICTURE = Duration.ofSeconds(40);

  private static final long SIZE = 2_000_000;

  /** Metrics of ours and names of recording rules, as they stand in an expression. */
  private static final Pattern METRIC = Pattern.compile("\\bculvert_\\w+|\\b\\w+:\\w+:\\w+");

  private final World world;
  private final Logins logins;

  DashboardIT(World world) {
    this.world = world;
    this.logins = world.logins();
  }

  @Test
  void everyPanelAndRuleFindsItsDataWhileATunnelIsInUseAndNothingIsAlarming() {
    Tunnel tunnel = world.tunnel("AES256-CBC");
    try (Prometheus prometheus = Prometheus.start(world.stack().state(), world.stack().ports());
        Device device = world.device();
        UserBrowser browser = logins.browser(device.user())) {
      Instant begin = Instant.now();
      use(tunnel, device, browser);

      List<String> faults =
          withTraffic(device, () -> Stream.concat(panels(prometheus, tunnel), rules(prometheus)));

      draw(prometheus, tunnel, begin);
      assertThat(faults).as("queries without data").isEmpty();
      assertThat(prometheus.rules())
          .as("evaluated well, and not firing")
          .allSatisfy(rule -> assertThat(rule.path("health").asText()).isEqualTo("ok"))
          .noneMatch(rule -> rule.path("state").asText().equals("firing"));
    }
  }

  /** A refused handshake, a good one, a user who logs in, and new keys. */
  private void use(Tunnel tunnel, Device device, UserBrowser browser) {
    Connection connection = device.connection(tunnel);
    world.awaitKnown(tunnel);
    assertThat(device.tryConnect(connection.withPsk("not the key of the tunnel")).ok()).isFalse();
    device.connect(connection);
    Await.until(
        "the user is not sent to log in",
        LOGIN_LIMIT,
        null,
        () -> browser.open(PAGE).url().startsWith(StackAddresses.IDENTITY_URL));
    assertThat(browser.logIn(PAGE, Logins.USER, logins.password()).url()).isEqualTo(PAGE);
    device.requirePing(WebSite.ADDRESS);
    assertThat(device.router().rekeyChild(connection.name()).ok()).isTrue();
  }

  /**
   * Downloads again and again, sometimes more, until there are no faults any more and there is
   * something to draw, or the time is up.
   */
  private static List<String> withTraffic(Device device, Supplier<Stream<String>> faults) {
    Download download =
        new Download(device.user(), new Progress(new PrintWriter(Writer.nullWriter())));
    long begin = System.nanoTime();
    for (int round = 0; ; round++) {
      download.run(SIZE * (1 + round % 4));
      List<String> found = faults.get().toList();
      long passed = System.nanoTime() - begin;
      if ((found.isEmpty() && passed > PICTURE.toNanos()) || passed > DATA_LIMIT.toNanos()) {
        return found;
      }
      Await.pause(Duration.ofSeconds(2));
    }
  }

  /** Leaves a picture of the first dashboard, as the README has one. */
  private static void draw(Prometheus prometheus, Tunnel tunnel, Instant begin) {
    double from = begin.getEpochSecond();
    double to = Instant.now().getEpochSecond();
    GrafanaDashboards.Dashboard overview =
        GrafanaDashboards.all().stream()
            .filter(dashboard -> dashboard.file().equals("overview"))
            .findAny()
            .orElseThrow();
    DashboardPicture picture =
        new DashboardPicture(from, to, panel -> series(prometheus, panel, tunnel, from, to));
    try {
      Files.writeString(Path.of("target/dashboard.svg"), picture.draw(overview));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<DashboardPicture.Series> series(
      Prometheus prometheus, JsonNode panel, Tunnel tunnel, double from, double to) {
    return panel
        .path("targets")
        .valueStream()
        .flatMap(
            target ->
                prometheus
                    .range(
                        substitute(target.path("expr").asText(), tunnel), from, to, Prometheus.STEP)
                    .stream()
                    .map(
                        found ->
                            DashboardPicture.Series.of(
                                target.path("legendFormat").asText(), found)))
        .toList();
  }

  private static Stream<String> panels(Prometheus prometheus, Tunnel tunnel) {
    return GrafanaDashboards.all().stream()
        .flatMap(GrafanaDashboards.Dashboard::queries)
        .flatMap(
            query -> {
              String expression = substitute(query.expression(), tunnel);
              return prometheus
                  .fault(expression)
                  .map(fault -> query.panel() + ": " + fault + ": " + expression)
                  .stream();
            });
  }

  /** An alert finds nothing while all is well; what it looks at must be there all the same. */
  private static Stream<String> rules(Prometheus prometheus) {
    return prometheus.rules().stream()
        .flatMap(
            rule ->
                METRIC
                    .matcher(rule.path("query").asText())
                    .results()
                    .map(match -> match.group())
                    .flatMap(
                        metric ->
                            prometheus
                                .fault(metric)
                                .map(fault -> name(rule) + ": " + fault + ": " + metric)
                                .stream()));
  }

  private static String name(JsonNode rule) {
    return "rule " + rule.path("name").asText();
  }

  /** What Grafana would put in place of the variables. */
  private static String substitute(String expression, Tunnel tunnel) {
    return expression
        .replace("$__rate_interval", "1m")
        .replace("$pop", Pop.A.name())
        .replace("$tunnel", Long.toString(tunnel.id()))
        .replace("$job", ".*")
        .replace("$instance", ".*");
  }
}
