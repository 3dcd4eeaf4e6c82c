package io.culvert.gateway.app.control;

import io.culvert.contract.GatewayHeartbeat;
import io.culvert.contract.Topic;
import io.culvert.contract.TunnelChange;
import io.culvert.contract.TunnelTelemetry;
import io.culvert.gateway.app.dataplane.Dataplane;
import io.culvert.gateway.app.dataplane.TunnelSnapshot;
import io.culvert.gateway.app.policy.TunnelDirectory;
import io.culvert.gateway.app.port.EventSink;
import io.culvert.gateway.core.ike.engine.Effect;
import io.culvert.gateway.core.ike.engine.IkeEngine;
import io.culvert.gateway.core.ike.task.IkeEvent;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongFunction;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Turns what the gateway sees into telemetry, events and heartbeats. For one thread. */
final class Reporter {
  private static final Logger LOG = Logger.getLogger(Reporter.class);

  private final GatewayIdentity self;
  private final EventReports reports;
  private final TunnelDirectory directory;
  private final Dataplane dataplane;
  private final EventSink sink;
  private final InstantSource wallClock;
  private Set<Long> reported = Set.of();

  Reporter(
      GatewayIdentity self,
      TunnelDirectory directory,
      Dataplane dataplane,
      EventSink sink,
      InstantSource wallClock) {
    this.self = self;
    this.reports = new EventReports(self, directory, wallClock);
    this.directory = directory;
    this.dataplane = dataplane;
    this.sink = sink;
    this.wallClock = wallClock;
  }

  /** Publishes an event of the engine, and logs it for the operator. */
  void event(Effect.Emit emit, long nowNanos) {
    IkeEvent event = emit.event();
    TunnelChange tunnel = directory.byId(event.tunnelId());
    LOG.infof(
        "tunnel=%d site=%s event=%s reason=%s count=%d evidence=%s",
        event.tunnelId(),
        tunnel == null ? "-" : tunnel.site(),
        event.type(),
        event.reasonCode().orElse("-"),
        event.count(),
        event.evidence());
    handOver(Topic.TUNNEL_EVENTS, Long.toString(event.tunnelId()), reports.of(emit, nowNanos));
  }

  /**
   * Publishes the telemetry of each connected tunnel, and once more of those that no longer are.
   */
  void telemetry(
      Collection<IkeEngine.Connection> connections,
      LongFunction<@Nullable String> ciphers,
      long nowNanos) {
    Map<Long, OptionalLong> heard = Connections.lastHeard(connections);
    Set<Long> due = new HashSet<>(reported);
    due.addAll(heard.keySet());
    for (long id : due) {
      TunnelChange tunnel = directory.byId(id);
      if (tunnel != null) {
        publish(tunnel, heard.containsKey(id), lastHeard(id, heard), ciphers.apply(id), nowNanos);
      }
    }
    reported = Set.copyOf(heard.keySet());
  }

  private OptionalLong lastHeard(long id, Map<Long, OptionalLong> heard) {
    OptionalLong ike = heard.getOrDefault(id, OptionalLong.empty());
    OptionalLong esp =
        dataplane
            .snapshot(id)
            .map(TunnelSnapshot::lastAuthenticatedNanos)
            .orElse(OptionalLong.empty());
    return Connections.later(ike, esp);
  }

  private void publish(
      TunnelChange tunnel,
      boolean connected,
      OptionalLong lastHeard,
      @Nullable String cipher,
      long nowNanos) {
    Instant now = wallClock.instant();
    Optional<TunnelSnapshot> counters = dataplane.snapshot(tunnel.id());
    handOver(
        Topic.TUNNEL_TELEMETRY,
        Long.toString(tunnel.id()),
        new TunnelTelemetry(
            tunnel.id(),
            tunnel.tenant(),
            self.pop(),
            self.id(),
            self.epoch(),
            now,
            // an IKE SA without child SAs carries nothing
            connected && counters.map(TunnelSnapshot::childSas).orElse(0) > 0,
            lastHeard.isPresent() ? now.minusNanos(nowNanos - lastHeard.getAsLong()) : null,
            counters.map(TunnelSnapshot::bytesIn).orElse(0L),
            counters.map(TunnelSnapshot::bytesOut).orElse(0L),
            counters.map(TunnelSnapshot::packetsIn).orElse(0L),
            counters.map(TunnelSnapshot::packetsOut).orElse(0L),
            counters.map(TunnelSnapshot::childSas).orElse(0),
            counters.map(TunnelSnapshot::hosts).orElse(0),
            cipher));
  }

  /** A report that cannot be had must not undo the step it tells of, nor keep the others back. */
  private void handOver(Topic topic, String key, Object report) {
    try {
      sink.publish(topic, key, report);
    } catch (RuntimeException e) {
      LOG.errorf(e, "a report for %s is lost", topic.topicName());
    }
  }

  /** Publishes that this gateway is alive. */
  void heartbeat(int ikeSas) {
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    double perProcessor = load / Runtime.getRuntime().availableProcessors();
    handOver(
        Topic.GATEWAY_HEARTBEATS,
        self.id(),
        new GatewayHeartbeat(
            self.id(),
            self.pop(),
            self.epoch(),
            wallClock.instant(),
            ikeSas,
            directory.servedHere(),
            perProcessor));
  }
}
