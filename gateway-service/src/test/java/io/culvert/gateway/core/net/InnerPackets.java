package io.culvert.gateway.core.net;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** Builds IPv4 packets with right checksums, computed in full, and verifies such packets. */
public final class InnerPackets {
  private static final int HEADER = 20;

  private InnerPackets() {}

  public static int address(String dotted) {
    int address = 0;
    for (String octet : dotted.split("\\.", -1)) {
      address = address << 8 | Integer.parseInt(octet);
    }
    return address;
  }

  /** A packet with any payload, whole unless {@code fragment} (flags and offset) says otherwise. */
  public static byte[] ipv4(
      int protocol, int source, int destination, int fragment, byte[] payload) {
    ByteBuffer b = ByteBuffer.allocate(HEADER + payload.length);
    b.put((byte) 0x45).put((byte) 0).putShort((short) (HEADER + payload.length));
    b.putShort((short) 0x1234).putShort((short) fragment);
    b.put((byte) 64).put((byte) protocol).putShort((short) 0);
    b.putInt(source).putInt(destination).put(payload);
    b.putShort(Ipv4View.CHECKSUM, (short) Checksum.of(b.array(), 0, HEADER));
    return b.array();
  }

  public static byte[] udp(int source, int destination, int port, byte[] data) {
    ByteBuffer b = ByteBuffer.allocate(8 + data.length);
    b.putShort((short) port).putShort((short) 53).putShort((short) (8 + data.length));
    b.putShort((short) 0).put(data);
    int sum = transportChecksum(IpProtocol.UDP, source, destination, b.array());
    b.putShort(6, (short) (sum == 0 ? 0xFFFF : sum));
    return ipv4(IpProtocol.UDP, source, destination, 0, b.array());
  }

  public static byte[] udpWithoutChecksum(int source, int destination, byte[] data) {
    byte[] packet = udp(source, destination, 4_000, data);
    Octets.put16(packet, HEADER + 6, 0);
    return packet;
  }

  public static byte[] tcp(int source, int destination, byte[] data) {
    ByteBuffer b = ByteBuffer.allocate(20 + data.length);
    b.putShort((short) 40_000).putShort((short) 443).putInt(7).putInt(9);
    b.put((byte) 0x50).put((byte) 0x18).putShort((short) 1_000).putInt(0).put(data);
    b.putShort(16, (short) transportChecksum(IpProtocol.TCP, source, destination, b.array()));
    return ipv4(IpProtocol.TCP, source, destination, 0, b.array());
  }

  public static byte[] icmp(int source, int destination, int type, byte[] body) {
    ByteBuffer b = ByteBuffer.allocate(8 + body.length);
    b.put((byte) type).put((byte) 0).putShort((short) 0).putInt(0x00010002).put(body);
    b.putShort(2, (short) Checksum.of(b.array(), 0, b.capacity()));
    return ipv4(IpProtocol.ICMP, source, destination, 0, b.array());
  }

  /** Whether header and transport checksums are right, computed in full. */
  public static boolean checksumsVerify(byte[] packet) {
    int protocol = Octets.u8(packet, 9);
    byte[] payload = java.util.Arrays.copyOfRange(packet, HEADER, packet.length);
    boolean header = Checksum.of(packet, 0, HEADER) == 0;
    return header
        && switch (protocol) {
          case IpProtocol.ICMP -> Checksum.of(payload, 0, payload.length) == 0;
          case IpProtocol.TCP, IpProtocol.UDP ->
              transportChecksum(protocol, Octets.i32(packet, 12), Octets.i32(packet, 16), payload)
                  == 0;
          default -> true;
        };
  }

  /** The checksum over pseudo header and segment (RFC 9293 §3.1); 0 if the segment has it right. */
  public static int transportChecksum(int protocol, int source, int destination, byte[] segment) {
    ByteBuffer pseudo = ByteBuffer.allocate(12);
    pseudo.putInt(source).putInt(destination).putShort((short) protocol);
    pseudo.putShort((short) segment.length);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(pseudo.array());
    all.writeBytes(segment);
    return Checksum.of(all.toByteArray(), 0, all.size());
  }
}
