package io.culvert.gateway.core.net;

/**
 * A reusable view of one IPv4 packet inside a byte array (RFC 791 §3.1).
 *
 * <pre>
 *  0                   1                   2                   3
 * |Version|  IHL  |Type of Service|          Total Length         |
 * |         Identification        |Flags|      Fragment Offset    |
 * |  Time to Live |    Protocol   |         Header Checksum       |
 * |                       Source Address                          |
 * |                    Destination Address                        |
 * </pre>
 *
 * The accessors may be used after {@link #wrap} returned {@link Verdict#PASSED}.
 */
public final class Ipv4View {
  public static final int LEAST_HEADER = 20;
  public static final int CHECKSUM = 10;
  public static final int SOURCE = 12;
  public static final int DESTINATION = 16;

  private byte[] data = new byte[0];
  private int offset;
  private int headerLength;
  private int totalLength;

  /**
   * Looks at the packet that starts at {@code offset}, of which {@code length} octets are there.
   */
  public Verdict wrap(byte[] data, int offset, int length) {
    if (length < LEAST_HEADER) {
      return Verdict.INNER_TRUNCATED;
    }
    int ihl = (data[offset] & 0x0F) * 4;
    int total = Octets.u16(data, offset + 2);
    if ((data[offset] & 0xF0) != 0x40 || ihl < LEAST_HEADER || total < ihl) {
      return Verdict.INNER_MALFORMED;
    }
    if (total > length) {
      return Verdict.INNER_TRUNCATED;
    }
    this.data = data;
    this.offset = offset;
    this.headerLength = ihl;
    this.totalLength = total;
    return Verdict.PASSED;
  }

  public byte[] data() {
    return data;
  }

  /** Where the packet starts in {@link #data}. */
  public int offset() {
    return offset;
  }

  /** Length of the packet in octets as its header says; never more than was there. */
  public int totalLength() {
    return totalLength;
  }

  /** Where the payload starts in {@link #data}. */
  public int payload() {
    return offset + headerLength;
  }

  /** The first octet behind the packet. */
  public int end() {
    return offset + totalLength;
  }

  public int protocol() {
    return Octets.u8(data, offset + 9);
  }

  public int source() {
    return Octets.i32(data, offset + SOURCE);
  }

  public int destination() {
    return Octets.i32(data, offset + DESTINATION);
  }

  /** Offset of this fragment in units of eight octets; 0 for a whole packet. */
  public int fragmentOffset() {
    return Octets.u16(data, offset + 6) & 0x1FFF;
  }

  /** Source port, or ICMP type and code; -1 where the packet shows none. */
  public int sourcePort() {
    return port(true);
  }

  /** Destination port, or ICMP type and code; -1 where the packet shows none. */
  public int destinationPort() {
    return port(false);
  }

  private int port(boolean source) {
    return fragmentOffset() == 0
        ? IpProtocol.portAt(protocol(), data, payload(), end(), source)
        : -1;
  }
}
