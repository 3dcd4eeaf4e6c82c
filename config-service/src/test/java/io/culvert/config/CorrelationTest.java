package io.culvert.config;

import static io.culvert.config.Calls.TUNNELS;
import static io.culvert.config.Calls.admin;
import static io.culvert.config.Calls.sharedPop;
import static io.culvert.config.Calls.tenant;
import static io.culvert.config.Calls.tunnel;
import static io.culvert.config.ImportCalls.reviewed;
import static io.culvert.config.ImportCalls.row;
import static io.culvert.config.Records.header;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.culvert.contract.Topic;
import io.culvert.contract.TraceParent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One id from the call to its event. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class CorrelationTest {
  private static final String ANSWER = "X-Correlation-Id";

  private static TraceParent traceOf(ConsumerRecord<String, String> entry) {
    return TraceParent.parse(header(entry, TraceParent.HEADER)).orElseThrow();
  }

  private static TraceParent traceOf(long tunnel) {
    return traceOf(Records.of(Topic.TUNNEL_CHANGES, Long.toString(tunnel), 1).getFirst());
  }

  @Test
  void theIdInTheAnswerIsTheOneOfTheEventAndOfTheLog() {
    String tenant = tenant();
    CapturedLog log = CapturedLog.start();
    try {
      Response answer = admin(tenant).body(tunnel(sharedPop())).post(TUNNELS);
      String id = answer.header(ANSWER);

      assertThat(answer.statusCode()).isEqualTo(201);
      assertThat(id).matches("[0-9a-f]{32}");
      assertThat(traceOf(answer.jsonPath().getLong("data[0].id")).traceId()).isEqualTo(id);
      await()
          .until(
              () ->
                  log.has(
                      line ->
                          line.contains("POST " + TUNNELS + " answered with 201")
                              && line.contains("correlationId=" + id)));
    } finally {
      log.close();
    }
  }

  @Test
  void theCallersOwnIdIsKept() {
    TraceParent sent = TraceParent.begin(ThreadLocalRandom.current());
    Response answer =
        admin(tenant())
            .header(TraceParent.HEADER, sent.toString())
            .body(tunnel(sharedPop()))
            .post(TUNNELS);

    assertThat(answer.header(ANSWER)).isEqualTo(sent.traceId());
    assertThat(traceOf(answer.jsonPath().getLong("data[0].id"))).isEqualTo(sent);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "hello",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more"
      })
  void anIdThatIsNoneIsNotTaken(String sent) {
    String id = given().header(TraceParent.HEADER, sent).get("/q/health").header(ANSWER);
    assertThat(id).matches("[0-9a-f]{32}");
    assertThat(sent).doesNotContain(id);
  }

  @Test
  void twoIdsAreNone() {
    String one = TraceParent.begin(ThreadLocalRandom.current()).toString();
    String other = TraceParent.begin(ThreadLocalRandom.current()).toString();
    String id = given().header(TraceParent.HEADER, one, other).get("/q/health/live").header(ANSWER);
    assertThat(one + other).doesNotContain(id);
  }

  @Test
  void whatIsRefusedHasAnIdTooAndChangesOfOneCallerHaveTheirOwn() {
    Response nobody = given().get(TUNNELS);
    Response bad = admin(tenant()).body("{}").post(TUNNELS);
    assertThat(nobody.statusCode()).isEqualTo(401);
    assertThat(bad.statusCode()).isEqualTo(400);
    assertThat(Set.of(nobody.header(ANSWER), bad.header(ANSWER)))
        .hasSize(2)
        .allMatch(id -> id.matches("[0-9a-f]{32}"));
  }

  @Test
  void allTunnelsOfAnImportHaveTheIdOfItsCommit() {
    String tenant = tenant();
    String pop = sharedPop();
    String review = reviewed(tenant, row("one", pop) + row("two", pop) + row("three", pop));
    String id = ImportCalls.commit(tenant, review).statusCode(200).extract().header(ANSWER);

    List<ConsumerRecord<String, String>> told =
        Records.matching(
            Topic.TUNNEL_CHANGES,
            entry -> entry.value() != null && Records.tunnel(entry).tenant().equals(tenant),
            found -> found.size() >= 3);
    assertThat(told.stream().map(entry -> traceOf(entry).traceId()).collect(Collectors.toSet()))
        .containsExactly(id);
  }

  @Test
  void callsAtTheSameTimeKeepTheirIdsApart() {
    String tenant = tenant();
    String pop = sharedPop();
    List<Response> answers =
        List.of(tunnel(pop), tunnel(pop), tunnel(pop), tunnel(pop), tunnel(pop), tunnel(pop))
            .parallelStream()
            .map(json -> admin(tenant).body(json).post(TUNNELS))
            .toList();
    for (Response answer : answers) {
      assertThat(traceOf(answer.jsonPath().getLong("data[0].id")).traceId())
          .isEqualTo(answer.header(ANSWER));
    }
  }
}
