package io.culvert.config;

import static io.culvert.config.Calls.TUNNELS;
import static io.culvert.config.Calls.admin;
import static io.culvert.config.Calls.createTunnel;
import static io.culvert.config.Calls.sharedPop;
import static io.culvert.config.Calls.tenant;
import static io.culvert.config.Calls.tunnel;
import static io.culvert.config.Records.header;
import static io.culvert.config.Reports.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.culvert.contract.CloudEventHeaders;
import io.culvert.contract.EventJson;
import io.culvert.contract.Topic;
import io.culvert.contract.TunnelEvent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A tunnel shows which of its keys the device used last. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class KeyUseTest {
  private static final Instant EARLY = Instant.parse("2026-03-01T08:00:00Z");
  private static final Instant LATE = EARLY.plusSeconds(3600);

  /** All on one partition, so that what is sent last is read last. */
  private static final int PARTITION = 3;

  private String tenant = "";
  private long id;

  @BeforeEach
  void makeTunnel() {
    tenant = tenant();
    id = createTunnel(tenant, tunnel(sharedPop()));
  }

  private static RecordMetadata send(String key, byte[] value) throws Exception {
    try (Producer<String, byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", Surroundings.kafka().bootstrapServers(), "acks", "all"),
            new StringSerializer(),
            new ByteArraySerializer())) {
      return producer
          .send(new ProducerRecord<>(Topic.TUNNEL_EVENTS.topicName(), PARTITION, key, value))
          .get();
    }
  }

  private static byte[] event(
      long tunnelId, String tenant, TunnelEvent.Type type, Instant time, Map<String, String> seen) {
    return EventJson.write(
        new TunnelEvent(
            "e-" + Calls.next(),
            tunnelId,
            tenant,
            "sfo1",
            "sfo1-a",
            time,
            type,
            null,
            1,
            null,
            seen,
            null));
  }

  private void proved(String slot, long version, Instant time) throws Exception {
    Map<String, String> seen =
        Map.of("psk-slot", slot, "tunnel-version", Long.toString(version), "nat", "false");
    send(Long.toString(id), event(id, tenant, TunnelEvent.Type.ESTABLISHED, time, seen));
  }

  /** When this is seen on another tunnel, all that was sent before has been read. */
  private void awaitRead() throws Exception {
    long other = createTunnel(tenant, tunnel(sharedPop()));
    Map<String, String> seen = Map.of("psk-slot", "current", "tunnel-version", "1");
    send(Long.toString(other), event(other, tenant, TunnelEvent.Type.ESTABLISHED, EARLY, seen));
    soon().untilAsserted(() -> shown(other).body(containsString("psklastused")));
  }

  private ValidatableResponse shown(long tunnel) {
    return admin(tenant).get(TUNNELS + "/" + tunnel).then().statusCode(200);
  }

  private void awaitUse(String key, Instant at) {
    soon()
        .untilAsserted(
            () ->
                shown(id)
                    .body("result[0].psklastused.key", equalTo(key))
                    .body("result[0].psklastused.at", equalTo(at.toString())));
  }

  private void rotate() {
    admin(tenant)
        .body("{\"psk\":\"the next key of a tunnel %d\"}".formatted(Calls.next()))
        .post(TUNNELS + "/" + id + "/psk/rotate")
        .then()
        .statusCode(200);
  }

  @Test
  void beforeAnybodyTellsNothingIsShown() {
    shown(id).body(not(containsString("psklastused")));
  }

  @Test
  void whatWasCurrentIsPreviousAfterARotationUntilTheDeviceUsesTheNewKey() throws Exception {
    proved("current", 1, EARLY);
    awaitUse("current", EARLY);
    rotate();
    awaitUse("previous", EARLY);
    proved("previous", 2, EARLY.plusSeconds(60));
    awaitUse("previous", EARLY.plusSeconds(60));
    proved("current", 2, LATE);
    awaitUse("current", LATE);
    shown(id).header("ETag", "\"2\"");
  }

  @Test
  void aGatewayThatHasNotHeardOfTheRotationDoesNotClaimTheNewKey() throws Exception {
    rotate();
    proved("current", 1, LATE);
    awaitUse("previous", LATE);
  }

  @Test
  void anEventOfTwoRotationsAgoClaimsNothing() throws Exception {
    rotate();
    admin(tenant).post(TUNNELS + "/" + id + "/psk/retire").then().statusCode(200);
    rotate();
    proved("current", 1, EARLY);
    proved("previous", 2, EARLY);
    awaitRead();
    shown(id).body(not(containsString("psklastused")));
    proved("current", 2, LATE);
    awaitUse("previous", LATE);
  }

  @Test
  void anEventThatComesLateDoesNotHideALaterOne() throws Exception {
    rotate();
    proved("current", 2, LATE);
    proved("previous", 2, EARLY);
    awaitRead();
    awaitUse("current", LATE);
  }

  @Test
  void aKeyThatIsRetiredOrReplacedIsShownNoMore() throws Exception {
    proved("current", 1, EARLY);
    awaitUse("current", EARLY);
    rotate();
    admin(tenant)
        .post(TUNNELS + "/" + id + "/psk/retire")
        .then()
        .statusCode(200)
        .body(not(containsString("psklastused")));
    proved("current", 2, LATE);
    awaitUse("current", LATE);
    admin(tenant)
        .body("{\"psk\":\"a key set instead %d\"}".formatted(Calls.next()))
        .patch(TUNNELS + "/" + id)
        .then()
        .statusCode(200)
        .body(not(containsString("psklastused")));
    shown(id).body(not(containsString("psklastused")));
  }

  @Test
  void aClockThatIsAheadDoesNotHideWhatComesAfter() throws Exception {
    proved("current", 1, Instant.now().plus(Duration.ofDays(300)));
    soon().untilAsserted(() -> shown(id).body(containsString("psklastused")));
    String at = shown(id).extract().path("result[0].psklastused.at");
    assertThat(Instant.parse(at)).isBefore(Instant.now().plusSeconds(60));
  }

  @ParameterizedTest
  @CsvSource({
    "CLOSED, current, 1",
    "ESTABLISHED, current, ''",
    "ESTABLISHED, '', 1",
    "ESTABLISHED, next, 1",
  })
  void otherEventsTellNothing(TunnelEvent.Type type, String slot, String version) throws Exception {
    Map<String, String> seen = new HashMap<>(Map.of("what", "child"));
    if (!slot.isEmpty()) {
      seen.put("psk-slot", slot);
    }
    if (!version.isEmpty()) {
      seen.put("tunnel-version", version);
    }
    send(Long.toString(id), event(id, tenant, type, EARLY, seen));
    awaitRead();
    shown(id).body(not(containsString("psklastused")));
  }

  @Test
  void anEventThatNamesAnotherTenantTellsNothing() throws Exception {
    Map<String, String> seen = Map.of("psk-slot", "current", "tunnel-version", "1");
    send(Long.toString(id), event(id, "somebody-else", TunnelEvent.Type.ESTABLISHED, EARLY, seen));
    awaitRead();
    shown(id).body(not(containsString("psklastused")));
  }

  @ParameterizedTest
  @CsvSource({
    "{id}, no json: top-secret, JsonParseException",
    "{id}, '{\"id\":\"x\"}', ValueInstantiationException",
    "top-secret, {good}, key is not a tunnel id",
    "1, {good}, key and tunnelId differ",
    "{id}, {version}, tunnel-version is not a number",
  })
  void anUnreadableEventIsSetAsideWithItsReasonAndTheNextOnesAreRead(
      String key, String value, String reason) throws Exception {
    Map<String, String> bad = Map.of("psk-slot", "current", "tunnel-version", "top-secret");
    Map<String, String> good = Map.of("psk-slot", "current", "tunnel-version", "1");
    byte[] bytes =
        switch (value) {
          case "{good}" -> event(id, tenant, TunnelEvent.Type.ESTABLISHED, EARLY, good);
          case "{version}" -> event(id, tenant, TunnelEvent.Type.ESTABLISHED, EARLY, bad);
          default -> value.getBytes(StandardCharsets.UTF_8);
        };
    RecordMetadata sent = send(key.replace("{id}", Long.toString(id)), bytes);
    String origin = sent.topic() + "-" + sent.partition() + "@" + sent.offset();
    assertThat(
            header(
                Records.matching(
                        Topic.DEAD_LETTERS,
                        entry -> header(entry, CloudEventHeaders.ORIGIN).equals(origin),
                        letters -> !letters.isEmpty())
                    .getFirst(),
                CloudEventHeaders.REASON))
        .startsWith("TunnelEvent: ")
        .contains(reason)
        .doesNotContain("top-secret");
    proved("current", 1, LATE);
    awaitUse("current", LATE);
  }

  @Test
  void whatCameWhileTheDatabaseWasAwayIsStoredWhenItIsBack() throws Exception {
    Surroundings.cable().cut();
    try {
      proved("current", 1, LATE);
    } finally {
      Surroundings.cable().mend();
    }
    soon().untilAsserted(() -> admin(tenant).get(TUNNELS + "/" + id).then().statusCode(200));
    awaitUse("current", LATE);
  }
}
