package io.culvert.gateway.core.steer;

import io.culvert.gateway.core.net.IpProtocol;
import io.culvert.gateway.core.net.Ipv4View;
import io.culvert.gateway.core.net.Octets;
import java.util.Collections;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What the kernel gives to the proxy instead of refusing it (docs/adr/0017).
 *
 * @param webPorts TCP ports, of hosts that must log in
 * @param probe the POP's probe address, at which {@link Probe#PORT} is the proxy's, of all hosts
 */
public record Gate(SortedSet<Integer> webPorts, OptionalInt probe) {
  /** Nothing. */
  public static final Gate CLOSED = new Gate(Collections.emptySortedSet(), OptionalInt.empty());

  private static final int DNS = 53;
  private static final int QUIC = 443;
  private static final int ECHO_REQUEST = 8;

  public Gate {
    webPorts = Collections.unmodifiableSortedSet(new TreeSet<>(webPorts));
  }

  /** Whether this is the probe address. */
  public boolean isProbe(int address) {
    return probe.isPresent() && probe.getAsInt() == address;
  }

  /**
   * Whether the kernel refuses this packet of a host that must log in, and its user should know.
   * She need not know of HTTP/3, after which browsers try what the proxy takes; nor of what asks
   * for nothing.
   */
  public boolean refuses(Ipv4View ip) {
    int port = ip.destinationPort();
    boolean probed = isProbe(ip.destination());
    return switch (ip.protocol()) {
      case IpProtocol.TCP ->
          port > 0 && port != DNS && !webPorts.contains(port) && !(probed && port == Probe.PORT);
      case IpProtocol.UDP -> port > 0 && port != DNS && port != QUIC;
      case IpProtocol.ICMP ->
          port >= 0 && !probed && Octets.u8(ip.data(), ip.payload()) == ECHO_REQUEST;
      default -> ip.fragmentOffset() == 0;
    };
  }
}
