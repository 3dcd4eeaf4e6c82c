package io.culvert.gateway.core.host;

import io.culvert.gateway.core.net.Checksum;
import io.culvert.gateway.core.net.IpProtocol;
import io.culvert.gateway.core.net.Ipv4View;
import io.culvert.gateway.core.net.Octets;
import io.culvert.gateway.core.net.Verdict;

/**
 * Exchanges inside and carrier addresses in packets, as a NAT without ports does (RFC 3022 §4, RFC
 * 5508 §4): in the header, under the transport checksum and inside ICMP errors. Checksums are
 * brought up to date, not computed anew, so that a wrong one stays wrong.
 */
public final class HostRewriter {
  private static final int ICMP_HEADER = 8;
  private static final int TCP_CHECKSUM = 16;
  private static final int UDP_CHECKSUM = 6;
  private static final int ICMP_CHECKSUM = 2;

  private HostRewriter() {}

  /**
   * A packet from the inside: its source becomes the host's carrier address.
   *
   * @param ip the packet, changed in place
   * @param hosts the hosts of the packet's tunnel; an ICMP error may speak of another one of them
   */
  public static Verdict toCarrier(Ipv4View ip, Host host, TunnelHosts hosts) {
    if (isIcmpError(ip)) {
      // The packet in the error was on its way to the inside.
      int at = ip.payload() + ICMP_HEADER + Ipv4View.DESTINATION;
      Host subject = hasEmbedded(ip) ? hosts.find(Octets.i32(ip.data(), at)) : null;
      if (subject == null) {
        return Verdict.ICMP_UNRELATED;
      }
      rewriteEmbedded(ip, Ipv4View.DESTINATION, subject.carrier());
    }
    return rewrite(ip, Ipv4View.SOURCE, host.carrier());
  }

  /** A packet to a carrier address: its destination becomes the host's inside address. */
  public static Verdict toInside(Ipv4View ip, Host host) {
    if (isIcmpError(ip)) {
      // The packet in the error came from that host.
      int at = ip.payload() + ICMP_HEADER + Ipv4View.SOURCE;
      if (!hasEmbedded(ip) || Octets.i32(ip.data(), at) != host.carrier()) {
        return Verdict.ICMP_UNRELATED;
      }
      rewriteEmbedded(ip, Ipv4View.SOURCE, host.inside());
    }
    return rewrite(ip, Ipv4View.DESTINATION, host.inside());
  }

  private static Verdict rewrite(Ipv4View ip, int field, int address) {
    byte[] data = ip.data();
    int before = Octets.i32(data, ip.offset() + field);
    if (ip.fragmentOffset() == 0) {
      int checksum = transportChecksum(ip.protocol());
      if (checksum >= 0) {
        if (ip.payload() + checksum + 2 > ip.end()) {
          return Verdict.TINY_FRAGMENT;
        }
        update(data, ip.payload() + checksum, before, address, ip.protocol());
      }
    } else if (ip.fragmentOffset() == 1 && ip.protocol() == IpProtocol.TCP) {
      return Verdict.TINY_FRAGMENT; // RFC 1858 §3.2: it would overwrite what was rewritten
    }
    int header = ip.offset() + Ipv4View.CHECKSUM;
    Octets.put16(data, header, Checksum.update32(Octets.u16(data, header), before, address));
    Octets.put32(data, ip.offset() + field, address);
    return Verdict.PASSED;
  }

  /** Rewrites an address of the packet inside an ICMP error, and the ICMP checksum over it. */
  private static void rewriteEmbedded(Ipv4View ip, int field, int address) {
    byte[] data = ip.data();
    int start = ip.payload() + ICMP_HEADER;
    int before = Octets.i32(data, start + field);
    int icmpAt = ip.payload() + ICMP_CHECKSUM;
    int icmp = Checksum.update32(Octets.u16(data, icmpAt), before, address);

    int header = Octets.u16(data, start + Ipv4View.CHECKSUM);
    int newHeader = Checksum.update32(header, before, address);
    Octets.put16(data, start + Ipv4View.CHECKSUM, newHeader);
    icmp = Checksum.update16(icmp, header, newHeader);

    int protocol = Octets.u8(data, start + 9);
    int at = start + (data[start] & 0x0F) * 4 + transportChecksum(protocol);
    boolean first = (Octets.u16(data, start + 6) & 0x1FFF) == 0;
    // Errors may carry no more than eight octets of the transport header (RFC 792).
    if (first && transportChecksum(protocol) >= 0 && at + 2 <= ip.end()) {
      int transport = Octets.u16(data, at);
      update(data, at, before, address, protocol);
      icmp = Checksum.update16(icmp, transport, Octets.u16(data, at));
    }
    Octets.put32(data, start + field, address);
    Octets.put16(data, icmpAt, icmp);
  }

  private static void update(byte[] data, int at, int before, int after, int protocol) {
    int checksum = Octets.u16(data, at);
    if (protocol == IpProtocol.UDP) {
      if (checksum == 0) {
        return; // RFC 768: the sender computed none
      }
      int updated = Checksum.update32(checksum, before, after);
      Octets.put16(data, at, updated == 0 ? 0xFFFF : updated);
    } else {
      Octets.put16(data, at, Checksum.update32(checksum, before, after));
    }
  }

  /** Where in the transport header the checksum over the addresses is; -1 if there is none. */
  private static int transportChecksum(int protocol) {
    return switch (protocol) {
      case IpProtocol.TCP -> TCP_CHECKSUM;
      case IpProtocol.UDP -> UDP_CHECKSUM;
      default -> -1;
    };
  }

  private static boolean isIcmpError(Ipv4View ip) {
    if (ip.protocol() != IpProtocol.ICMP || ip.fragmentOffset() != 0 || ip.payload() >= ip.end()) {
      return false;
    }
    return switch (Octets.u8(ip.data(), ip.payload())) {
      // Destination unreachable, source quench, redirect, time exceeded, parameter problem
      case 3, 4, 5, 11, 12 -> true;
      default -> false;
    };
  }

  private static boolean hasEmbedded(Ipv4View ip) {
    int start = ip.payload() + ICMP_HEADER;
    if (start + Ipv4View.LEAST_HEADER > ip.end() || (ip.data()[start] & 0xF0) != 0x40) {
      return false;
    }
    int ihl = (ip.data()[start] & 0x0F) * 4;
    return ihl >= Ipv4View.LEAST_HEADER && start + ihl <= ip.end();
  }
}
