package io.culvert.gateway.adapter.steering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.culvert.gateway.adapter.steering.SteeringSettings.Bound;
import io.culvert.gateway.app.steering.SteeringCounts.Outcome;
import io.culvert.gateway.core.steer.Hellos;
import io.culvert.gateway.core.steer.OutsideAddresses;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What one host does is held within bounds. */
@Timeout(120)
class LimitsTest {
  private static final int HALF_OPEN = Integer.getInteger("steering.half-open", 10_000);
  private static final OutsideAddresses ANYWHERE = new OutsideAddresses(List.of());

  /** Whether it ends without a word; fails when it does not within the socket's time-out. */
  static boolean closes(Socket socket) throws IOException {
    try {
      return socket.getInputStream().read() == -1;
    } catch (SocketException _) {
      return true; // reset
    }
  }

  private static ProxyLab hasty() throws Exception {
    return new ProxyLab(ProxyLab.settings(Duration.ofMillis(400), new Bound(256, 512), ANYWHERE));
  }

  @Test
  void hostThatSaysNothingIsClosed() throws Exception {
    try (ProxyLab lab = hasty();
        Socket socket = lab.connect(2)) {
      assertThat(closes(socket)).isTrue();
    }
  }

  @Test
  void hostThatSpeaksSlowlyIsClosed() throws Exception {
    byte[] hello = Hellos.real("www.test");
    byte[] head = "GET / HTTP/1.1\r\nHost: a\r\nX: ".getBytes(StandardCharsets.US_ASCII);
    try (ProxyLab lab = hasty()) {
      for (byte[] slow : List.of(hello, head)) {
        try (Socket socket = lab.connect(2)) {
          Thread drip = Thread.ofVirtual().start(() -> drip(socket, slow));
          assertThat(closes(socket)).isTrue();
          drip.join();
        }
      }
    }
  }

  private static void drip(Socket socket, byte[] octets) {
    try {
      OutputStream out = socket.getOutputStream();
      for (int i = 0; ; i++) {
        out.write(octets[Math.min(i, octets.length - 2)]);
        LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
      }
    } catch (IOException e) {
      // closed, as it should be
    }
  }

  @Test
  void hostThatStopsWithinTlsIsClosed() throws Exception {
    byte[] hello = Hellos.real("www.test");
    try (ProxyLab lab =
            new ProxyLab(ProxyLab.settings(Duration.ofSeconds(3), ProxyLab.FEW, ANYWHERE));
        Socket socket = lab.connect(2)) {
      socket.getOutputStream().write(hello);
      assertThat(socket.getInputStream().read()).isEqualTo(22); // the answer begins
      byte[] rest = new byte[65_536];
      int last = 0;
      while (last >= 0) {
        last = readOrEnd(socket, rest);
      }
      assertThat(last).isEqualTo(-1);
    }
  }

  private static int readOrEnd(Socket socket, byte[] into) throws IOException {
    try {
      return socket.getInputStream().read(into);
    } catch (SocketException _) {
      return -1;
    }
  }

  @Test
  void unknownHostIsReset() throws Exception {
    try (ProxyLab lab = new ProxyLab();
        Socket socket = lab.connect(99)) {
      assertThat(closes(socket)).isTrue();
      assertThat(lab.counts.of(Outcome.NO_PLACE)).isEqualTo(1);
    }
  }

  @Test
  void whatBecameOfConnectionsIsCounted() throws Exception {
    try (ProxyLab lab = hasty()) {
      lab.ask(ProxyLab.get("www.test", "/"));
      lab.ask(ProxyLab.get("late.test", "/"));
      lab.ask("GET / HTTP/1.1\r\n\r\n");
      for (String said : List.of("G", "SSH-2.0-x\r\n")) {
        try (Socket socket = lab.connect(2)) {
          socket.getOutputStream().write(said.getBytes(StandardCharsets.US_ASCII));
          assertThat(closes(socket)).isTrue();
        }
      }
      while (lab.proxy.connections() > 0) {
        Thread.onSpinWait();
      }
      assertThat(lab.counts.of(Outcome.SENT_TO_LOG_IN)).isEqualTo(1);
      assertThat(lab.counts.of(Outcome.PAGE)).isEqualTo(1);
      assertThat(lab.counts.of(Outcome.REFUSED)).isEqualTo(1);
      assertThat(lab.counts.of(Outcome.ANSWERED)).isZero();
      assertThat(lab.counts.of(Outcome.UNFINISHED)).isEqualTo(1);
      assertThat(lab.counts.of(Outcome.CLOSED)).isEqualTo(1);
    }
  }

