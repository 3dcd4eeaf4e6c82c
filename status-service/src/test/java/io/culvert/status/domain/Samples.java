package io.culvert.status.domain;

import io.culvert.contract.EncryptionCipher;
import io.culvert.contract.GatewayHeartbeat;
import io.culvert.contract.SourceIdentity;
import io.culvert.contract.TunnelChange;
import io.culvert.contract.TunnelEvent;
import io.culvert.contract.TunnelTelemetry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Events for tests; times are seconds after {@link #ZERO}. */
public final class Samples {
  public static final Instant ZERO = Instant.parse("2026-03-01T08:00:00Z");
  public static final Instant EPOCH = ZERO.minusSeconds(3600);

  private Samples() {}

  public static Instant at(double seconds) {
    return ZERO.plusMillis(Math.round(seconds * 1000));
  }

  public static TunnelChange change(long id, long version, String... pops) {
    return change(id, "acme", "site" + id, version, pops);
  }

  public static TunnelChange change(
      long id, String tenant, String site, long version, String... pops) {
    return new TunnelChange(
        id,
        tenant,
        version,
        site,
        new SourceIdentity(SourceIdentity.Kind.FQDN, "t" + id + ".example.com"),
        null,
        List.of(pops),
        EncryptionCipher.AES256_GCM,
        null,
        true,
        true,
        List.of(),
        List.of(),
        false);
  }

  public static TunnelTelemetry telemetry(
      long id, String pop, double seconds, boolean connected, @Nullable Instant keepalive) {
    return telemetry(id, pop, EPOCH, seconds, connected, keepalive, 0, 0);
  }

  public static TunnelTelemetry telemetry(
      long id,
      String pop,
      Instant epoch,
      double seconds,
      boolean connected,
      @Nullable Instant keepalive,
      long bytesIn,
      long bytesOut) {
    return new TunnelTelemetry(
        id,
        "acme",
        pop,
        pop + "-gw",
        epoch,
        at(seconds),
        connected,
        keepalive,
        bytesIn,
        bytesOut,
        1,
        1,
        connected ? 1 : 0,
        2,
        connected ? "AES-GCM-256" : null);
  }

  public static TunnelEvent event(
      long id, String pop, double seconds, TunnelEvent.Type type, @Nullable String reason) {
    return new TunnelEvent(
        "e" + seconds,
        id,
        "acme",
        pop,
        pop + "-gw",
        at(seconds),
        type,
        reason,
        1,
        null,
        Map.of(),
        null);
  }

  public static GatewayHeartbeat heartbeat(String pop, double seconds) {
    return heartbeat(pop, EPOCH, seconds);
  }

  public static GatewayHeartbeat heartbeat(String pop, Instant epoch, double seconds) {
    return new GatewayHeartbeat(pop + "-gw", pop, epoch, at(seconds), 1, 1, 0.5);
  }
}
