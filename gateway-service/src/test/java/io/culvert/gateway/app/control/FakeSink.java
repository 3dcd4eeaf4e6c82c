package io.culvert.gateway.app.control;

import io.culvert.contract.GatewayHeartbeat;
import io.culvert.contract.Topic;
import io.culvert.contract.TunnelEvent;
import io.culvert.contract.TunnelTelemetry;
import io.culvert.gateway.app.port.EventSink;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Keeps what is published; takes nothing while it is broken. */
final class FakeSink implements EventSink {
  /** What was published. */
  record Published(Topic topic, String key, @Nullable Object event) {}

  final List<Published> published = new ArrayList<>();
  boolean broken;

  @Override
  public void publish(Topic topic, String key, @Nullable Object event) {
    if (broken) {
      throw new IllegalStateException("the sink is broken");
    }
    published.add(new Published(topic, key, event));
  }

  List<TunnelTelemetry> telemetry() {
    return of(TunnelTelemetry.class);
  }

  List<GatewayHeartbeat> heartbeats() {
    return of(GatewayHeartbeat.class);
  }

  List<TunnelEvent> events() {
    return of(TunnelEvent.class);
  }

  private <T> List<T> of(Class<T> type) {
    return published.stream()
        .map(Published::event)
        .filter(type::isInstance)
        .map(type::cast)
        .toList();
  }

  /** Type and reason of each event. */
  List<String> story() {
    return events().stream()
        .map(e -> e.type() + " " + Objects.requireNonNullElse(e.reason(), "-"))
        .toList();
  }
}
