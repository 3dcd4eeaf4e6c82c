package io.culvert.gateway.core.net;

/** The IANA protocol numbers that the dataplane looks at. */
public final class IpProtocol {
  public static final int ICMP = 1;

  /** IPv4 inside, as the next header of ESP in tunnel mode. */
  public static final int IPV4 = 4;

  public static final int TCP = 6;
  public static final int UDP = 17;

  /** IPv6 inside. */
  public static final int IPV6 = 41;

  public static final int ICMPV6 = 58;

  /** IPv6 "no next header"; in ESP it marks a dummy packet (RFC 4303 §2.6). */
  public static final int NONE = 59;

  public static final int SCTP = 132;

  private IpProtocol() {}

  /** The port-like selector value at {@code offset} (RFC 7296 §3.13.1), or -1 if there is none. */
  static int portAt(int protocol, byte[] data, int offset, int end, boolean source) {
    return switch (protocol) {
      case TCP, UDP, SCTP ->
          offset + 4 <= end ? Octets.u16(data, source ? offset : offset + 2) : -1;
      // For ICMP, type and code stand where ports do, on both sides.
      case ICMP, ICMPV6 -> offset + 2 <= end ? Octets.u16(data, offset) : -1;
      default -> -1;
    };
  }
}
