package io.culvert.gateway.app.dataplane;

import io.culvert.gateway.core.host.HostLimits;
import io.culvert.gateway.core.net.Ipv4Range;

/**
 * What can be chosen about the dataplane.
 *
 * @param natTraversalPort the local port on which ESP and IKE share UDP (RFC 3948)
 * @param carriers the carrier addresses
 * @param hosts limits on hosts
 */
public record DataplaneConfig(int natTraversalPort, Ipv4Range carriers, HostLimits hosts) {
  /** UDP port 4500, 100.64.0.0/10 and {@link HostLimits#STANDARD}. */
  public static final DataplaneConfig STANDARD =
      new DataplaneConfig(4500, Ipv4Range.parse("100.64.0.0/10"), HostLimits.STANDARD);

  public DataplaneConfig {
    if (natTraversalPort < 1 || natTraversalPort > 65_535) {
      throw new IllegalArgumentException("port out of range: " + natTraversalPort);
    }
  }
}
