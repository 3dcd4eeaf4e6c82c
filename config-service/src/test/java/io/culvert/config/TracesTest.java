package io.culvert.config;

import static io.culvert.config.Calls.TUNNELS;
import static io.culvert.config.Calls.admin;
import static io.culvert.config.Calls.sharedPop;
import static io.culvert.config.Calls.tenant;
import static io.culvert.config.Calls.tunnel;
import static io.culvert.config.Records.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.culvert.contract.Topic;
import io.culvert.contract.TraceParent;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/** Traces, where an operator has switched them on. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
@TestProfile(TracesTest.On.class)
class TracesTest {
  private static final String ANSWER = "X-Correlation-Id";

  @Inject InMemorySpanExporter exporter;

  /** What an operator sets, and haste. */
  public static final class On implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "quarkus.otel.sdk.disabled", "false", "quarkus.otel.bsp.schedule.delay", "50ms");
    }
  }

  /** Takes the place of the exporter over the network. */
  @Singleton
  static final class Spans {
    @Produces
    @Singleton
    InMemorySpanExporter exporter() {
      return InMemorySpanExporter.create();
    }
  }

  private List<SpanData> spans(String trace) {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                exporter.getFinishedSpanItems().stream()
                    .anyMatch(span -> span.getTraceId().equals(trace)));
    return exporter.getFinishedSpanItems().stream()
        .filter(span -> span.getTraceId().equals(trace))
        .toList();
  }

  private static TraceParent traceOf(Response created) {
    String tunnel = Long.toString(created.jsonPath().getLong("data[0].id"));
    return TraceParent.parse(
            header(Records.of(Topic.TUNNEL_CHANGES, tunnel, 1).getFirst(), TraceParent.HEADER))
        .orElseThrow();
  }

  @Test
  void theSpanOfACallIsWhatItsEventsFollow() {
    Response created = admin(tenant()).body(tunnel(sharedPop())).post(TUNNELS);

    SpanData span = server(created.header(ANSWER));
    assertThat(traceOf(created))
        .isEqualTo(new TraceParent(span.getTraceId(), span.getSpanId(), true));
    assertThat(span.getName()).isEqualTo("POST " + TUNNELS);
  }

  private SpanData server(String trace) {
    return spans(trace).stream()
        .filter(span -> span.getKind() == SpanKind.SERVER)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theCallersTraceIsGoneOnWith() {
    TraceParent sent =
        new TraceParent(
            TraceParent.begin(ThreadLocalRandom.current()).traceId(), "00f067aa0ba902b7", true);
    Response created =
        admin(tenant())
            .header(TraceParent.HEADER, sent.toString())
            .body(tunnel(sharedPop()))
            .post(TUNNELS);

    assertThat(created.header(ANSWER)).isEqualTo(sent.traceId());
    assertThat(server(sent.traceId()).getParentSpanId()).isEqualTo(sent.spanId());
    assertThat(traceOf(created).traceId()).isEqualTo(sent.traceId());
  }

  @Test
  void whatARefusalWasMadeOfIsNotInItsSpan() {
    Response refused = Calls.as("not-a-token").get(TUNNELS);

    assertThat(refused.statusCode()).isEqualTo(401);
    SpanData span = server(refused.header(ANSWER));
    assertThat(span.getEvents()).isEmpty();
    assertThat(span.toString()).doesNotContain("not-a-token");
  }

  @Test
  void noSpanHasAQueryOrAKeyInIt() {
    String tenant = tenant();
    String list =
        admin(tenant).get(TUNNELS + "?site=hidden-in-the-query").then().extract().header(ANSWER);
    String made =
        admin(tenant).body(tunnel(sharedPop())).post(TUNNELS).then().extract().header(ANSWER);

    assertThat(spans(list).toString()).contains(TUNNELS).doesNotContain("hidden-in-the-query");
    assertThat(spans(made).toString()).doesNotContain("very long secret").doesNotContain("insert");
  }
}
