package io.culvert.contract;

/**
 * The Kafka topics of the system. Values are JSON in CloudEvents 1.0 binary mode; every topic has
 * at least {@link #PARTITIONS} partitions, so that order holds per key and consumers can be added.
 */
public enum Topic {
  /** Key: tunnel id. The whole {@link TunnelChange}; a tombstone means deleted. */
  TUNNEL_CHANGES("tunnel-changes", true, 0),
  /** Key: POP name. The whole {@link PopChange}; a tombstone means deleted. */
  POP_CHANGES("pop-changes", true, 0),
  /** Key: tenant id. The whole {@link AuthChange}. */
  AUTH_CHANGES("auth-changes", true, 0),
  /** Key: tenant/tunnel/user IP. A {@link UserSession}; a tombstone means revoked. */
  USER_SESSIONS("user-sessions", true, 0),
  /**
   * Key: tunnel id. A {@link TunnelTelemetry} every 10 s from each gateway that serves the tunnel.
   */
  TUNNEL_TELEMETRY("tunnel-telemetry", false, 1),
  /** Key: tunnel id. A {@link TunnelEvent}. */
  TUNNEL_EVENTS("tunnel-events", false, 7),
  /** Key: tunnel id. A {@link TunnelStatus}; a tombstone means the tunnel is gone. */
  TUNNEL_STATUS("tunnel-status", true, 0),
  /** Key: gateway id. A {@link GatewayHeartbeat} every 5 s. */
  GATEWAY_HEARTBEATS("gateway-heartbeats", false, 1),
  /**
   * Key: that of the record that could not be read; the value as it came, the reason in a header.
   */
  DEAD_LETTERS("dead-letters", false, 7);

  /** Partitions every topic is created with. */
  public static final int PARTITIONS = 12;

  private final String topicName;
  private final boolean compacted;
  private final int retentionDays;

  Topic(String topicName, boolean compacted, int retentionDays) {
    this.topicName = topicName;
    this.compacted = compacted;
    this.retentionDays = retentionDays;
  }

  /** The name on the broker, such as {@code tunnel-changes}. */
  public String topicName() {
    return topicName;
  }

  /** Whether the topic keeps the last value of each key for good. */
  public boolean compacted() {
    return compacted;
  }

  /** Days a record is kept; 0 where the topic is compacted. */
  public int retentionDays() {
    return retentionDays;
  }
}
