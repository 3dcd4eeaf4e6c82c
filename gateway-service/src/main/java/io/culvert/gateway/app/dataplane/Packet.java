package io.culvert.gateway.app.dataplane;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** A reusable slot for one packet. The addresses are those of the outer datagram, if it is one. */
public final class Packet {
  /** The largest packet there is. */
  public static final int LARGEST = 65_535;

  /** Room for the largest packet and what sealing adds to it. */
  private static final int CAPACITY = LARGEST + 129;

  private static final InetSocketAddress NOWHERE = new InetSocketAddress(0);

  private final ByteBuffer buffer = ByteBuffer.allocate(CAPACITY);
  private InetSocketAddress local = NOWHERE;
  private InetSocketAddress remote = NOWHERE;

  /** A heap buffer; position and limit enclose the packet. */
  public ByteBuffer buffer() {
    return buffer;
  }

  /** Our address and port; port 0 stands for ESP without UDP. */
  public InetSocketAddress local() {
    return local;
  }

  /** The other end's address and port. */
  public InetSocketAddress remote() {
    return remote;
  }

  /** Says between which ends the datagram travels. */
  public void between(InetSocketAddress newLocal, InetSocketAddress newRemote) {
    this.local = newLocal;
    this.remote = newRemote;
  }
}
