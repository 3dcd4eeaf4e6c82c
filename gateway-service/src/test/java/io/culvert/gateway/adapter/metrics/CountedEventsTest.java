package io.culvert.gateway.adapter.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.contract.GatewayHeartbeat;
import io.culvert.contract.Topic;
import io.culvert.contract.TunnelEvent;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CountedEventsTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final List<Object> passed = new ArrayList<>();
  private final CountedEvents events =
      new CountedEvents(
          registry,
          (topic, key, event) -> passed.add(topic + " " + key + " " + (event == null ? "-" : "+")));

  private static TunnelEvent event(
      TunnelEvent.Type type, @Nullable String reason, int count, Map<String, String> evidence) {
    return new TunnelEvent(
        "e", 7, "acme", "pop-a", "pop-a-1", NOW, type, reason, count, null, evidence, null);
  }

  private void tell(
      TunnelEvent.Type type, @Nullable String reason, int count, Map<String, String> evidence) {
    events.publish(Topic.TUNNEL_EVENTS, "7", event(type, reason, count, evidence));
  }

  private double exchanges(String result, String reason) {
    return registry
        .get("culvert.ike.exchanges")
        .tags("result", result, "reason", reason)
        .counter()
        .count();
  }

  @Test
  void aHandshakeIsCountedWithItsTime() {
    tell(TunnelEvent.Type.ESTABLISHED, null, 1, Map.of("handshake-ms", "42"));
    tell(TunnelEvent.Type.ESTABLISHED, null, 1, Map.of("what", "child"));

    assertThat(exchanges("established", "none")).isEqualTo(2);
    assertThat(registry.get("culvert.ike.handshake").timer().count()).isOne();
    assertThat(registry.get("culvert.ike.handshake").timer().totalTime(TimeUnit.MILLISECONDS))
        .isEqualTo(42);
  }

  @Test
  void foldedFailuresCountAsOftenAsTheyHappened() {
    tell(TunnelEvent.Type.FAILED, "psk-mismatch", 1, Map.of());
    tell(TunnelEvent.Type.FAILED, "psk-mismatch", 11, Map.of());

    assertThat(exchanges("failed", "psk-mismatch")).isEqualTo(12);
    assertThat(exchanges("failed", "unknown-identity")).isZero();
  }

  @Test
  void rekeysAndClosesAreCountedByTheirKind() {
    tell(TunnelEvent.Type.REKEYED, null, 1, Map.of("what", "ike"));
    tell(TunnelEvent.Type.REKEYED, null, 1, Map.of("what", "child"));
    tell(TunnelEvent.Type.REKEYED, null, 1, Map.of("what", "child"));
    tell(TunnelEvent.Type.CLOSED, "dpd-timeout", 1, Map.of());

    assertThat(exchanges("rekeyed", "none")).isEqualTo(3);
    assertThat(registry.get("culvert.ike.rekeys").tag("sa", "ike").counter().count()).isOne();
    assertThat(registry.get("culvert.ike.rekeys").tag("sa", "child").counter().count())
        .isEqualTo(2);
    assertThat(registry.get("culvert.ike.closes").tag("reason", "dpd-timeout").counter().count())
        .isOne();
  }

  @Test
  void noReasonThatComesMakesASeriesOfItsOwn() {
    int before = registry.getMeters().size();
    for (int tunnel = 0; tunnel < 10_000; tunnel++) {
      tell(TunnelEvent.Type.FAILED, "of tunnel " + tunnel, 1, Map.of("identity", "d" + tunnel));
    }
    tell(TunnelEvent.Type.CLOSED, null, 1, Map.of());

    assertThat(exchanges("failed", "other")).isEqualTo(10_000);
    assertThat(registry.getMeters()).hasSize(before);
  }

  @Test
  void theLastHeartbeatTellsOfConnectionsAndTunnels() {
    assertThat(registry.get("culvert.gateway.tunnels").gauge().value()).isZero();
    for (int sas = 3; sas <= 4; sas++) {
      events.publish(
          Topic.GATEWAY_HEARTBEATS,
          "pop-a-1",
          new GatewayHeartbeat("pop-a-1", "pop-a", NOW, NOW, sas, 5, 0.1));
    }

    assertThat(registry.get("culvert.gateway.tunnels").gauge().value()).isEqualTo(5);
    assertThat(registry.get("culvert.ike.sas").tag("state", "established").gauge().value())
        .isEqualTo(4);
  }

  @Test
  void everythingIsPassedOn() {
    tell(TunnelEvent.Type.ESTABLISHED, null, 1, Map.of());
    events.publish(Topic.USER_SESSIONS, "acme/7/10.0.0.1", null);

    assertThat(passed).containsExactly("TUNNEL_EVENTS 7 +", "USER_SESSIONS acme/7/10.0.0.1 -");
  }
}
