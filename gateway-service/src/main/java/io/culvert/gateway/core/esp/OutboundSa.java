package io.culvert.gateway.core.esp;

import static io.culvert.gateway.core.esp.PacketCipher.HEADER;

import io.culvert.gateway.core.net.IpProtocol;
import io.culvert.gateway.core.net.Ipv4View;
import io.culvert.gateway.core.net.Octets;
import io.culvert.gateway.core.net.Verdict;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;

/** The SA of packets to a device. One thread seals; any thread may move the peer. */
public final class OutboundSa {
  /** Octets that must be free behind the packet to seal, for padding and trailer. */
  public static final int TRAILER_ROOM = 18;

  /** Octets that a sealed packet can be longer than the packet inside: header, IV, trailer, ICV. */
  public static final int MOST_OVERHEAD = HEADER + 16 + TRAILER_ROOM + 32;

  private static final long LAST_SEQUENCE = 0xFFFF_FFFFL;

  private final long tunnelId;
  private final int spi;
  private final int inboundSpi;
  private final PacketCipher cipher;
  private final SelectorSet inside;
  private final SelectorSet outside;
  private final InetSocketAddress local;
  private final boolean udpEncapsulated;
  private final Sending sending;
  private volatile InetSocketAddress peer;
  private volatile long sequence;
  private volatile long octets;

  OutboundSa(EspSaSpec spec, long firstSequence) {
    this(spec, new Sending.AtOnce(), firstSequence);
  }

  OutboundSa(EspSaSpec spec, Sending sending, long firstSequence) {
    this.tunnelId = spec.tunnelId();
    this.spi = spec.outboundSpi();
    this.inboundSpi = spec.inboundSpi();
    this.cipher = PacketCipher.of(spec.transform(), spec.outboundKeys(), true);
    this.inside = new SelectorSet(spec.inside());
    this.outside = new SelectorSet(spec.outside());
    this.local = spec.local();
    this.peer = spec.peer();
    this.udpEncapsulated = spec.udpEncapsulated();
    this.sending = sending;
    this.sequence = firstSequence - 1;
  }

  /** Whether a packet to the inside is within the negotiated selectors. */
  public boolean takes(Ipv4View ip) {
    return inside.matchesDestination(ip) && outside.matchesSource(ip);
  }

  /**
   * Seals one IP packet.
   *
   * @param in the packet; a heap buffer with {@link #TRAILER_ROOM} octets free behind its limit,
   *     which are overwritten
   * @param out a heap buffer on another array with room for {@link #MOST_OVERHEAD} octets more; if
   *     the packet passed, its position and limit enclose the ESP packet
   * @return {@link Verdict#PASSED} or {@link Verdict#SEQUENCE_EXHAUSTED}
   */
  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes, others only look
  public Verdict seal(ByteBuffer in, ByteBuffer out) {
    if (sequence == LAST_SEQUENCE) {
      return Verdict.SEQUENCE_EXHAUSTED; // RFC 4303 §3.3.3: it must not wrap
    }
    sequence = sequence + 1;
    byte[] plain = in.array();
    int start = in.arrayOffset() + in.position();
    int plainLength = in.remaining() + appendTrailer(plain, start, in.remaining());
    out.clear();
    byte[] packet = out.array();
    int offset = out.arrayOffset();
    Octets.put32(packet, offset, spi);
    Octets.put32(packet, offset + 4, (int) sequence);
    try {
      cipher.seal(plain, start, plainLength, packet, offset);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("ESP cipher failed on checked lengths", e);
    }
    octets = octets + plainLength;
    out.limit(HEADER + cipher.ivLength() + plainLength + cipher.icvLength());
    return Verdict.PASSED;
  }

  /** Writes padding 1, 2, 3, …, pad length and next header (RFC 4303 §2.4). */
  private int appendTrailer(byte[] plain, int start, int length) {
    int alignment = cipher.alignment();
    int padLength = (alignment - (length + 2) % alignment) % alignment;
    int at = start + length;
    for (int i = 1; i <= padLength; i++) {
      plain[at++] = (byte) i;
    }
    plain[at] = (byte) padLength;
    boolean v6 = (plain[start] & 0xF0) == 0x60;
    plain[at + 1] = (byte) (v6 ? IpProtocol.IPV6 : IpProtocol.IPV4);
    return padLength + 2;
  }

  public long tunnelId() {
    return tunnelId;
  }

  public int spi() {
    return spi;
  }

  /** The SPI of the SA the other way. */
  public int inboundSpi() {
    return inboundSpi;
  }

  public InetSocketAddress local() {
    return local;
  }

  public InetSocketAddress peer() {
    return peer;
  }

  /** From now on packets go to {@code newPeer}. */
  public void movePeer(InetSocketAddress newPeer) {
    peer = newPeer;
  }

  public boolean udpEncapsulated() {
    return udpEncapsulated;
  }

  /** When it sends. */
  Sending sending() {
    return sending;
  }

  /** Octets sealed, padding included. */
  public long octets() {
    return octets;
  }

  /** The last sequence number used; 0 before the first. */
  public long sequence() {
    return sequence;
  }
}
