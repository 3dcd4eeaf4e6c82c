package io.culvert.status.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.culvert.contract.TunnelStatus;
import io.culvert.contract.TunnelStatus.PopStatus;
import io.culvert.contract.TunnelStatus.State;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A tunnel's status in an answer.
 *
 * @param id the tunnel
 * @param site its name
 * @param status overall: up at any POP, else down at any, else unknown
 * @param since RFC 3339; null when nobody knows
 * @param pops primary first
 */
record TunnelStatusDto(
    long id, String site, State status, @Nullable Instant since, List<PopDto> pops) {

  static TunnelStatusDto of(TunnelStatus status) {
    return new TunnelStatusDto(
        status.tunnelId(),
        status.site(),
        status.state(),
        status.since(),
        status.pops().stream().map(PopDto::of).toList());
  }

  /** The tunnel at one POP; {@code reason} is a stable code, null when it is up. */
  record PopDto(
      String name,
      boolean primary,
      State status,
      @Nullable Instant since,
      @Nullable String reason,
      @Nullable Instant lastKeepalive,
      ThroughputDto throughput,
      int sas,
      int hosts,
      @Nullable String cipher) {

    static PopDto of(PopStatus at) {
      return new PopDto(
          at.pop(),
          at.primary(),
          at.state(),
          at.since(),
          at.reason(),
          at.lastKeepalive(),
          new ThroughputDto(at.kbpsIn(), at.kbpsOut()),
          at.childSas(),
          at.hosts(),
          at.cipher());
    }
  }

  /** Kilobits a second from and to the device; null when unknown. */
  record ThroughputDto(
      @JsonProperty("inKbps") @Nullable Long in, @JsonProperty("outKbps") @Nullable Long out) {}
}
