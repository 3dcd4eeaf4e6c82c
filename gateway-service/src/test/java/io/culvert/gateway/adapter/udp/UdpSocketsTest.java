package io.culvert.gateway.adapter.udp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.culvert.gateway.app.dataplane.PacketBatch;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class UdpSocketsTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final Duration LONG = Duration.ofSeconds(10);

  @Test
  void datagramsTellToWhichSocketAndFromWhereTheyCame() throws IOException {
    try (UdpSockets sockets = UdpSockets.open(List.of(anyPort(), anyPort()));
        DatagramSocket peer = new DatagramSocket(0, LOOPBACK)) {
      InetSocketAddress second = sockets.locals().get(1);
      peer.send(new DatagramPacket(new byte[] {1, 2, 3}, 3, second));
      PacketBatch batch = new PacketBatch(4);
      sockets.receive(batch, LONG);
      assertThat(batch.size()).isOne();
      assertThat(batch.get(0).local()).isEqualTo(second);
      assertThat(batch.get(0).remote()).isEqualTo(peer.getLocalSocketAddress());
      assertThat(batch.get(0).buffer()).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2, 3}));
    }
  }

  @Test
  void aPortThatIsTakenIsNamedWithWhatToDo() throws IOException {
    try (DatagramSocket other = new DatagramSocket(0, LOOPBACK)) {
      InetSocketAddress taken = new InetSocketAddress(LOOPBACK, other.getLocalPort());
      assertThatThrownBy(() -> UdpSockets.open(List.of(taken)))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("UDP port " + taken.getPort() + " of 127.0.0.1 is taken: end");
    }
  }

  @Test
  void anAddressThatIsNotOfThisMachineIsNamedWithWhatToDo() throws IOException {
    InetAddress foreign = InetAddress.ofLiteral("203.0.113.9");
    assertThatThrownBy(() -> UdpSockets.open(List.of(new InetSocketAddress(foreign, 4500))))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("UDP port 4500 of 203.0.113.9 is not of this machine: culvert");
  }

  @Test
  void packetsLeaveFromTheAddressTheyName() throws IOException {
    try (UdpSockets sockets = UdpSockets.open(List.of(anyPort(), anyPort()));
        DatagramSocket peer = new DatagramSocket(0, LOOPBACK)) {
      peer.setSoTimeout(10_000);
      PacketBatch batch = new PacketBatch(2);
      for (InetSocketAddress local : sockets.locals()) {
        batch.free().buffer().clear().put((byte) 7).flip();
        batch.free().between(local, (InetSocketAddress) peer.getLocalSocketAddress());
        batch.add();
      }
      assertThat(sockets.send(batch)).isEqualTo(2);
      for (InetSocketAddress local : sockets.locals()) {
        DatagramPacket received = new DatagramPacket(new byte[10], 10);
        peer.receive(received);
        assertThat(received.getSocketAddress()).isEqualTo(local);
        assertThat(received.getLength()).isOne();
      }
    }
  }

  @Test
  void packetFromAnAddressThatIsNotOursOrToPortZeroIsNotSent() throws IOException {
    try (UdpSockets sockets = UdpSockets.open(List.of(anyPort()))) {
      PacketBatch batch = new PacketBatch(2);
      batch.free().between(new InetSocketAddress(LOOPBACK, 1), new InetSocketAddress(LOOPBACK, 2));
      batch.add();
      batch.free().between(sockets.locals().getFirst(), new InetSocketAddress(LOOPBACK, 0));
      batch.add();
      assertThat(sockets.send(batch)).isZero();
    }
  }

  @Test
  void silenceIsAnEmptyBatch() throws IOException {
    try (UdpSockets sockets = UdpSockets.open(List.of(anyPort()))) {
      PacketBatch batch = new PacketBatch(2);
      sockets.receive(batch, Duration.ofMillis(1));
      assertThat(batch.size()).isZero();
    }
  }

  @Test
  void wildcardAddressIsRefused() {
    assertThatThrownBy(() -> UdpSockets.open(List.of(new InetSocketAddress(0))).close())
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress(LOOPBACK, 0);
  }
}
