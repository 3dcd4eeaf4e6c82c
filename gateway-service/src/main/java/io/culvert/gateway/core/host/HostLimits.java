package io.culvert.gateway.core.host;

/**
 * How many hosts there may be and for how long.
 *
 * @param perTunnel the most hosts of one tunnel
 * @param longIdleNanos idle time after which a host is forgotten
 * @param shortIdleNanos the same while carrier addresses run short
 */
public record HostLimits(int perTunnel, long longIdleNanos, long shortIdleNanos) {
  private static final long MINUTE = 60_000_000_000L;

  /** What a gateway does unless it is told otherwise: 16,000 hosts, 12 hours, 10 minutes. */
  public static final HostLimits STANDARD = new HostLimits(16_000, 720 * MINUTE, 10 * MINUTE);

  public HostLimits {
    if (perTunnel < 1 || shortIdleNanos < 1 || longIdleNanos < shortIdleNanos) {
      throw new IllegalArgumentException("host limits must be positive and long at least short");
    }
  }
}
