package io.culvert.gateway.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.contract.Topic;
import io.culvert.contract.TraceParent;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What operators read of changes in a gateway's log. */
class ChangeTrailTest {
  private static final String CALL = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String HEADER = "00-" + CALL + "-00f067aa0ba902b7-01";
  private static final AttributeKey<Long> COUNT =
      AttributeKey.longKey("messaging.batch.message_count");

  private final InMemorySpanExporter spans = InMemorySpanExporter.create();
  private final SdkTracerProvider traces =
      SdkTracerProvider.builder().addSpanProcessor(SimpleSpanProcessor.create(spans)).build();
  private final ChangeTrail trail = new ChangeTrail(traces.get("test"));
  private final TrailLog log = TrailLog.start();

  @AfterEach
  void stop() {
    log.close();
    traces.close();
  }

  private void add(Topic topic, @Nullable String key, String trace) {
    ConsumerRecord<String, byte[]> entry =
        new ConsumerRecord<>(topic.topicName(), 0, 0, key, new byte[0]);
    entry.headers().add(TraceParent.HEADER, trace.getBytes(StandardCharsets.UTF_8));
    trail.add(entry);
  }

  @Test
  void oneChangeIsToldByItsKeyWithTheIdOfItsCall() {
    add(Topic.TUNNEL_CHANGES, "17", HEADER);
    trail.tell();
    assertThat(log.lines()).containsExactly(CALL + " taken in: tunnel-changes 17");
  }

  @Test
  void manyChangesOfACallAreOneLineOfEachBatch() {
    IntStream.range(0, 500).forEach(id -> add(Topic.TUNNEL_CHANGES, Integer.toString(id), HEADER));
    add(Topic.POP_CHANGES, "pop-a", HEADER);
    trail.tell();
    trail.tell();
    add(Topic.TUNNEL_CHANGES, "17", HEADER);
    trail.tell();
    assertThat(log.lines())
        .containsExactly(
            CALL + " taken in: pop-changes (1), tunnel-changes (500)",
            CALL + " taken in: tunnel-changes 17");
  }

  @Test
  void theWorkOnACallsChangesIsASpanAfterTheOneThatCausedIt() {
    add(Topic.TUNNEL_CHANGES, "17", HEADER);
    add(Topic.TUNNEL_CHANGES, "18", HEADER);
    trail.tell();
    assertThat(spans.getFinishedSpanItems())
        .singleElement()
        .satisfies(
            span -> {
              assertThat(span.getTraceId()).isEqualTo(CALL);
              assertThat(span.getParentSpanId()).isEqualTo("00f067aa0ba902b7");
              assertThat(span.getParentSpanContext().isRemote()).isTrue();
              assertThat(span.getKind()).isEqualTo(SpanKind.CONSUMER);
              assertThat(span.getName()).isEqualTo("process tunnel-changes");
              assertThat(span.getAttributes().get(COUNT)).isEqualTo(2);
            });
  }

  @Test
  void whatItsCallerDoesNotRecordIsNotRecorded() {
    add(Topic.TUNNEL_CHANGES, "17", "00-" + CALL + "-00f067aa0ba902b7-00");
    trail.tell();
    assertThat(log.lines()).hasSize(1);
    assertThat(spans.getFinishedSpanItems()).isEmpty();
  }

  @Test
  void whereUsersAreLoggedInIsNotTold() {
    add(Topic.USER_SESSIONS, "tenant-1/7/192.168.1.10", HEADER);
    trail.tell();
    assertThat(log.lines()).containsExactly(CALL + " taken in: user-sessions (1)");
  }

  @Test
  void callsBeyondTheFirstFewAreCounted() {
    Random random = new Random(1);
    for (int call = 0; call < ChangeTrail.MOST + 7; call++) {
      add(Topic.TUNNEL_CHANGES, "17", TraceParent.begin(random).toString());
    }
    trail.tell();
    assertThat(log.lines())
        .hasSize(ChangeTrail.MOST + 1)
        .endsWith(" and what 7 more calls changed");
  }

  @Test
  void nothingIsToldOfRecordsWithoutAGoodHeader() {
    trail.add(new ConsumerRecord<>(Topic.TUNNEL_CHANGES.topicName(), 0, 0, "17", new byte[0]));
    add(Topic.TUNNEL_CHANGES, "17", "00-" + CALL + "\n-forged line-0");
    add(Topic.TUNNEL_CHANGES, "17", HEADER + "0");
    trail.tell();
    assertThat(log.lines()).isEmpty();
  }

  @Test
  void aKeyCannotForgeALine() {
    add(Topic.AUTH_CHANGES, "tenant\n2026-01-01 INFO all is well", HEADER);
    add(Topic.POP_CHANGES, null, HEADER.replace("4bf9", "5bf9"));
    trail.tell();
    assertThat(log.lines())
        .containsExactly(
            CALL + " taken in: auth-changes (1)",
            CALL.replace("4bf9", "5bf9") + " taken in: pop-changes (1)");
  }
}