  @Test
  void takenPortIsTold() throws Exception {
    try (ProxyLab lab = new ProxyLab()) {
      SteeringSettings settings =
          new SteeringSettings(
              ProxyLab.at(1, lab.proxy.port()),
              false,
              1,
              Duration.ofSeconds(1),
              Duration.ofSeconds(1),
              ProxyLab.FEW,
              ProxyLab.FEW,
              ANYWHERE);
      assertThatThrownBy(() -> new ProxyLab(settings))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("cannot listen on");
    }
  }

  @Test
  void placesComeBackWhenConnectionsEnd() throws Exception {
    try (ProxyLab lab =
        new ProxyLab(ProxyLab.settings(Duration.ofSeconds(30), new Bound(1, 1), ANYWHERE))) {
      for (int i = 0; i < 20; i++) {
        assertThat(lab.ask(ProxyLab.get("www.test", "/"))).startsWith("HTTP/1.1 302 ");
        while (lab.proxy.connections() > 0) {
          Thread.onSpinWait();
        }
      }
    }
  }

  @Test
  void passedConnectionNoLongerCountsAsUnfinished() throws Exception {
    SteeringSettings settings =
        new SteeringSettings(
            ProxyLab.at(1, 0),
            false,
            1,
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            new Bound(1, 1),
            new Bound(2, 2),
            ANYWHERE);
    byte[] request = ProxyLab.get("open.test", "/").getBytes(StandardCharsets.US_ASCII);
    try (ProxyLab lab = new ProxyLab(settings);
        Site site =
            new Site(client -> client.getInputStream().transferTo(client.getOutputStream()));
        Socket one = lab.connect(2, site.address())) {
      one.getOutputStream().write(request);
      assertThat(one.getInputStream().read()).isEqualTo('G');
      try (Socket two = lab.connect(2)) {
        two.getOutputStream().write(request);
        assertThat(two.getInputStream().read()).isEqualTo('G');
        try (Socket three = lab.connect(2)) {
          assertThat(closes(three)).isTrue();
        }
      }
    }
  }

  @Test
  void manyHalfOpenConnectionsOfOneHostDoNotHurtAnother() throws Exception {
    List<SocketChannel> all = new ArrayList<>();
    try (ProxyLab lab =
        new ProxyLab(ProxyLab.settings(Duration.ofSeconds(60), new Bound(256, 16_384), ANYWHERE))) {
      for (int i = 0; i < HALF_OPEN; i++) {
        SocketChannel channel = SocketChannel.open();
        all.add(channel);
        channel.bind(ProxyLab.at(2, 0));
        channel.configureBlocking(false);
        channel.connect(ProxyLab.at(1, lab.proxy.port()));
      }
      long start = System.nanoTime();
      try (Socket other = lab.connect(3)) {
        assertThat(ProxyLab.ask(other, ProxyLab.get("www.test", "/"))).startsWith("HTTP/1.1 302 ");
      }
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
      assertThat(lab.proxy.connections()).isLessThanOrEqualTo(258);
    } finally {
      for (SocketChannel channel : all) {
        channel.close();
      }
    }
  }

  @Test
  void hostThatAsksForEverNewNamesIsClosedAndAnotherIsNot() throws Exception {
    try (ProxyLab lab = new ProxyLab()) {
      for (int i = 0; i < 150; i++) {
        lab.leaves.leaf(InetAddress.ofLiteral("127.0.0.2"), i + ".test");
      }
      byte[] hello = Hellos.real("new.test");
      try (Socket socket = lab.connect(2)) {
        socket.getOutputStream().write(hello);
        assertThat(closes(socket)).isTrue();
      }
      try (Socket socket = lab.connect(3)) {
        socket.getOutputStream().write(hello);
        assertThat(socket.getInputStream().read()).isEqualTo(22);
      }
    }
  }
}
