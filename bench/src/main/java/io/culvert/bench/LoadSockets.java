package io.culvert.bench;

import io.culvert.gateway.core.wire.Bytes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The devices' sockets, one for each of their addresses. Everything goes from and to the port of
 * NAT traversal, where IKE may begin at once (RFC 7296 §2.23). For one thread.
 */
final class LoadSockets implements AutoCloseable {
  private static final int PORT = 4500;
  private static final int MARKER = 4;
  private static final int BUFFER = 4 << 20;

  private final Selector selector;
  private final Map<InetSocketAddress, DatagramChannel> channels = new HashMap<>();
  private final List<InetSocketAddress> locals = new ArrayList<>();
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(65_536);

  /** Who gets what arrives: IKE messages without their marker. */
  @FunctionalInterface
  interface Receiver {
    void receive(InetSocketAddress local, InetSocketAddress remote, Bytes message);
  }

  LoadSockets(List<InetAddress> addresses) throws IOException {
    this.selector = Selector.open();
    for (InetAddress address : addresses) {
      InetSocketAddress local = new InetSocketAddress(address, PORT);
      DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET);
      channels.put(local, channel);
      locals.add(local);
      channel.setOption(StandardSocketOptions.SO_RCVBUF, BUFFER);
      channel.configureBlocking(false);
      channel.bind(local);
      channel.register(selector, SelectionKey.OP_READ, local);
    }
  }

  /** The devices' addresses. */
  List<InetSocketAddress> locals() {
    return locals;
  }

  /** Sends an IKE message. */
  void send(InetSocketAddress local, InetSocketAddress remote, Bytes message) throws IOException {
    buffer.clear().putInt(0).put(message.toArray()).flip();
    channel(local).send(buffer, remote);
  }

  /** Sends a NAT keepalive (RFC 3948 §2.3). */
  void keepalive(InetSocketAddress local, InetSocketAddress remote) throws IOException {
    buffer.clear().put((byte) 0xFF).flip();
    channel(local).send(buffer, remote);
  }

  private DatagramChannel channel(InetSocketAddress local) {
    DatagramChannel channel = channels.get(local);
    if (channel == null) {
      throw new IllegalArgumentException("no socket of ours has the address " + local);
    }
    return channel;
  }

  /** Hands over what has arrived, and waits for it up to so many milliseconds; 0 for not. */
  void receive(long milliseconds, Receiver receiver) throws IOException {
    List<SelectionKey> ready = new ArrayList<>();
    if (milliseconds > 0) {
      selector.select(ready::add, milliseconds);
    } else {
      selector.selectNow(ready::add);
    }
    for (SelectionKey key : ready) {
      drain((DatagramChannel) key.channel(), (InetSocketAddress) key.attachment(), receiver);
    }
  }

  private void drain(DatagramChannel channel, InetSocketAddress local, Receiver receiver)
      throws IOException {
    while (channel.receive(buffer.clear()) instanceof InetSocketAddress remote) {
      buffer.flip();
      if (buffer.remaining() > MARKER && buffer.getInt() == 0) {
        byte[] message = new byte[buffer.remaining()];
        buffer.get(message);
        receiver.receive(local, remote, Bytes.of(message));
      }
    }
  }

  @Override
  public void close() throws IOException {
    for (DatagramChannel channel : channels.values()) {
      channel.close();
    }
    selector.close();
  }
}
