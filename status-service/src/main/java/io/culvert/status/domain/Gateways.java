package io.culvert.status.domain;

import io.culvert.contract.GatewayHeartbeat;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The last heartbeat of every gateway. Safe for use by several threads. */
public final class Gateways {
  private final Map<String, Beat> beats = new ConcurrentHashMap<>();

  /**
   * A sign of life.
   *
   * @param epoch when the process started
   * @param time of its last heartbeat, never in the future
   */
  record Beat(Instant epoch, Instant time) {}

  /** Takes note of a heartbeat; one that is older than the last is ignored. */
  public void heard(GatewayHeartbeat heartbeat, Instant now) {
    Instant time = heartbeat.time().isAfter(now) ? now : heartbeat.time();
    beats.merge(
        heartbeat.gateway(),
        new Beat(heartbeat.epoch(), time),
        (known, heard) -> heard.time.isBefore(known.time) ? known : heard);
  }

  @Nullable Beat beat(String gateway) {
    return beats.get(gateway);
  }
}
