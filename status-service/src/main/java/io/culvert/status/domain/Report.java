package io.culvert.status.domain;

import io.culvert.contract.TunnelEvent;
import io.culvert.contract.TunnelTelemetry;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one gateway last said of one tunnel. Times in the future, of a gateway whose clock is ahead,
 * are taken as now, so that they cannot hold a tunnel up.
 *
 * @param pop the gateway's POP
 * @param gateway its id
 * @param epoch the process that said so; null when an event, which does not tell it, came last
 * @param time of the last report
 * @param connected whether an IKE SA is established
 * @param lastKeepalive the last authenticated message; null when there was none
 * @param reason why it is not connected, a stable code; null when it is
 * @param counters the last reading; null when there was none
 * @param childSas live CHILD SAs
 * @param hosts inside addresses seen
 * @param cipher the negotiated ESP algorithms; null when there is no CHILD SA
 */
public record Report(
    String pop,
    String gateway,
    @Nullable Instant epoch,
    Instant time,
    boolean connected,
    @Nullable Instant lastKeepalive,
    @Nullable String reason,
    @Nullable Counters counters,
    int childSas,
    int hosts,
    @Nullable String cipher) {
  private static final String CLOSED = "closed";
  private static final String REPLACED = "replaced";
  private static final String NOT_CONNECTED = "not-connected";

  /** What the gateway says now, given what it said before; {@code before} when this is older. */
  static Report next(@Nullable Report before, TunnelTelemetry telemetry, Instant now) {
    if (before != null && isOlder(telemetry, before)) {
      return before;
    }
    return new Report(
        telemetry.pop(),
        telemetry.gateway(),
        telemetry.gatewayEpoch(),
        earlier(telemetry.time(), now),
        telemetry.connected(),
        keepalive(before, telemetry, now),
        telemetry.connected() ? null : reasonAfter(before, telemetry.gatewayEpoch()),
        Counters.next(before == null ? null : before.counters, telemetry),
        telemetry.childSas(),
        telemetry.hosts(),
        telemetry.cipher());
  }

  /** As {@link #next(Report, TunnelTelemetry, Instant)}, for an event. */
  static @Nullable Report next(@Nullable Report before, TunnelEvent event, Instant now) {
    boolean late = before != null && event.time().isBefore(before.time);
    return switch (event.type()) {
      case ESTABLISHED, REKEYED -> late ? before : established(before, event, now);
      // The device has connected again: what ended is not the connection it uses.
      case CLOSED ->
          isConnected(before) && (late || REPLACED.equals(event.reason()))
              ? before
              : disconnected(before, event, now);
      // Anybody who knows a tunnel's identity can fail to log in to it: that must not show a
      // working tunnel as down. When the SA is really gone, CLOSED or the telemetry says so.
      case FAILED -> isConnected(before) ? before : disconnected(before, event, now);
    };
  }

  private static Report established(@Nullable Report before, TunnelEvent event, Instant now) {
    boolean goesOn = isConnected(before);
    Report known = before == null ? blank(event) : before;
    Instant time = earlier(event.time(), now);
    return new Report(
        event.pop(),
        event.gateway(),
        null,
        time,
        true,
        time,
        null,
        known.counters,
        goesOn ? known.childSas : 0,
        goesOn ? known.hosts : 0,
        goesOn ? known.cipher : null);
  }

  private static Report disconnected(@Nullable Report before, TunnelEvent event, Instant now) {
    Report known = before == null ? blank(event) : before;
    Instant time = earlier(event.time(), now);
    return new Report(
        event.pop(),
        event.gateway(),
        known.epoch,
        time.isBefore(known.time) ? known.time : time,
        false,
        known.lastKeepalive,
        Objects.requireNonNullElse(event.reason(), CLOSED),
        known.counters,
        0,
        known.hosts,
        null);
  }

  private static Report blank(TunnelEvent event) {
    return new Report(
        event.pop(), event.gateway(), null, Instant.EPOCH, false, null, null, null, 0, 0, null);
  }

  /** A reading of a former process, or one that was overtaken by an event or a later reading. */
  private static boolean isOlder(TunnelTelemetry telemetry, Report before) {
    Counters counters = before.counters;
    if (counters != null && !telemetry.gatewayEpoch().equals(counters.epoch())) {
      return telemetry.gatewayEpoch().isBefore(counters.epoch());
    }
    return telemetry.time().isBefore(before.time);
  }

  /** An event may have told of a later message than this reading does. */
  private static @Nullable Instant keepalive(
      @Nullable Report before, TunnelTelemetry telemetry, Instant now) {
    Instant told = before == null ? null : before.lastKeepalive;
    Instant read = telemetry.lastKeepalive();
    if (read == null) {
      return told;
    }
    Instant known = earlier(read, now);
    return told == null || told.isBefore(known) ? known : told;
  }

  private static String reasonAfter(@Nullable Report before, Instant epoch) {
    if (before == null) {
      return NOT_CONNECTED;
    }
    if (before.connected && before.epoch != null && !before.epoch.equals(epoch)) {
      return StatusRules.GATEWAY_RESTARTED;
    }
    return before.connected ? CLOSED : Objects.requireNonNullElse(before.reason, NOT_CONNECTED);
  }

  private static boolean isConnected(@Nullable Report report) {
    return report != null && report.connected;
  }

  private static Instant earlier(Instant time, Instant now) {
    return time.isAfter(now) ? now : time;
  }
}
