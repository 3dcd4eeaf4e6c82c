package io.culvert.config;

import static io.culvert.config.Calls.TUNNELS;
import static io.culvert.config.Calls.admin;
import static io.culvert.config.Calls.createTunnel;
import static io.culvert.config.Calls.pop;
import static io.culvert.config.Calls.sharedPop;
import static io.culvert.config.Calls.tenant;
import static io.culvert.config.Calls.tunnel;
import static io.culvert.config.Records.header;
import static io.culvert.config.Reports.SINCE;
import static io.culvert.config.Reports.awaitStatus;
import static io.culvert.config.Reports.away;
import static io.culvert.config.Reports.report;
import static io.culvert.config.Reports.send;
import static io.culvert.config.Reports.status;
import static io.culvert.config.Reports.up;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.culvert.contract.CloudEventHeaders;
import io.culvert.contract.Topic;
import io.culvert.contract.TunnelStatus.State;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the topic {@code tunnel-status} says of a tunnel, as its admin sees it. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class StatusTest {
  @Test
  void aReportIsShownAtEachPopOfTheTunnel() throws Exception {
    String first = pop();
    String second = pop();
    String tenant = tenant();
    long id = createTunnel(tenant, tunnel(first, second));
    // The order of a report's entries says nothing.
    report(id, tenant, State.UP, away(second, State.DOWN, SINCE), up(first, 1234, 5678));
    awaitStatus(tenant, id, "up");
    for (String path : List.of(TUNNELS + "/" + id, TUNNELS)) {
      admin(tenant)
          .get(path)
          .then()
          .statusCode(200)
          .body("total", equalTo(1))
          .body("result[0].pops.name", contains(first, second))
          .body("result[0].pops.status", contains("up", "down"))
          .body("result[0].pops.since", contains("2026-03-01T08:00:00Z", "2026-03-01T08:00:00Z"))
          .body("result[0].pops.throughput", contains("6912 Kbps", "unknown"))
          .body("result[0].keySet().contains('status')", equalTo(false));
    }
  }

  @Test
  void aPopNobodyReportedOfIsUnknownBesideOneThatIsUp() throws Exception {
    String first = pop();
    String tenant = tenant();
    long id = createTunnel(tenant, tunnel(first, sharedPop()));
    report(id, tenant, State.UP, up(first, 0, 0), away("elsewhere", State.DOWN, SINCE));
    awaitStatus(tenant, id, "up");
    admin(tenant)
        .get(TUNNELS + "/" + id)
        .then()
        .body("result[0].pops.status", contains("up", "unknown"))
        .body("result[0].pops.since", contains("2026-03-01T08:00:00Z", "unknown"))
        .body("result[0].pops.throughput", contains("0 Kbps", "unknown"));
  }

  @Test
  void tunnelsAreFoundByTheirOverallStatus() throws Exception {
    String tenant = tenant();
    String first = pop();
    String second = pop();
    long up = createTunnel(tenant, tunnel(first));
    long down = createTunnel(tenant, tunnel(first));
    long silent = createTunnel(tenant, tunnel(first));
    long failedOver = createTunnel(tenant, tunnel(first, second));
    report(up, tenant, State.UP, up(first, 1, 1));
    report(down, tenant, State.DOWN, away(first, State.DOWN, null));
    report(failedOver, tenant, State.UP, away(first, State.DOWN, null), up(second, 1, 1));
    Reports.soon()
        .untilAsserted(() -> assertThat(found(tenant, "up")).containsExactly(up, failedOver));
    assertThat(found(tenant, "down")).containsExactly(down);
    assertThat(found(tenant, "DOWN")).containsExactly(down);
    assertThat(found(tenant, "unknown")).containsExactly(silent);
    admin(tenant)
        .queryParam("status", "up")
        .queryParam("limit", 1)
        .queryParam("offset", 1)
        .get(TUNNELS)
        .then()
        .body("total", equalTo(2))
        .body("result.id", contains((int) failedOver));
    admin(tenant)
        .queryParam("status", "up")
        .queryParam("pop", second)
        .get(TUNNELS)
        .then()
        .body("total", equalTo(1))
        .body("result.id", contains((int) failedOver));
    admin(tenant()).queryParam("status", "up").get(TUNNELS).then().body("result", hasSize(0));
  }

  private static List<Long> found(String tenant, String status) {
    return admin(tenant)
        .queryParam("status", status)
        .get(TUNNELS)
        .then()
        .statusCode(200)
        .extract()
        .jsonPath()
        .getList("result.id", Long.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"UP", "DOWN", "UNKNOWN"})
  void theLastReportCountsAndATombstoneIsUnknownAgain(State last) throws Exception {
    String pop = sharedPop();
    String tenant = tenant();
    long id = createTunnel(tenant, tunnel(pop));
    State other = last == State.UP ? State.DOWN : State.UP;
    report(id, tenant, other, away(pop, other, null));
    awaitStatus(tenant, id, other.name().toLowerCase(Locale.ROOT));
    report(id, tenant, last, away(pop, last, null));
    awaitStatus(tenant, id, last.name().toLowerCase(Locale.ROOT));
    report(id, tenant, other, away(pop, other, null));
    awaitStatus(tenant, id, other.name().toLowerCase(Locale.ROOT));
    send(Long.toString(id), null);
    awaitStatus(tenant, id, "unknown");
  }

  static Stream<Arguments> unreadable() {
    return Stream.of(
        arguments("{id}", "no json: top-secret", "JsonParseException"),
        arguments("{id}", "", "MismatchedInputException"),
        arguments("{id}", "null", "null"),
        arguments("{id}", "[\"top-secret\"]", "MismatchedInputException"),
        arguments("{id}", "{\"tunnelId\":{id}}", "ValueInstantiationException"),
        arguments("{id}", "{\"tunnelId\":\"top-secret\"}", "tunnelId"),
        arguments(
            "{id}",
            "{\"tunnelId\":{id},\"tenant\":\"t\",\"site\":\"s\",\"state\":\"top-secret\","
                + "\"time\":\"2026-03-01T08:00:00Z\"}",
            "state"),
        arguments("{id}", "{\"tunnelId\":{id}} top-secret", "TunnelStatus"),
        arguments("{id}", "{other}", "key and tunnelId differ"),
        arguments("top-secret", "{good}", "key is not a tunnel id"),
        arguments("0{id}", "{good}", "key is not a tunnel id"),
        arguments("9999999999999999999", "{good}", "key is not a tunnel id"),
        arguments("", "{good}", "key is not a tunnel id"));
  }

  @ParameterizedTest
  @MethodSource("unreadable")
  void anUnreadableReportIsSetAsideWithItsReasonAndTheNextOnesAreRead(
      String keyPattern, String valuePattern, String reason) throws Exception {
    String pop = sharedPop();
    String tenant = tenant();
    long id = createTunnel(tenant, tunnel(pop));
    report(id, tenant, State.DOWN, away(pop, State.DOWN, null));
    String key = keyPattern.replace("{id}", Long.toString(id));
    String value =
        valuePattern
            .replace("{id}", Long.toString(id))
            .replace("{good}", text(status(id, tenant, State.UP, up(pop, 1, 1))))
            .replace("{other}", text(status(id + 1, tenant, State.UP, up(pop, 1, 1))));

    RecordMetadata sent = send(key, value.getBytes(StandardCharsets.UTF_8));

    ConsumerRecord<String, String> letter = letter(sent);
    assertThat(letter.key()).isEqualTo(key);
    assertThat(letter.value()).isEqualTo(value);
    assertThat(header(letter, CloudEventHeaders.REASON))
        .startsWith("TunnelStatus: ")
        .contains(reason)
        .doesNotContain("top-secret");
    awaitStatus(tenant, id, "down");
    report(id, tenant, State.UP, up(pop, 1, 1));
    awaitStatus(tenant, id, "up");
  }

  private static String text(byte[] utf8) {
    return new String(utf8, StandardCharsets.UTF_8);
  }

  /** The one dead letter of a record, by where it came from. */
  private static ConsumerRecord<String, String> letter(RecordMetadata sent) {
    String origin = sent.topic() + "-" + sent.partition() + "@" + sent.offset();
    List<ConsumerRecord<String, String>> found =
        Records.matching(
            Topic.DEAD_LETTERS,
            entry -> header(entry, CloudEventHeaders.ORIGIN).equals(origin),
            letters -> !letters.isEmpty());
    assertThat(found).hasSize(1);
    return found.getFirst();
  }

  @Test
  void aDeadLetterKeepsTheHeadersItCameWith() throws Exception {
    RecordMetadata sent = send("x", "{".getBytes(StandardCharsets.UTF_8));
    assertThat(header(letter(sent), "ce_id")).isEqualTo(Reports.ID);
  }
}
