package io.culvert.gateway.core.net;

/**
 * A reusable view of one IPv6 packet inside a byte array (RFC 8200 §3). Extension headers are not
 * walked: a packet that has them shows no ports.
 */
public final class Ipv6View {
  public static final int HEADER = 40;
  private static final int SOURCE = 8;
  private static final int DESTINATION = 24;

  private byte[] data = new byte[0];
  private int offset;
  private int totalLength;

  /**
   * Looks at the packet that starts at {@code offset}, of which {@code length} octets are there.
   */
  public Verdict wrap(byte[] data, int offset, int length) {
    if (length < HEADER) {
      return Verdict.INNER_TRUNCATED;
    }
    if ((data[offset] & 0xF0) != 0x60) {
      return Verdict.INNER_MALFORMED;
    }
    int total = HEADER + Octets.u16(data, offset + 4);
    if (total > length) {
      return Verdict.INNER_TRUNCATED;
    }
    this.data = data;
    this.offset = offset;
    this.totalLength = total;
    return Verdict.PASSED;
  }

  public byte[] data() {
    return data;
  }

  /** Length of the packet in octets as its header says; never more than was there. */
  public int totalLength() {
    return totalLength;
  }

  public int nextHeader() {
    return Octets.u8(data, offset + 6);
  }

  /** Where the 16 octets of the source address start in {@link #data}. */
  public int sourceAt() {
    return offset + SOURCE;
  }

  /** Where the 16 octets of the destination address start in {@link #data}. */
  public int destinationAt() {
    return offset + DESTINATION;
  }

  /** Source port, or ICMP type and code; -1 where the packet shows none. */
  public int sourcePort() {
    return IpProtocol.portAt(nextHeader(), data, offset + HEADER, offset + totalLength, true);
  }

  /** Destination port, or ICMP type and code; -1 where the packet shows none. */
  public int destinationPort() {
    return IpProtocol.portAt(nextHeader(), data, offset + HEADER, offset + totalLength, false);
  }
}
