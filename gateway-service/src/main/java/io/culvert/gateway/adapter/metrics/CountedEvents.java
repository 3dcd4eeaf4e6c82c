package io.culvert.gateway.adapter.metrics;

import io.culvert.contract.GatewayHeartbeat;
import io.culvert.contract.Topic;
import io.culvert.contract.TunnelEvent;
import io.culvert.gateway.app.port.EventSink;
import io.culvert.gateway.core.ike.task.IkeEvent;
import io.culvert.gateway.core.ike.task.Reason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Counts what IKE tells the world on its way there. Reasons are those of {@link Reason}; any other
 * counts as {@code other}.
 */
public final class CountedEvents implements EventSink {
  private static final String EXCHANGES = "culvert.ike.exchanges";
  private static final String OTHER = "other";

  private final EventSink next;
  private final Counter established;
  private final Counter rekeyed;
  private final Map<String, Counter> failed;
  private final Map<String, Counter> closed;
  private final Counter ikeRekeys;
  private final Counter childRekeys;
  private final Timer handshakes;
  private volatile @Nullable GatewayHeartbeat heartbeat;

  /** Registers the meters, and passes everything on to {@code next}. */
  public CountedEvents(MeterRegistry registry, EventSink next) {
    this.next = next;
    this.established = exchanges(registry, "established", "none");
    this.rekeyed = exchanges(registry, "rekeyed", "none");
    this.failed = byReason(reason -> exchanges(registry, "failed", reason));
    this.closed =
        byReason(
            reason ->
                Counter.builder("culvert.ike.closes")
                    .description("Connections that ended, or lost their last child SA")
                    .tag("reason", reason)
                    .register(registry));
    this.ikeRekeys = rekeys(registry, "ike");
    this.childRekeys = rekeys(registry, "child");
    this.handshakes =
        Timer.builder("culvert.ike.handshake")
            .description("From a device's first request to its authentication")
            .serviceLevelObjectives(
                Stream.of(25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000)
                    .map(Duration::ofMillis)
                    .toArray(Duration[]::new))
            .register(registry);
    ofHeartbeats("culvert.gateway.tunnels", GatewayHeartbeat::tunnels)
        .description("Tunnels configured for this gateway's POP")
        .register(registry);
    ofHeartbeats(GatewayMetrics.IKE_SAS, GatewayHeartbeat::ikeSas)
        .tag("state", "established")
        .register(registry);
  }

  private static Counter exchanges(MeterRegistry registry, String result, String reason) {
    return Counter.builder(EXCHANGES)
        .description("What negotiations with devices came to")
        .tag("result", result)
        .tag("reason", reason)
        .register(registry);
  }

  private static Counter rekeys(MeterRegistry registry, String sa) {
    return Counter.builder("culvert.ike.rekeys")
        .description("SAs replaced by fresh ones")
        .tag("sa", sa)
        .register(registry);
  }

  private static Map<String, Counter> byReason(Function<String, Counter> made) {
    return Stream.concat(Arrays.stream(Reason.values()).map(Reason::code), Stream.of(OTHER))
        .collect(Collectors.toUnmodifiableMap(Function.identity(), made));
  }

  private Gauge.Builder<CountedEvents> ofHeartbeats(
      String name, ToIntFunction<GatewayHeartbeat> figure) {
    return Gauge.builder(
        name,
        this,
        events -> {
          GatewayHeartbeat last = events.heartbeat;
          return last == null ? 0 : figure.applyAsInt(last);
        });
  }

  @Override
  public void publish(Topic topic, String key, @Nullable Object event) {
    next.publish(topic, key, event);
    switch (event) {
      case TunnelEvent happened -> count(happened);
      case GatewayHeartbeat beat -> heartbeat = beat;
      case null, default -> {
        // Nothing of IKE.
      }
    }
  }

  private void count(TunnelEvent event) {
    switch (event.type()) {
      case ESTABLISHED -> {
        established.increment(event.count());
        String millis = event.evidence().get(IkeEvent.HANDSHAKE_MILLIS);
        if (millis != null) {
          handshakes.record(Duration.ofMillis(Long.parseLong(millis)));
        }
      }
      case REKEYED -> {
        rekeyed.increment(event.count());
        boolean ike = "ike".equals(event.evidence().get("what"));
        (ike ? ikeRekeys : childRekeys).increment(event.count());
      }
      case CLOSED -> of(closed, event).increment(event.count());
      case FAILED -> of(failed, event).increment(event.count());
    }
  }

  private static Counter of(Map<String, Counter> counters, TunnelEvent event) {
    Counter counter = counters.get(Objects.requireNonNullElse(event.reason(), OTHER));
    return counter == null ? Objects.requireNonNull(counters.get(OTHER)) : counter;
  }
}
