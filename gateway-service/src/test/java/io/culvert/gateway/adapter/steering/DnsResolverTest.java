package io.culvert.gateway.adapter.steering;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.resolver.dns.SingletonDnsServerAddressStreamProvider;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DnsResolverTest {
  /** A name server that knows one name, www.test, and counts what it is asked. */
  private static final class NameServer implements AutoCloseable {
    private final DatagramSocket socket =
        new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
    private final AtomicInteger asked = new AtomicInteger();

    NameServer() throws IOException {
      Thread.ofVirtual().start(this::serve);
    }

    private void serve() {
      byte[] buffer = new byte[512];
      try {
        while (true) {
          DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
          socket.receive(packet);
          asked.incrementAndGet();
          byte[] answer = answer(ByteBuffer.wrap(buffer, 0, packet.getLength()));
          socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
        }
      } catch (IOException e) {
        // closed
      }
    }

    /** RFC 1035 §4.1: the question, and two addresses if it is for www.test. */
    private static byte[] answer(ByteBuffer query) {
      byte[] name = {3, 'w', 'w', 'w', 4, 't', 'e', 's', 't', 0};
      byte[] asked = new byte[name.length];
      query.get(12, asked, 0, Math.min(name.length, query.limit() - 12));
      int end = 12;
      while (query.get(end) != 0) {
        end += query.get(end) + 1;
      }
      byte[] question = new byte[end + 5 - 12];
      query.get(12, question);
      boolean known = Arrays.equals(name, asked);
      ByteBuffer out = ByteBuffer.allocate(512);
      out.putShort(query.getShort(0)).putShort((short) (known ? 0x8180 : 0x8183));
      out.putShort((short) 1).putShort((short) (known ? 2 : 0)).putInt(0).put(question);
      for (int i = 1; known && i <= 2; i++) {
        out.putShort((short) 0xc00c).putShort((short) 1).putShort((short) 1).putInt(60);
        out.putShort((short) 4).putInt(0xc0000200 + i);
      }
      return Arrays.copyOf(out.array(), out.position());
    }

    @Override
    public void close() {
      socket.close();
    }
  }

  private static List<Integer> resolve(DnsResolver resolver, String name) throws Exception {
    return resolver.resolve(name).toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  @Test
  void nameIsAskedForAndKept() throws Exception {
    try (NameServer server = new NameServer();
        DnsResolver resolver = resolver(server)) {
      assertThat(resolve(resolver, "www.test")).containsExactly(0xc0000201, 0xc0000202);
      int asked = server.asked.get();
      assertThat(resolve(resolver, "www.test")).hasSize(2);
      assertThat(server.asked).hasValue(asked);
    }
  }

  @Test
  void unknownNameHasNoAddress() throws Exception {
    try (NameServer server = new NameServer();
        DnsResolver resolver = resolver(server)) {
      assertThat(resolve(resolver, "other.test")).isEmpty();
    }
  }

  @Test
  void nameThatCannotBeAskedForHasNoAddress() throws Exception {
    try (NameServer server = new NameServer();
        DnsResolver resolver = resolver(server)) {
      assertThat(resolve(resolver, "[::1]")).isEmpty();
      assertThat(resolve(resolver, "a".repeat(64) + ".test")).isEmpty();
    }
  }

  @Test
  void silentServerIsGivenUp() throws Exception {
    try (DatagramSocket silent =
            new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
        DnsResolver resolver =
            new DnsResolver(
                new SingletonDnsServerAddressStreamProvider(
                    (InetSocketAddress) silent.getLocalSocketAddress()))) {
      assertThat(resolve(resolver, "www.test")).isEmpty();
    }
  }

  private static DnsResolver resolver(NameServer server) {
    return new DnsResolver(
        new SingletonDnsServerAddressStreamProvider(
            (InetSocketAddress) server.socket.getLocalSocketAddress()));
  }
}
