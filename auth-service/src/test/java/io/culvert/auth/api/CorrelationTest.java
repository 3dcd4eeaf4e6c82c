package io.culvert.auth.api;

import static io.culvert.auth.api.Calls.BYPASS;
import static io.culvert.auth.api.Calls.SESSIONS;
import static io.culvert.auth.api.Calls.as;
import static io.culvert.auth.api.Calls.createLocation;
import static io.culvert.auth.api.Calls.logIn;
import static io.culvert.auth.api.Calls.records;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.culvert.contract.Topic;
import io.culvert.contract.TraceParent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.Test;

/** One id from the call to its event. */
@QuarkusTest
@QuarkusTestResource(Backing.class)
class CorrelationTest {
  private static final String ANSWER = "X-Correlation-Id";
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** The ids of the records of a key, in their order. */
  private static List<String> ids(Topic topic, String key) {
    return records(topic).stream()
        .filter(entry -> entry.key().equals(key))
        .map(CorrelationTest::header)
        .flatMap(Optional::stream)
        .map(TraceParent::traceId)
        .toList();
  }

  private static Optional<TraceParent> header(ConsumerRecord<String, String> entry) {
    Header header = entry.headers().lastHeader(TraceParent.HEADER);
    return header == null
        ? Optional.empty()
        : TraceParent.parse(new String(header.value(), StandardCharsets.UTF_8));
  }

  @Test
  void theIdInTheAnswerIsTheOneOfTheEvent() {
    createLocation("correlated", "office", "192.0.2.0/24");
    Response answer =
        as("admin", "correlated")
            .body(Map.of("domains", List.of("example.com")))
            .put(BYPASS + "/domains");

    assertThat(answer.statusCode()).isEqualTo(200);
    String id = answer.header(ANSWER);
    assertThat(id).matches("[0-9a-f]{32}");
    await()
        .atMost(LIMIT)
        .untilAsserted(() -> assertThat(ids(Topic.AUTH_CHANGES, "correlated")).endsWith(id));
  }

  @Test
  void aSessionThatIsRevokedIsTakenBackWithTheIdOfTheCall() {
    String key = logIn("correlated", 9, "10.0.0.9", "ada", 5).key();
    Response answer =
        as("admin", "correlated").body(Map.of("user", "ada")).post(SESSIONS + "/revoke");

    assertThat(answer.statusCode()).isEqualTo(200);
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () -> assertThat(ids(Topic.USER_SESSIONS, key)).containsExactly(answer.header(ANSWER)));
  }
}
