package io.culvert.gateway.core.esp;

import static io.culvert.gateway.core.esp.PacketCipher.HEADER;

import io.culvert.gateway.core.net.IpProtocol;
import io.culvert.gateway.core.net.Ipv4View;
import io.culvert.gateway.core.net.Ipv6View;
import io.culvert.gateway.core.net.Octets;
import io.culvert.gateway.core.net.Verdict;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;

/** The SA of packets from a device: verifies, decrypts and checks them. One thread opens. */
public final class InboundSa {
  /** Pad length and next header. */
  private static final int TRAILER = 2;

  private final long tunnelId;
  private final int spi;
  private final PacketCipher cipher;
  private final SelectorSet inside;
  private final SelectorSet outside;
  private final ReplayWindow window = new ReplayWindow();
  private final Ipv4View v4 = new Ipv4View();
  private final Ipv6View v6 = new Ipv6View();
  private volatile long authenticated;
  private volatile long octets;
  private boolean newest;
  private volatile InetSocketAddress peer;

  InboundSa(EspSaSpec spec) {
    this.tunnelId = spec.tunnelId();
    this.spi = spec.inboundSpi();
    this.cipher = PacketCipher.of(spec.transform(), spec.inboundKeys(), false);
    this.inside = new SelectorSet(spec.inside());
    this.outside = new SelectorSet(spec.outside());
    this.peer = spec.peer();
  }

  /**
   * Opens one ESP packet.
   *
   * @param in the packet, from its SPI on; a heap buffer, left as it is
   * @param out a heap buffer on another array with room for {@code in.remaining()} octets; if the
   *     packet passed, its position and limit enclose the inner packet
   * @return {@link Verdict#PASSED}, or why the packet is to be dropped
   */
  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes, others only look
  public Verdict open(ByteBuffer in, ByteBuffer out) {
    byte[] packet = in.array();
    int offset = in.arrayOffset() + in.position();
    int length = in.remaining();
    int overhead = HEADER + cipher.ivLength() + cipher.icvLength();
    int plainLength = length - overhead;
    if (plainLength < TRAILER) {
      return Verdict.ESP_TRUNCATED;
    }
    if ((plainLength & (cipher.alignment() - 1)) != 0) {
      return Verdict.ESP_MISALIGNED;
    }
    // RFC 4303 §3.4.3: check the window, verify the ICV, and only then move the window.
    long sequence = Octets.u32(packet, offset + 4);
    Verdict fresh = window.check(sequence);
    if (fresh != Verdict.PASSED) {
      return fresh;
    }
    out.clear();
    if (!decrypt(packet, offset, length, out)) {
      return Verdict.ICV_WRONG;
    }
    newest = sequence > window.highest();
    window.commit(sequence);
    authenticated = authenticated + 1;
    octets = octets + plainLength;
    out.position(cipher.plaintextShift()).limit(cipher.plaintextShift() + plainLength);
    return unwrap(out);
  }

  private boolean decrypt(byte[] packet, int offset, int length, ByteBuffer out) {
    try {
      return cipher.open(packet, offset, length, out.array(), out.arrayOffset());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("ESP cipher failed on checked lengths", e);
    }
  }

  /** Takes padding and trailer off and checks the inner packet. */
  private Verdict unwrap(ByteBuffer out) {
    byte[] plain = out.array();
    int start = out.arrayOffset() + out.position();
    int trailer = out.arrayOffset() + out.limit() - TRAILER;
    int padLength = Octets.u8(plain, trailer);
    int payloadLength = trailer - padLength - start;
    if (payloadLength < 0) {
      return Verdict.PADDING_WRONG;
    }
    for (int i = 1; i <= padLength; i++) { // RFC 4303 §2.4
      if (Octets.u8(plain, trailer - padLength + i - 1) != i) {
        return Verdict.PADDING_WRONG;
      }
    }
    return switch (Octets.u8(plain, trailer + 1)) {
      case IpProtocol.IPV4 -> check4(out, plain, start, payloadLength);
      case IpProtocol.IPV6 -> check6(out, plain, start, payloadLength);
      case IpProtocol.NONE -> Verdict.DUMMY; // RFC 4303 §2.6
      default -> Verdict.NEXT_HEADER_UNKNOWN;
    };
  }

  private Verdict check4(ByteBuffer out, byte[] plain, int start, int payloadLength) {
    Verdict shape = v4.wrap(plain, start, payloadLength);
    if (shape != Verdict.PASSED) {
      return shape;
    }
    if (!inside.matchesSource(v4) || !outside.matchesDestination(v4)) {
      return Verdict.OUTSIDE_SELECTORS; // RFC 4301 §5.2, step 4
    }
    // What the payload has beyond the packet is TFC padding (RFC 4303 §2.7).
    out.limit(out.position() + v4.totalLength());
    return Verdict.PASSED;
  }

  private Verdict check6(ByteBuffer out, byte[] plain, int start, int payloadLength) {
    Verdict shape = v6.wrap(plain, start, payloadLength);
    if (shape != Verdict.PASSED) {
      return shape;
    }
    if (!inside.matchesSource(v6) || !outside.matchesDestination(v6)) {
      return Verdict.OUTSIDE_SELECTORS;
    }
    out.limit(out.position() + v6.totalLength());
    return Verdict.PASSED;
  }

  public long tunnelId() {
    return tunnelId;
  }

  public int spi() {
    return spi;
  }

  /** Whether the last authentic packet was newer than all before it. */
  public boolean newest() {
    return newest;
  }

  /** Where the packets to the other end go, and where those from there should come from. */
  public InetSocketAddress peer() {
    return peer;
  }

  void movePeer(InetSocketAddress newPeer) {
    peer = newPeer;
  }

  /** Octets of authentic packets, padding included. */
  public long octets() {
    return octets;
  }

  /** The highest sequence number of an authentic packet. */
  public long highestSequence() {
    return authenticated == 0 ? 0 : window.highest(); // the volatile read shows what led to it
  }

  /** How many packets have proved authentic, whatever became of them then. */
  public long authenticated() {
    return authenticated;
  }
}
