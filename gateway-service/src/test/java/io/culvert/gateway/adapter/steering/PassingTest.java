package io.culvert.gateway.adapter.steering;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.gateway.core.steer.Hellos;
import io.culvert.gateway.core.steer.OutsideAddresses;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What may pass comes out at the other end as it went in. */
@Timeout(60)
class PassingTest {
  private static final byte[] ANSWER = "answer\0\u00ff".getBytes(StandardCharsets.ISO_8859_1);

  private static byte[] octets(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /**
   * Sends this, finishes, and takes the answer: the finish is passed on, and the answer after it.
   */
  private static void assertPasses(byte[] sent) throws Exception {
    CompletableFuture<byte[]> read = new CompletableFuture<>();
    try (ProxyLab lab = new ProxyLab();
        Site site = Site.reading(read, ANSWER);
        Socket socket = lab.connect(2, site.address())) {
      lab.addresses.put("pass.test", List.of(ProxyLab.LOOPBACK));
      socket.getOutputStream().write(sent);
      socket.shutdownOutput();
      assertThat(socket.getInputStream().readAllBytes()).isEqualTo(ANSWER);
      assertThat(read.get(10, TimeUnit.SECONDS)).isEqualTo(sent);
    }
  }

  @Test
  void bypassedHttpPassesOctetForOctet() throws Exception {
    assertPasses(octets(ProxyLab.get("pass.test", "/a?b") + "body\0\u00ff\r\n\r\n"));
  }

  @Test
  void bypassedTlsPassesUnopened() throws Exception {
    byte[] hello = Hellos.real("pass.test", "h2");
    byte[] more = new byte[hello.length + 50_000];
    new Random(1).nextBytes(more);
    System.arraycopy(hello, 0, more, 0, hello.length);
    assertPasses(more);
  }

  @Test
  void hostThatMayPassGoesWhereItWants() throws Exception {
    assertPasses(octets(ProxyLab.get("open.test", "/")));
  }

  @Test
  void bypassedNameLeadsToItsOwnAddressAndNotToTheOneWanted() throws Exception {
    CompletableFuture<byte[]> read = new CompletableFuture<>();
    try (ProxyLab lab = new ProxyLab();
        Site site = Site.reading(read, ANSWER);
        Socket socket = lab.connect(2, ProxyLab.at(77, site.address().getPort()))) {
      lab.addresses.put("pass.test", List.of(ProxyLab.LOOPBACK));
      socket.getOutputStream().write(octets(ProxyLab.get("pass.test", "/")));
      socket.shutdownOutput();
      assertThat(socket.getInputStream().readAllBytes()).isEqualTo(ANSWER);
    }
  }

  @Test
  void nextAddressOfTheNameIsTriedWhenOneIsDown() throws Exception {
    CompletableFuture<byte[]> read = new CompletableFuture<>();
    try (ProxyLab lab = new ProxyLab();
        Site site = Site.reading(read, ANSWER);
        Socket socket = lab.connect(2, site.address())) {
      lab.addresses.put("pass.test", List.of(0x7f000050, ProxyLab.LOOPBACK));
      socket.getOutputStream().write(octets(ProxyLab.get("pass.test", "/")));
      socket.shutdownOutput();
      assertThat(socket.getInputStream().readAllBytes()).isEqualTo(ANSWER);
    }
  }

  @Test
  void nameWithoutAddressIsExplained() throws Exception {
    try (ProxyLab lab = new ProxyLab()) {
      assertThat(lab.ask(ProxyLab.get("pass.test", "/")))
          .startsWith("HTTP/1.1 502 ")
          .contains("UNRESOLVED");
      try (Socket socket = lab.connect(2)) {
        socket.getOutputStream().write(Hellos.real("pass.test"));
        assertThat(LimitsTest.closes(socket)).isTrue();
      }
    }
  }

  @Test
  void siteThatDoesNotAnswerIsExplained() throws Exception {
    try (ProxyLab lab = new ProxyLab()) {
      lab.addresses.put("pass.test", List.of(ProxyLab.LOOPBACK));
      assertThat(lab.ask(ProxyLab.get("pass.test", "/")))
          .startsWith("HTTP/1.1 502 ")
          .contains("UNREACHABLE");
    }
  }

  @Test
  void bypassedNameNeverLeadsIntoThePop() throws Exception {
    CompletableFuture<byte[]> read = new CompletableFuture<>();
    try (Site site = Site.reading(read, ANSWER);
        ProxyLab lab =
            new ProxyLab(
                ProxyLab.settings(
                    Duration.ofSeconds(10), ProxyLab.FEW, OutsideAddresses.INTERNET))) {
      lab.wanted = site.address();
      lab.addresses.put("pass.test", List.of(ProxyLab.LOOPBACK));
      assertThat(lab.ask(ProxyLab.get("pass.test", "/"))).contains("UNRESOLVED");
      assertThat(lab.ask(ProxyLab.get("open.test", "/"))).contains("UNRESOLVED");
      assertThat(site.served()).isZero();
    }
  }

  @Test
  void originIsToldTheInsideAddressIfTheTunnelSaysSo() throws Exception {
    CompletableFuture<byte[]> read = new CompletableFuture<>();
    try (ProxyLab lab = new ProxyLab();
        Site site = Site.reading(read, ANSWER);
        Socket socket = lab.tellingOrigins().connect(2, site.address())) {
      lab.addresses.put("pass.test", List.of(ProxyLab.LOOPBACK));
      socket.getOutputStream().write(octets(ProxyLab.get("pass.test", "/") + "rest"));
      socket.shutdownOutput();
      assertThat(new String(read.get(10, TimeUnit.SECONDS), StandardCharsets.ISO_8859_1))
          .isEqualTo(
              "GET / HTTP/1.1\r\nHost: pass.test\r\nAccept: text/html\r\n"
                  + "X-Forwarded-For: 192.168.1.7\r\nConnection: close\r\n\r\nrest");
    }
  }

  @Test
  void webSocketPassesBothWaysForAsLongAsItLasts() throws Exception {
    Site.Service echo =
        client -> {
          InputStream in = client.getInputStream();
          String head = new String(in.readNBytes(HEAD.length()), StandardCharsets.US_ASCII);
          client.getOutputStream().write(octets(head.equals(HEAD) ? SWITCHED : "?"));
          in.transferTo(client.getOutputStream());
        };
    // Longer than a host may take to say what it wants.
    try (ProxyLab lab =
            new ProxyLab(
                ProxyLab.settings(
                    Duration.ofSeconds(2), ProxyLab.FEW, new OutsideAddresses(List.of())));
        Site site = new Site(echo);
        Socket socket = lab.connect(2, site.address())) {
      lab.addresses.put("pass.test", List.of(ProxyLab.LOOPBACK));
      OutputStream out = socket.getOutputStream();
      InputStream in = socket.getInputStream();
      out.write(octets(HEAD));
      assertThat(in.readNBytes(SWITCHED.length())).isEqualTo(octets(SWITCHED));
      byte[] frame = new byte[130];
      for (int i = 0; i < 125; i++) {
        new Random(i).nextBytes(frame);
        out.write(frame);
        assertThat(in.readNBytes(frame.length)).isEqualTo(frame);
        LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
      }
      socket.shutdownOutput();
      assertThat(in.read()).isEqualTo(-1);
    }
  }

  private static final String HEAD =
      """
      GET /chat HTTP/1.1\r
      Host: pass.test\r
      Connection: Upgrade\r
      Upgrade: websocket\r
      Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
      Sec-WebSocket-Version: 13\r
      \r
      """;

  private static final String SWITCHED =
      "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";

  private static final int LARGE = 200 << 20;

  @Test
  void siteIsHeldBackByASlowClientAndNothingIsLost() throws Exception {
    AtomicLong sent = new AtomicLong();
    CompletableFuture<Long> sum = new CompletableFuture<>();
    try (ProxyLab lab = new ProxyLab();
        Site site = new Site(client -> sum.complete(sendMuch(client, sent)));
        Socket socket = lab.connect(2, site.address())) {
      lab.addresses.put("pass.test", List.of(ProxyLab.LOOPBACK));
      socket.getOutputStream().write(octets(ProxyLab.get("pass.test", "/")));
      awaitStandstill(sent);
      assertThat(sent.get()).isPositive().isLessThan(LARGE / 2);
      assertThat(PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory()).isLessThan(32 << 20);
      CheckedInputStream in = new CheckedInputStream(socket.getInputStream(), new CRC32());
      assertThat(in.transferTo(OutputStream.nullOutputStream())).isEqualTo(LARGE);
      assertThat(in.getChecksum().getValue()).isEqualTo(sum.get(10, TimeUnit.SECONDS));
    }
  }

  private static long sendMuch(Socket client, AtomicLong sent) throws IOException {
    // Who closes without having read resets.
    client.getInputStream().readNBytes(ProxyLab.get("pass.test", "/").length());
    OutputStream out = client.getOutputStream();
    CRC32 sum = new CRC32();
    byte[] block = new byte[1 << 16];
    Random random = new Random(7);
    while (sent.get() < LARGE) {
      random.nextBytes(block);
      out.write(block);
      sum.update(block);
      sent.addAndGet(block.length);
    }
    return sum.getValue();
  }

  /** Until nothing was sent for a fifth of a second. */
  private static void awaitStandstill(AtomicLong sent) {
    long last = 0;
    int same = 0;
    while (same < 20) {
      LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
      long now = sent.get();
      same = now == last && now > 0 ? same + 1 : 0;
      last = now;
    }
  }

  @Test
  void resetOfTheSiteReachesTheClient() throws Exception {
    try (ProxyLab lab = new ProxyLab();
        Site site =
            new Site(
                client -> {
                  client.getInputStream().read();
                  client.setSoLinger(true, 0);
                });
        Socket socket = lab.connect(2, site.address())) {
      lab.addresses.put("pass.test", List.of(ProxyLab.LOOPBACK));
      socket.getOutputStream().write(octets(ProxyLab.get("pass.test", "/")));
      assertThat(LimitsTest.closes(socket)).isTrue();
    }
  }
}
