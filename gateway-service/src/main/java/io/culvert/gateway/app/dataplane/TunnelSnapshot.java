package io.culvert.gateway.app.dataplane;

import io.culvert.gateway.core.net.Verdict;
import java.util.Map;
import java.util.OptionalLong;

/**
 * A tunnel's counters since it was first known to this dataplane.
 *
 * @param tunnelId the tunnel
 * @param bytesIn octets of inner packets from the device that passed
 * @param packetsIn inner packets from the device that passed
 * @param bytesOut octets of inner packets to the device that passed
 * @param packetsOut inner packets to the device that passed
 * @param hosts its hosts now
 * @param childSas its child SAs now
 * @param lastAuthenticatedNanos monotonic time of the last authentic ESP packet, if there was one
 * @param drops dropped packets by reason; reasons that did not occur are absent
 */
public record TunnelSnapshot(
    long tunnelId,
    long bytesIn,
    long packetsIn,
    long bytesOut,
    long packetsOut,
    int hosts,
    int childSas,
    OptionalLong lastAuthenticatedNanos,
    Map<Verdict, Long> drops) {}
