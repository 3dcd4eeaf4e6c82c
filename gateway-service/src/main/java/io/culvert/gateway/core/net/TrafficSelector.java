package io.culvert.gateway.core.net;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;

/**
 * A range of addresses, ports and one protocol that a child SA carries (RFC 7296 §3.13.1).
 *
 * @param protocol the IP protocol number, 0 for any
 * @param startPort the lowest port, 0 to 65535; for ICMP the type and code as in RFC 7296 §3.13.1
 * @param endPort the highest port; start 65535 with end 0 says OPAQUE: the port is not visible
 * @param start the lowest address
 * @param end the highest address, of the same family, not below {@code start}
 */
public record TrafficSelector(
    int protocol, int startPort, int endPort, InetAddress start, InetAddress end) {
  private static final int ANY_PROTOCOL = 0;
  private static final int MAX_PORT = 65535;

  /** Refuses numbers out of their field, mixed families and ranges that end before they start. */
  public TrafficSelector {
    if (protocol < 0 || protocol > 255) {
      throw new IllegalArgumentException("protocol out of range");
    }
    if (!validPorts(startPort, endPort)) {
      throw new IllegalArgumentException("port range ends before it starts or is out of range");
    }
    if (start.getClass() != end.getClass() || compare(start, end) > 0) {
      throw new IllegalArgumentException(
          "address range of two families or ending before it starts");
    }
  }

  /** Whether two ports make a range: in order, or OPAQUE. */
  public static boolean validPorts(int startPort, int endPort) {
    boolean inField =
        startPort >= 0 && startPort <= MAX_PORT && endPort >= 0 && endPort <= MAX_PORT;
    // RFC 7296 §3.13.1: OPAQUE is start 65535 and end 0.
    return inField && (startPort <= endPort || isOpaque(startPort, endPort));
  }

  /** Orders addresses of one family by their octets, unsigned. */
  public static int compare(InetAddress a, InetAddress b) {
    return Arrays.compareUnsigned(a.getAddress(), b.getAddress());
  }

  /** Everything of IPv4. */
  public static TrafficSelector any4() {
    return ofAddresses(address(new byte[4]), address(filled(4)));
  }

  /** Everything of IPv6. */
  public static TrafficSelector any6() {
    return ofAddresses(address(new byte[16]), address(filled(16)));
  }

  /** All protocols and ports of these addresses. */
  public static TrafficSelector ofAddresses(InetAddress start, InetAddress end) {
    return new TrafficSelector(ANY_PROTOCOL, 0, MAX_PORT, start, end);
  }

  /**
   * The address of 4 or 16 octets. Unlike {@link InetAddress#getByAddress} it leaves an IPv4-mapped
   * IPv6 address in its family.
   */
  public static InetAddress address(byte[] octets) {
    try {
      return octets.length == 16
          ? Inet6Address.getByAddress(null, octets, -1)
          : InetAddress.getByAddress(octets);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("an address has 4 or 16 octets", e);
    }
  }

  /** Whether it selects IPv4 packets, else IPv6. */
  public boolean isIpv4() {
    return start instanceof Inet4Address;
  }

  /** Whether it names no protocol and no port. */
  public boolean isAnyTraffic() {
    return protocol == ANY_PROTOCOL && startPort == 0 && endPort == MAX_PORT;
  }

  /** Whether this address lies in the range, protocol and ports aside. */
  public boolean contains(InetAddress address) {
    return address.getClass() == start.getClass()
        && compare(start, address) <= 0
        && compare(address, end) <= 0;
  }

  /** Whether every packet that {@code other} selects is selected by this one too. */
  public boolean contains(TrafficSelector other) {
    boolean sameProtocol = protocol == ANY_PROTOCOL || protocol == other.protocol;
    return sameProtocol && containsPorts(other) && contains(other.start) && contains(other.end);
  }

  /** What both select; empty when nothing. */
  public Optional<TrafficSelector> intersect(TrafficSelector other) {
    boolean protocolsMeet =
        protocol == ANY_PROTOCOL || other.protocol == ANY_PROTOCOL || protocol == other.protocol;
    if (!protocolsMeet || isIpv4() != other.isIpv4()) {
      return Optional.empty();
    }
    InetAddress low = compare(start, other.start) >= 0 ? start : other.start;
    InetAddress high = compare(end, other.end) <= 0 ? end : other.end;
    if (compare(low, high) > 0) {
      return Optional.empty();
    }
    int both = Math.max(protocol, other.protocol);
    if (containsPorts(other)) {
      return Optional.of(new TrafficSelector(both, other.startPort, other.endPort, low, high));
    }
    if (other.containsPorts(this)) {
      return Optional.of(new TrafficSelector(both, startPort, endPort, low, high));
    }
    int lowPort = Math.max(startPort, other.startPort);
    int highPort = Math.min(endPort, other.endPort);
    return lowPort <= highPort
        ? Optional.of(new TrafficSelector(both, lowPort, highPort, low, high))
        : Optional.empty();
  }

  private boolean containsPorts(TrafficSelector other) {
    boolean all = startPort == 0 && endPort == MAX_PORT;
    boolean same = startPort == other.startPort && endPort == other.endPort;
    boolean within =
        !isOpaque(other.startPort, other.endPort)
            && startPort <= other.startPort
            && other.endPort <= endPort;
    return all || same || within;
  }

  private static boolean isOpaque(int startPort, int endPort) {
    return startPort == MAX_PORT && endPort == 0;
  }

  private static byte[] filled(int length) {
    byte[] octets = new byte[length];
    Arrays.fill(octets, (byte) 0xff);
    return octets;
  }
}
