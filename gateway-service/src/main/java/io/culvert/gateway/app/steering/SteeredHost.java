package io.culvert.gateway.app.steering;

import io.culvert.gateway.core.host.Host;
import io.culvert.gateway.core.host.HostTable;
import io.culvert.gateway.core.net.Ipv4Range;
import io.culvert.gateway.core.steer.Names;
import org.jspecify.annotations.Nullable;

/**
 * A host whose connections the proxy takes.
 *
 * @param tenant the tenant's id
 * @param carrier its address on our side of the tunnel
 * @param inside its address in the customer's network
 * @param egress the address it is seen with on the internet
 * @param names what becomes of its connections; asked by threads of the network, at any time
 * @param forwardedFor whether plain HTTP that passes tells the origin its inside address
 * @param look of pages for its user
 */
public record SteeredHost(
    String tenant,
    long tunnelId,
    int carrier,
    int inside,
    int egress,
    Names names,
    boolean forwardedFor,
    Look look) {
  /**
   * In whose name and colour pages are.
   *
   * @param organisation any text
   * @param colour {@code #rrggbb}; another one is as good as none
   */
  public record Look(String organisation, String colour) {
    /** Of nobody. */
    public static final Look PLAIN = new Look("", "");
  }

  /** The host itself; null when it is gone, and its carrier address may be another's. */
  @Nullable Host in(HostTable hosts) {
    Host host = hosts.byCarrier(carrier);
    return host != null && host.tunnelId() == tunnelId && host.inside() == inside ? host : null;
  }

  @Override
  public String toString() {
    return "tunnel " + tunnelId + " " + Ipv4Range.text(inside) + " as " + Ipv4Range.text(carrier);
  }
}
