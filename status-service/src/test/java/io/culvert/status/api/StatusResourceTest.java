package io.culvert.status.api;

import static io.culvert.status.api.Calls.as;
import static io.culvert.status.domain.Samples.change;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.culvert.contract.EventJson;
import io.culvert.contract.PopChange;
import io.culvert.contract.Topic;
import io.culvert.contract.TunnelEvent;
import io.culvert.contract.TunnelTelemetry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The whole service against a real broker, which is down when it starts. */
@QuarkusTest
@QuarkusTestResource(EmptyKafka.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StatusResourceTest {
  private static final String TUNNELS = "/api/v2/status/tunnels";
  private static final Instant START = Instant.parse("2026-03-01T08:00:00Z");

  @Test
  @Order(1)
  void theServiceStartsWithoutKafkaAndHealsByItself() throws Exception {
    given().get("/q/health/live").then().statusCode(200);
    given().get("/q/health/ready").then().statusCode(503);
    as("viewer", "acme").get(TUNNELS).then().statusCode(200).body("total", is(0));

    EmptyKafka.kafka().resume();
    awaitReady();

    try (Admin admin =
        Admin.create(Map.of("bootstrap.servers", EmptyKafka.kafka().bootstrapServers()))) {
      List<String> all = Stream.of(Topic.values()).map(Topic::topicName).toList();
      var topics = admin.describeTopics(all).allTopicNames();
      assertThat(topics.get().values()).allMatch(topic -> topic.partitions().size() == 12);
    }
  }

  @Test
  @Order(2)
  void anEventIsSoonSeenInTheAnswer() throws Exception {
    send(
        Topic.POP_CHANGES,
        "sfo1",
        EventJson.write(
            new PopChange("0x1", "sfo1", 1, "US-CA", List.of("192.0.2.1"), null, true, null)));
    send(Topic.TUNNEL_CHANGES, "71", EventJson.write(change(71, 1, "sfo1", "lax1")));
    send(Topic.TUNNEL_CHANGES, "72", EventJson.write(change(72, "other", "theirs", 1, "sfo1")));
    awaitStatus("acme", 71, "unknown");
    awaitStatus("other", 72, "unknown");
    as("viewer", "acme").get(TUNNELS + "/71").then().body("result[0].since", nullValue());

    send(Topic.TUNNEL_EVENTS, "71", EventJson.write(established(71)));
    awaitStatus("acme", 71, "up");
    as("viewer", "acme")
        .get(TUNNELS + "/71")
        .then()
        .body("status", is(200))
        .body("total", is(1))
        .body("result[0].id", is(71))
        .body("result[0].site", is("site71"))
        .body("result[0].since", notNullValue())
        .body("result[0].pops.name", equalTo(List.of("sfo1", "lax1")))
        .body("result[0].pops.status", equalTo(List.of("up", "unknown")))
        .body("result[0].pops.primary", equalTo(List.of(true, false)))
        .body("result[0].pops[1].reason", is("not-reported"));
  }

  @Test
  @Order(3)
  void throughputAndSasComeFromTelemetry() throws Exception {
    Instant now = Instant.now();
    send(Topic.TUNNEL_TELEMETRY, "71", EventJson.write(reading(now, 0)));
    send(Topic.TUNNEL_TELEMETRY, "71", EventJson.write(reading(now.plusMillis(1000), 125_000)));
    await()
        .untilAsserted(
            () ->
                as("viewer", "acme")
                    .get(TUNNELS + "/71")
                    .then()
                    .body("result[0].pops[0].throughput.inKbps", is(1000))
                    .body("result[0].pops[0].throughput.outKbps", is(0))
                    .body("result[0].pops[0].sas", is(1))
                    .body("result[0].pops[0].hosts", is(4))
                    .body("result[0].pops[0].cipher", is("AES-GCM-256"))
                    .body("result[0].pops[0].lastKeepalive", notNullValue()));
  }

  @Test
  @Order(4)
  void aTenantSeesItsOwnTunnelsOnlyAndAnOperatorAll() {
    as("admin", "acme").get(TUNNELS).then().body("total", is(1)).body("result.id", hasItem(71));
    as("admin", "other").get(TUNNELS).then().body("result.id", equalTo(List.of(72)));
    as("admin", "other")
        .get(TUNNELS + "/71")
        .then()
        .statusCode(404)
        .contentType("application/problem+json");
    as("operator", null).get(TUNNELS).then().body("result.id", equalTo(List.of(71, 72)));
    as("operator", "acme").get(TUNNELS).then().body("total", is(1));
    as("admin", null).get(TUNNELS).then().statusCode(403).body("status", is(403));
  }

  @Test
  @Order(5)
  void filtersAndPagesCountAllMatches() {
    as("operator", null).get(TUNNELS + "?status=up").then().body("result.id", equalTo(List.of(71)));
    as("operator", null).get(TUNNELS + "?status=down").then().body("result", empty());
    as("operator", null).get(TUNNELS + "?pop=lax1").then().body("result.id", equalTo(List.of(71)));
    as("operator", null)
        .get(TUNNELS + "?limit=1&offset=1")
        .then()
        .body("total", is(2))
        .body("result.id", equalTo(List.of(72)));
  }

  @Test
  @Order(6)
  void theSummaryCountsByStatusPopAndRegion() {
    as("operator", null)
        .get("/api/v2/status/summary")
        .then()
        .statusCode(200)
        .body("result.tunnels.total", is(2))
        .body("result.tunnels.up", is(1))
        .body("result.tunnels.unknown", is(1))
        .body("result.pops.name", equalTo(List.of("lax1", "sfo1")))
        .body("result.pops.up", equalTo(List.of(0, 1)))
        .body("result.regions.name", equalTo(List.of("US-CA")))
        .body("result.regions.total", equalTo(List.of(2)));
    as("viewer", "other").get("/api/v2/status/summary").then().body("result.tunnels.total", is(1));
  }

  @Test
  @Order(7)
  void everyWrongParameterIsNamed() {
    as("viewer", "acme")
        .get(TUNNELS + "?status=asleep&limit=101&offset=-1")
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body("status", is(400))
        .body("violations.field", equalTo(List.of("status", "limit", "offset")));
  }

  @Test
  @Order(8)
  void withoutAValidTokenNothingIsTold() {
    given()
        .get(TUNNELS)
        .then()
        .statusCode(401)
        .header("WWW-Authenticate", containsString("Bearer"))
        .contentType("application/problem+json")
        .body("status", is(401));
    given().auth().oauth2("nonsense").get(TUNNELS).then().statusCode(401).body("status", is(401));
    as("stranger", "acme").get(TUNNELS).then().statusCode(403).body("status", is(403));
    as("viewer", "acme").get(TUNNELS + "/nonsense").then().statusCode(404);
    as("viewer", "acme").get("/api/v2/status/nonsense").then().statusCode(404);
  }

  @Test
  @Order(9)
  void anUnreadableRecordBecomesADeadLetterAndTheRestGoesOn() throws Exception {
    send(Topic.TUNNEL_TELEMETRY, "71", "nonsense".getBytes(StandardCharsets.UTF_8));
    send(Topic.TUNNEL_CHANGES, "71", null);
    await().untilAsserted(() -> as("viewer", "acme").get(TUNNELS + "/71").then().statusCode(404));
    try (var consumer = EmptyKafka.kafka().consumer(Topic.DEAD_LETTERS)) {
      await()
          .untilAsserted(
              () ->
                  assertThat(consumer.poll(Duration.ofMillis(200)))
                      .anyMatch(record -> record.value().equals("nonsense")));
    }
  }

  @Test
  @Order(10)
  void theServiceHealsAfterKafkaWasAway() throws Exception {
    EmptyKafka.kafka().pause();
    await().untilAsserted(() -> given().get("/q/health/ready").then().statusCode(503));
    as("viewer", "other").get(TUNNELS + "/72").then().statusCode(200);
    EmptyKafka.kafka().resume();
    awaitReady();
    send(Topic.TUNNEL_EVENTS, "72", EventJson.write(established(72)));
    awaitStatus("other", 72, "up");
  }

  @Test
  @Order(11)
  void metricsAndTheDescriptionAreServed() {
    given().get("/q/metrics").then().statusCode(200).body(containsString("kafka_stream"));
    given().get("/q/openapi").then().statusCode(200).body(containsString(TUNNELS));
    given().get("/q/health").then().body(not(containsString("127.0.0.1")));
  }

  private static void awaitReady() {
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> given().get("/q/health/ready").then().statusCode(200));
  }

  private static void awaitStatus(String tenant, long id, String status) {
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(50))
        .untilAsserted(
            () ->
                as("viewer", tenant)
                    .get(TUNNELS + "/" + id)
                    .then()
                    .statusCode(200)
                    .body("result[0].status", is(status)));
  }

  private static TunnelEvent established(long id) {
    return new TunnelEvent(
        "e" + id,
        id,
        null,
        "sfo1",
        "sfo1-gw",
        Instant.now(),
        TunnelEvent.Type.ESTABLISHED,
        null,
        1,
        null,
        Map.of(),
        null);
  }

  private static TunnelTelemetry reading(Instant time, long bytesIn) {
    return new TunnelTelemetry(
        71,
        "acme",
        "sfo1",
        "sfo1-gw",
        START,
        time,
        true,
        time,
        bytesIn,
        0,
        1,
        1,
        1,
        4,
        "AES-GCM-256");
  }

  private static void send(Topic topic, String key, byte @Nullable [] value) throws Exception {
    Map<String, Object> config = Map.of("bootstrap.servers", EmptyKafka.kafka().bootstrapServers());
    try (var producer =
        new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(topic.topicName(), key, value)).get();
    }
  }
}
