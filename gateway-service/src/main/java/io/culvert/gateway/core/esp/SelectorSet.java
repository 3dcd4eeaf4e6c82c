package io.culvert.gateway.core.esp;

import io.culvert.gateway.core.net.Ipv4View;
import io.culvert.gateway.core.net.Ipv6View;
import io.culvert.gateway.core.net.TrafficSelector;
import java.util.Arrays;
import java.util.List;

/** One side of an SA's traffic selectors, in a form that is matched without allocating. */
final class SelectorSet {
  private static final class Range {
    private final int protocol;
    private final int startPort;
    private final int endPort;
    private final byte[] start;
    private final byte[] end;

    Range(TrafficSelector selector) {
      this.protocol = selector.protocol();
      this.startPort = selector.startPort();
      this.endPort = selector.endPort();
      this.start = selector.start().getAddress();
      this.end = selector.end().getAddress();
    }

    boolean covers(int packetProtocol, int port) {
      if (protocol != 0 && protocol != packetProtocol) {
        return false;
      }
      if (startPort == 0 && endPort == 0xFFFF) {
        return true;
      }
      // RFC 7296 §3.13.1: start 65535 and end 0 is OPAQUE, for packets that show no port.
      return port < 0 ? startPort > endPort : port >= startPort && port <= endPort;
    }

    boolean covers(byte[] data, int at) {
      int to = at + start.length;
      return Arrays.compareUnsigned(data, at, to, start, 0, start.length) >= 0
          && Arrays.compareUnsigned(data, at, to, end, 0, end.length) <= 0;
    }
  }

  private final Range[] v4;
  private final Range[] v6;

  SelectorSet(List<TrafficSelector> selectors) {
    this.v4 = ranges(selectors, 4);
    this.v6 = ranges(selectors, 16);
  }

  boolean matchesSource(Ipv4View ip) {
    return matches(v4, ip.data(), ip.offset() + Ipv4View.SOURCE, ip.protocol(), ip.sourcePort());
  }

  boolean matchesDestination(Ipv4View ip) {
    int at = ip.offset() + Ipv4View.DESTINATION;
    return matches(v4, ip.data(), at, ip.protocol(), ip.destinationPort());
  }

  boolean matchesSource(Ipv6View ip) {
    return matches(v6, ip.data(), ip.sourceAt(), ip.nextHeader(), ip.sourcePort());
  }

  boolean matchesDestination(Ipv6View ip) {
    return matches(v6, ip.data(), ip.destinationAt(), ip.nextHeader(), ip.destinationPort());
  }

  private static boolean matches(Range[] ranges, byte[] data, int at, int protocol, int port) {
    for (Range range : ranges) {
      if (range.covers(protocol, port) && range.covers(data, at)) {
        return true;
      }
    }
    return false;
  }

  private static Range[] ranges(List<TrafficSelector> selectors, int addressLength) {
    return selectors.stream()
        .filter(s -> s.start().getAddress().length == addressLength)
        .map(Range::new)
        .toArray(Range[]::new);
  }
}
