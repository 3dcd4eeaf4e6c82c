package io.culvert.status.domain;

import io.culvert.contract.TunnelTelemetry;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A reading of a gateway's counters, and the throughput since the reading before it.
 *
 * @param epoch the gateway process they count from
 * @param time when they were read
 * @param bytesIn octets from the device
 * @param bytesOut octets to the device
 * @param kbpsIn kilobits a second from the device; null until there are two readings
 * @param kbpsOut kilobits a second to the device; null until there are two readings
 */
public record Counters(
    Instant epoch,
    Instant time,
    long bytesIn,
    long bytesOut,
    @Nullable Long kbpsIn,
    @Nullable Long kbpsOut) {

  static Counters next(@Nullable Counters before, TunnelTelemetry telemetry) {
    Long in = null;
    Long out = null;
    if (before != null && before.epoch.equals(telemetry.gatewayEpoch())) {
      long millis = Duration.between(before.time, telemetry.time()).toMillis();
      // A repeat of the same reading says nothing new.
      in = millis == 0 ? before.kbpsIn : kbps(telemetry.bytesIn() - before.bytesIn, millis);
      out = millis == 0 ? before.kbpsOut : kbps(telemetry.bytesOut() - before.bytesOut, millis);
    }
    return new Counters(
        telemetry.gatewayEpoch(),
        telemetry.time(),
        telemetry.bytesIn(),
        telemetry.bytesOut(),
        in,
        out);
  }

  /** Bits per millisecond are kilobits per second. */
  private static @Nullable Long kbps(long bytes, long millis) {
    return bytes < 0 || millis < 0 ? null : Long.valueOf(Math.round(bytes * 8.0 / millis));
  }
}
