package io.culvert.contract;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one gateway saw of one tunnel, every 10 s. Key on {@link Topic#TUNNEL_TELEMETRY}: tunnel id.
 * Counters grow from the start of the gateway process ({@code gatewayEpoch}); a new epoch restarts
 * them.
 *
 * @param tunnelId the tunnel
 * @param tenant the tenant's id
 * @param pop the gateway's POP
 * @param gateway the gateway's id
 * @param gatewayEpoch when that gateway process started
 * @param time when this was measured
 * @param connected whether an IKE SA is established
 * @param lastKeepalive the last authenticated message of the device; null when there was none
 * @param bytesIn octets of inner packets from the device
 * @param bytesOut octets of inner packets to the device
 * @param packetsIn inner packets from the device
 * @param packetsOut inner packets to the device
 * @param childSas live CHILD SAs
 * @param hosts inside addresses seen
 * @param cipher the negotiated ESP algorithms as text; null when there is no CHILD SA
 */
public record TunnelTelemetry(
    long tunnelId,
    String tenant,
    String pop,
    String gateway,
    Instant gatewayEpoch,
    Instant time,
    boolean connected,
    @Nullable Instant lastKeepalive,
    long bytesIn,
    long bytesOut,
    long packetsIn,
    long packetsOut,
    int childSas,
    int hosts,
    @Nullable String cipher) {
  public TunnelTelemetry {
    if (tunnelId <= 0) {
      throw new IllegalArgumentException("tunnelId is missing");
    }
    Checks.text(tenant, "tenant");
    Checks.text(pop, "pop");
    Checks.text(gateway, "gateway");
    Checks.present(gatewayEpoch, "gatewayEpoch");
    Checks.present(time, "time");
  }
}
