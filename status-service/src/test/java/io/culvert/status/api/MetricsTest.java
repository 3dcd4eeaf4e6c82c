package io.culvert.status.api;

import static io.culvert.status.api.Calls.as;
import static io.culvert.status.domain.Samples.change;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.culvert.contract.EventJson;
import io.culvert.contract.Topic;
import io.culvert.contract.TunnelTelemetry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** What Prometheus reads of the service. */
@QuarkusTest
@QuarkusTestResource(EmptyKafka.class)
@TestProfile(MetricsTest.FewTunnels.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MetricsTest {
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");

  /** No more than two tunnels are told of one by one. */
  public static final class FewTunnels implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("culvert.metrics.tunnels", "2");
    }
  }

  @BeforeAll
  static void kafkaIsThere() {
    EmptyKafka.kafka().resume();
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

  private static void await60(Runnable assertion) {
    await().atMost(Duration.ofSeconds(60)).untilAsserted(assertion::run);
  }

  private static void send(Topic topic, String key, Object event) throws Exception {
    Map<String, Object> config = Map.of("bootstrap.servers", EmptyKafka.kafka().bootstrapServers());
    try (var producer =
        new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(topic.topicName(), key, EventJson.write(event))).get();
    }
  }

  private static TunnelTelemetry reading(Instant time, long bytesIn) {
    Instant start = Instant.parse("2026-03-01T08:00:00Z");
    return new TunnelTelemetry(
        7, "acme", "sfo1", "sfo1-gw", start, time, true, time, bytesIn, 0, 1, 1, 1, 4, null);
  }

  @Test
  @Order(1)
  void aTunnelsStateAndThroughputAreToldAndHowLongTheyTook() throws Exception {
    await60(() -> given().get("/q/health/ready").then().statusCode(200));
    Instant now = Instant.now();
    send(Topic.TUNNEL_CHANGES, "7", change(7, 1, "sfo1", "lax1"));
    send(Topic.TUNNEL_TELEMETRY, "7", reading(now, 0));
    send(Topic.TUNNEL_TELEMETRY, "7", reading(now.plusMillis(1_000), 125_000));

    String at = "{pop=\"sfo1\",tunnel=\"7\",}";
    await60(
        () -> {
          assertThat(value("culvert_tunnels{state=\"up\",}")).isEqualTo(1);
          assertThat(value("culvert_pop_tunnels{pop=\"lax1\",state=\"unknown\",}")).isEqualTo(1);
          assertThat(value("culvert_tunnel_state" + at)).isEqualTo(2);
          assertThat(value("culvert_tunnel_since_timestamp_seconds" + at))
              .isBetween(now.getEpochSecond() - 1.0, now.getEpochSecond() + 60.0);
          assertThat(
                  value(
                      "culvert_tunnel_throughput_bytes_per_second"
                          + "{direction=\"in\",pop=\"sfo1\",tunnel=\"7\",}"))
              .isEqualTo(125_000);
        });
    assertThat(value("culvert_telemetry_to_status_seconds_count")).isEqualTo(2);
    assertThat(value("culvert_telemetry_to_status_seconds_bucket{le=\"30.0\",}")).isEqualTo(2);
    assertThat(value("culvert_statuses_published_total")).isPositive();
    await60(
        () ->
            assertThat(value("culvert_consumer_lag_records{topic=\"tunnel-telemetry\",}"))
                .isZero());
  }

  @Test
  @Order(2)
  void everySeriesOfOursIsInTheOperatorsTableAndNoneNamesATenantOrASite() throws Exception {
    String scraped = scraped();
    String table = Files.readString(Path.of("../docs/operations.md"));

    assertThat(scraped.lines().filter(line -> line.startsWith("# TYPE culvert_")))
        .hasSizeGreaterThan(9)
        .map(line -> line.replaceFirst("# TYPE (\\w+?)(_max)? .*", "$1"))
        .allSatisfy(name -> assertThat(table).contains("`" + name + "`"));
    assertThat(labels("culvert_", 1))
        .containsOnly("state", "pop", "tunnel", "direction", "topic", "le");
    assertThat(scraped).doesNotContain("acme", "site7").contains("jvm_memory_used_bytes");
  }

  @Test
  @Order(3)
  void withMoreTunnelsThanTheLimitNoneIsToldOneByOne() throws Exception {
    send(Topic.TUNNEL_CHANGES, "8", change(8, 1, "sfo1"));
    send(Topic.TUNNEL_CHANGES, "9", change(9, 1, "sfo1"));

    await60(() -> assertThat(value("culvert_tunnel_series_left_out")).isEqualTo(3));
    assertThat(value("culvert_tunnel_series_limit")).isEqualTo(2);
    assertThat(labels("culvert_", 1)).doesNotContain("tunnel");
    assertThat(value("culvert_tunnels{state=\"unknown\",}")).isEqualTo(2);
  }

  @Test
  @Order(4)
  void pathsThatLeadNowhereMakeNoSeries() {
    as("viewer", "acme").get("/api/v2/status/tunnels/7").then().statusCode(200);
    for (int i = 0; i < 30; i++) {
      given().get("/nowhere" + i);
      given().auth().oauth2("nonsense").get("/api/v2/odd" + i);
      given().get("/api/v2/status/tunnels/" + i);
    }

    assertThat(labels("http_server_requests_seconds_count", 2))
        .contains("/api/v2/status/tunnels/{id}")
        .hasSizeLessThan(20)
        .noneMatch(value -> value.matches(".*\\d$") && value.startsWith("/"));
  }

  @Test
  @Order(5)
  void kafkasOwnSeriesStayFewHoweverManyPartitionsThereAre() {
    List<String> own = scraped().lines().filter(line -> line.startsWith("kafka_")).toList();
    assertThat(own).hasSizeBetween(1, 1_000); // some eighty of each client and thread
    assertThat(own).noneMatch(line -> line.matches(".*[{,](partition|topic|task_id|node_id)=.*"));
  }

  /** The names, 1, or the values, 2, of the labels of what begins so. */
  private static Set<String> labels(String begin, int group) {
    return LABEL
        .matcher(
            scraped()
                .lines()
                .filter(line -> line.startsWith(begin))
                .collect(Collectors.joining("\n")))
        .results()
        .map(found -> found.group(group))
        .collect(Collectors.toSet());
  }
}
