package io.culvert.gateway.app.control;

import io.culvert.contract.TunnelChange;
import io.culvert.contract.TunnelEvent;
import io.culvert.gateway.app.policy.TunnelDirectory;
import io.culvert.gateway.core.ike.engine.Effect;
import io.culvert.gateway.core.ike.task.IkeEvent;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Puts an event of the engine into the form of the contract, with the times of the wall clock. */
final class EventReports {
  private final GatewayIdentity self;
  private final TunnelDirectory directory;
  private final InstantSource wallClock;

  EventReports(GatewayIdentity self, TunnelDirectory directory, InstantSource wallClock) {
    this.self = self;
    this.directory = directory;
    this.wallClock = wallClock;
  }

  /** The event to publish; {@code nowNanos} is the present on the clock of the engine. */
  TunnelEvent of(Effect.Emit emit, long nowNanos) {
    IkeEvent event = emit.event();
    TunnelChange tunnel = directory.byId(event.tunnelId());
    return new TunnelEvent(
        UUID.randomUUID().toString(),
        event.tunnelId(),
        tunnel == null ? null : tunnel.tenant(),
        self.pop(),
        self.id(),
        before(nowNanos - emit.last()),
        event.type(),
        event.reasonCode().orElse(null),
        event.count(),
        event.count() == 1 ? null : before(nowNanos - emit.since()),
        evidence(event, tunnel),
        event.remedy().orElse(null));
  }

  /** A slot alone says nothing once keys were rotated: beside it stands as of which version. */
  private static Map<String, String> evidence(IkeEvent event, @Nullable TunnelChange tunnel) {
    if (tunnel == null || !event.evidence().containsKey(TunnelEvent.PSK_SLOT)) {
      return event.evidence();
    }
    Map<String, String> more = new HashMap<>(event.evidence());
    more.put(TunnelEvent.TUNNEL_VERSION, Long.toString(tunnel.version()));
    return more;
  }

  private Instant before(long nanos) {
    return wallClock.instant().minusNanos(nanos);
  }
}
