package io.culvert.gateway.adapter.udp;

import io.culvert.gateway.app.dataplane.Packet;
import io.culvert.gateway.app.dataplane.PacketBatch;
import io.culvert.gateway.app.dataplane.UdpPort;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Non-blocking UDP sockets, one for each local address and port. The addresses must be definite (no
 * wildcard), for an answer has to leave from the address that was asked.
 */
public final class UdpSockets implements UdpPort, AutoCloseable {
  /** What is asked for; the kernel's rmem_max and wmem_max may allow less. */
  private static final int SOCKET_BUFFER = 8 << 20;

  private record Socket(InetSocketAddress local, DatagramChannel channel) {}

  private final Selector selector;
  private final List<Socket> sockets = new ArrayList<>();
  private int nextToRead;

  private UdpSockets(Selector selector) {
    this.selector = selector;
  }

  /**
   * Binds a socket to each address.
   *
   * @throws IOException if one cannot be bound; then none is
   */
  public static UdpSockets open(List<InetSocketAddress> locals) throws IOException {
    UdpSockets opened = new UdpSockets(Selector.open());
    try {
      for (InetSocketAddress local : locals) {
        opened.bind(local);
      }
    } catch (IOException | RuntimeException e) {
      opened.close();
      throw e;
    }
    return opened;
  }

  private void bind(InetSocketAddress local) throws IOException {
    InetAddress address = local.getAddress();
    if (address == null || address.isAnyLocalAddress()) {
      throw new IllegalArgumentException("a definite local address is needed, not " + local);
    }
    ProtocolFamily family =
        address.getAddress().length == 4
            ? StandardProtocolFamily.INET
            : StandardProtocolFamily.INET6;
    DatagramChannel channel = DatagramChannel.open(family);
    try {
      channel.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER);
      channel.setOption(StandardSocketOptions.SO_SNDBUF, SOCKET_BUFFER);
      channel.configureBlocking(false);
      channel.bind(local);
      channel.register(selector, SelectionKey.OP_READ);
      sockets.add(new Socket((InetSocketAddress) channel.getLocalAddress(), channel));
    } catch (BindException e) {
      channel.close();
      throw new IOException(refusal(local, e), e);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static String refusal(InetSocketAddress local, BindException e) {
    String reason = String.valueOf(e.getMessage());
    String where = "UDP port " + local.getPort() + " of " + local.getAddress().getHostAddress();
    if (reason.contains("already in use")) {
      return where
          + " is taken: end the other program that listens there, such as another IPsec daemon"
          + " (ss -lunp shows which)";
    }
    if (reason.contains("assign")) {
      return where
          + " is not of this machine: culvert.gateway.address must be an address that one of its"
          + " network devices has";
    }
    if (reason.contains("denied")) {
      return where
          + " may not be opened: allow it with the sysctl net.ipv4.ip_unprivileged_port_start=0 or"
          + " the capability NET_BIND_SERVICE";
    }
    return where + " cannot be opened: " + reason;
  }

  /** The addresses that are bound, in the order asked for; ports that were 0 are now known. */
  public List<InetSocketAddress> locals() {
    return sockets.stream().map(Socket::local).toList();
  }

  @Override
  public void receive(PacketBatch batch, Duration wait) throws IOException {
    readAll(batch);
    if (batch.size() == 0) {
      selector.select(key -> {}, Math.max(1, wait.toMillis()));
      readAll(batch);
    }
  }

  /** Reads from one socket after the other, beginning with another each time: none starves. */
  private void readAll(PacketBatch batch) throws IOException {
    int first = nextToRead;
    nextToRead = (first + 1) % sockets.size();
    for (int i = 0; i < sockets.size(); i++) {
      read(sockets.get((first + i) % sockets.size()), batch);
    }
  }

  private static void read(Socket socket, PacketBatch batch) throws IOException {
    while (!batch.isFull()) {
      Packet slot = batch.free();
      ByteBuffer buffer = slot.buffer().clear().limit(Packet.LARGEST);
      SocketAddress remote = socket.channel().receive(buffer);
      if (!(remote instanceof InetSocketAddress from)) {
        return;
      }
      buffer.flip();
      slot.between(socket.local(), from);
      batch.add();
    }
  }

  @Override
  public int send(PacketBatch batch) {
    int sent = 0;
    for (int i = 0; i < batch.size(); i++) {
      sent += send(batch.get(i)) ? 1 : 0;
    }
    return sent;
  }

  private boolean send(Packet packet) {
    DatagramChannel channel = channelOf(packet.local());
    if (channel == null) {
      return false;
    }
    try {
      return channel.send(packet.buffer(), packet.remote()) > 0;
    } catch (IOException | IllegalArgumentException e) {
      return false; // no route, too large, port 0: lost, and counted by the caller
    }
  }

  private @Nullable DatagramChannel channelOf(InetSocketAddress local) {
    for (int i = 0; i < sockets.size(); i++) { // a handful; a map would cost more
      if (sockets.get(i).local().equals(local)) {
        return sockets.get(i).channel();
      }
    }
    return null;
  }

  @Override
  public void close() throws IOException {
    for (Socket socket : sockets) {
      socket.channel().close();
    }
    selector.close();
  }
}
