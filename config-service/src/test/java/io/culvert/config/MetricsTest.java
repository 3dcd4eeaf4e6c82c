package io.culvert.config;

import static io.culvert.config.Calls.TUNNELS;
import static io.culvert.config.Calls.admin;
import static io.culvert.config.Calls.createTunnel;
import static io.culvert.config.Calls.sharedPop;
import static io.culvert.config.Calls.tenant;
import static io.culvert.config.Calls.tunnel;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What Prometheus reads of the service. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class MetricsTest {
  private static final Duration HEALING = Duration.ofSeconds(60);
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");

  @AfterEach
  void heal() {
    Surroundings.kafka().resume();
    await().atMost(HEALING).untilAsserted(() -> given().get("/q/health").then().statusCode(200));
  }

  private static String scraped() {
    return given()
        .accept("text/plain")
        .get("/q/metrics")
        .then()
        .statusCode(200)
        .extract()
        .asString();
  }

  private static double value(String series) {
    return scraped()
        .lines()
        .filter(line -> line.startsWith(series + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
        .findFirst()
        .orElse(Double.NaN);
  }

  @Test
  void changesThatWaitForKafkaAreCountedWithTheirAgeUntilTheyAreTold() {
    String tenant = tenant();
    double published = value("culvert_outbox_published_total");
    Surroundings.kafka().pause();
    createTunnel(tenant, tunnel(sharedPop()));

    await()
        .atMost(HEALING)
        .untilAsserted(
            () -> {
              assertThat(value("culvert_outbox_waiting_events")).isPositive();
              assertThat(value("culvert_outbox_oldest_age_seconds")).isBetween(1.0, 60.0);
              assertThat(value("culvert_outbox_healthy")).isZero();
            });
    Surroundings.kafka().resume();
    await()
        .atMost(HEALING)
        .untilAsserted(
            () -> {
              assertThat(value("culvert_outbox_waiting_events")).isZero();
              assertThat(value("culvert_outbox_oldest_age_seconds")).isZero();
              assertThat(value("culvert_outbox_healthy")).isEqualTo(1);
              assertThat(value("culvert_outbox_published_total")).isGreaterThan(published);
            });
    assertThat(value("culvert_outbox_parked_events")).isZero();
  }

  @Test
  void theLagOfEachTopicThatIsReadIsToldAndGoesToNothing() {
    await()
        .atMost(HEALING)
        .untilAsserted(
            () -> {
              assertThat(value("culvert_consumer_lag_records{topic=\"tunnel-status\",}")).isZero();
              assertThat(value("culvert_consumer_lag_records{topic=\"tunnel-events\",}")).isZero();
            });
  }

  @Test
  void callsAreCountedByRouteAndPathsThatLeadNowhereMakeNoSeries() throws IOException {
    String tenant = tenant();
    long id = createTunnel(tenant, tunnel(sharedPop()));
    admin(tenant).get(TUNNELS + "/" + id).then().statusCode(200);
    for (int i = 0; i < 30; i++) {
      given().get("/api/v2/nowhere" + i);
      given().auth().oauth2("nonsense").get("/api/v2/tenants/odd" + i);
      given().delete("/api/v2/pops/" + i);
      admin(tenant).get(TUNNELS + "/" + (id + 1_000 + i));
    }
    for (int i = 0; i < 3; i++) {
      assertThat(RawHttp.announced("/large" + i, "text/plain", 1_100_000))
          .startsWith("HTTP/1.1 413 ");
    }

    Map<String, Object> paths =
        given().accept("application/json").get("/q/openapi?format=json").jsonPath().get("paths");
    Set<String> uris = valuesOf("uri");
    assertThat(uris).contains(TUNNELS + "/{id}", "NOT_FOUND");
    uris.removeAll(paths.keySet());
    assertThat(uris).isSubsetOf("NOT_FOUND", "UNKNOWN", "REDIRECTION", "root");
  }

  @Test
  void callsAreCountedInBucketsOfTimeByRouteAndNothingElseIs() {
    admin(tenant()).get(TUNNELS).then().statusCode(200);
    given().get("/api/v2/nowhere");

    List<String> buckets =
        scraped()
            .lines()
            .filter(line -> line.startsWith("http_server_requests_seconds_bucket{"))
            .toList();
    assertThat(buckets)
        .filteredOn(
            line -> line.contains("uri=\"" + TUNNELS + "\"") && line.contains("status=\"200\""))
        .hasSize(12)
        .anyMatch(line -> line.contains("le=\"0.005\""))
        .anyMatch(line -> line.contains("le=\"10.0\""))
        .anyMatch(line -> line.contains("le=\"+Inf\""));
    assertThat(buckets).allMatch(line -> line.contains("uri=\"/"));
  }

  @Test
  void whenCertificatesEndIsTold() {
    sharedPop();
    double now = Instant.now().getEpochSecond();
    double day = Duration.ofDays(1).toSeconds();
    await()
        .atMost(HEALING)
        .untilAsserted(
            () -> {
              assertThat(value("culvert_certificate_expiry_timestamp_seconds{kind=\"root\",}"))
                  .isGreaterThan(now + 365 * day);
              assertThat(value("culvert_certificate_expiry_timestamp_seconds{kind=\"pop\",}"))
                  .isBetween(now, now + 3_650 * day);
            });
  }

  private static Set<String> valuesOf(String label) {
    return LABEL
        .matcher(scraped())
        .results()
        .filter(found -> found.group(1).equals(label))
        .map(found -> found.group(2))
        .collect(Collectors.toSet());
  }

  @Test
  void noSeriesOfOursNamesATenantATunnelOrAUser() {
    String tenant = tenant();
    createTunnel(tenant, tunnel(sharedPop()));
    List<MatchResult> labels =
        LABEL
            .matcher(
                scraped()
                    .lines()
                    .filter(line -> line.startsWith("culvert_"))
                    .collect(Collectors.joining("\n")))
            .results()
            .toList();

    assertThat(labels).extracting(found -> found.group(1)).containsOnly("topic", "kind");
    assertThat(scraped()).doesNotContain(tenant);
  }

  @Test
  void everySeriesOfOursIsInTheOperatorsTableAndTheJvmIsTold() throws Exception {
    String table = Files.readString(Path.of("../docs/operations.md"));
    String scraped = scraped();

    assertThat(scraped.lines().filter(line -> line.startsWith("# TYPE culvert_")))
        .hasSizeGreaterThan(5)
        .map(line -> line.replaceFirst("# TYPE (\\w+) .*", "$1"))
        .allSatisfy(name -> assertThat(table).contains("`" + name + "`"));
    assertThat(scraped).contains("jvm_memory_used_bytes", "process_cpu_usage");
  }
}
