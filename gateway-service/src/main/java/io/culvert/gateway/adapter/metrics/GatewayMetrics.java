package io.culvert.gateway.adapter.metrics;

import io.culvert.gateway.app.dataplane.Dataplane;
import io.culvert.gateway.app.dataplane.TunnelSnapshot;
import io.culvert.gateway.app.steering.SteeringCounts;
import io.culvert.gateway.core.ike.sa.DropReason;
import io.culvert.gateway.core.net.Verdict;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/** Registers the gateway's figures; they are read when Prometheus asks. */
public final class GatewayMetrics {
  private GatewayMetrics() {}

  /** Figures kept elsewhere than in the dataplane; safe to read from any thread. */
  public record Figures(
      Supplier<Map<DropReason, Long>> ikeDrops,
      LongSupplier ikeOverflow,
      LongSupplier ikeUnsent,
      LongSupplier eventsDropped,
      SteeringCounts steering) {}

  /** Registers all meters. */
  public static void register(MeterRegistry registry, Dataplane dataplane, Figures figures) {
    for (DropReason reason : DropReason.values()) {
      counter(
          registry,
          "culvert_ike_drops",
          label(reason),
          () -> figures.ikeDrops().get().getOrDefault(reason, 0L));
    }
    counter(registry, "culvert_ike_drops", "queue-full", figures.ikeOverflow());
    counter(registry, "culvert_ike_unsent", "socket", figures.ikeUnsent());
    counter(registry, "culvert_events_dropped", "kafka-away", figures.eventsDropped());
    for (SteeringCounts.Outcome outcome : SteeringCounts.Outcome.values()) {
      FunctionCounter.builder(
              "culvert_steering_connections", figures.steering(), counts -> counts.of(outcome))
          .tag("outcome", label(outcome))
          .register(registry);
    }
    for (Verdict verdict : Verdict.values()) {
      counter(
          registry,
          "culvert_packet_drops",
          label(verdict),
          () -> dataplane.drops().getOrDefault(verdict, 0L));
    }
    traffic(registry, dataplane, "culvert_inner_bytes", "in", TunnelSnapshot::bytesIn);
    traffic(registry, dataplane, "culvert_inner_bytes", "out", TunnelSnapshot::bytesOut);
    traffic(registry, dataplane, "culvert_inner_packets", "in", TunnelSnapshot::packetsIn);
    traffic(registry, dataplane, "culvert_inner_packets", "out", TunnelSnapshot::packetsOut);
  }

  private static void traffic(
      MeterRegistry registry,
      Dataplane dataplane,
      String name,
      String direction,
      ToLongFunction<TunnelSnapshot> figure) {
    FunctionCounter.builder(name, dataplane, d -> d.snapshots().stream().mapToLong(figure).sum())
        .tag("direction", direction)
        .register(registry);
  }

  private static void counter(
      MeterRegistry registry, String name, String reason, LongSupplier value) {
    FunctionCounter.builder(name, value, LongSupplier::getAsLong)
        .tag("reason", reason)
        .register(registry);
  }

  private static String label(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
