package io.culvert.gateway.adapter.steering;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.gateway.adapter.steering.SteeringSettings.Bound;
import io.culvert.gateway.app.steering.SteeringCounts.Outcome;
import io.culvert.gateway.core.steer.Hellos;
import io.culvert.gateway.core.steer.OutsideAddresses;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The probe address over real sockets: what a host is told there, and the stream of notices. */
@Timeout(60)
class ProbingTest {
  private static final String PROBE = "10.64.0.1";
  private static final InetSocketAddress WANTED =
      new InetSocketAddress(InetAddress.ofLiteral(PROBE), 80);

  private final ProxyLab lab = new ProxyLab();

  ProbingTest() throws Exception {
    lab.wanted = WANTED;
  }

  @AfterEach
  void close() {
    lab.close();
  }

  private static String get(String path) {
    return "GET " + path + " HTTP/1.1\r\nHost: " + PROBE + "\r\n\r\n";
  }

  @Test
  void eachHostIsToldOfItself() throws Exception {
    assertThat(lab.ask(get("/probe")))
        .startsWith("HTTP/1.1 200 OK\r\nCache-Control: no-store\r\n")
        .contains("\"insideTunnel\":true", "\"user\":\"host " + (ProxyLab.LOOPBACK + 1) + "\"")
        .doesNotContain("Access-Control");
    try (Socket other = lab.connect(3)) {
      assertThat(ProxyLab.ask(other, get("/probe")))
          .contains("\"user\":\"host " + (ProxyLab.LOOPBACK + 2) + "\"");
    }
  }

  @Test
  void bypassedNameIsNotPassedOnFromThere() throws Exception {
    assertThat(lab.ask(ProxyLab.get("pass.test", "/probe"))).startsWith("HTTP/1.1 421 ");
    try (Socket tls = lab.connect(2)) {
      tls.getOutputStream().write(Hellos.real("pass.test"));
      assertThat(LimitsTest.closes(tls)).isTrue();
    }
    assertThat(lab.counts.of(Outcome.PASSED)).isZero();
  }

  @Test
  void otherPortsOfTheAddressAreReset() throws Exception {
    try (Socket socket = lab.connect(2, new InetSocketAddress(InetAddress.ofLiteral(PROBE), 443))) {
      assertThat(LimitsTest.closes(socket)).isTrue();
    }
    assertThat(lab.counts.of(Outcome.NO_PLACE)).isEqualTo(1);
  }

  @Test
  void grantIsTakenThere() throws Exception {
    assertThat(lab.ask(get("/.well-known/culvert-login?grant=good"))).startsWith("HTTP/1.1 302 ");
    assertThat(lab.ask(get("/.well-known/culvert-login?grant=bad")))
        .startsWith("HTTP/1.1 403 ")
        .contains("application/problem+json");
    assertThat(lab.grants).containsExactly("good", "bad");
  }

  @Test
  void hostThatSpeaksSlowlyThereIsClosed() throws Exception {
    try (ProxyLab hasty =
        new ProxyLab(
            ProxyLab.settings(
                Duration.ofMillis(300), ProxyLab.FEW, new OutsideAddresses(List.of())))) {
      try (Socket socket = hasty.connect(2, WANTED)) {
        socket.getOutputStream().write("GET /pro".getBytes(StandardCharsets.US_ASCII));
        assertThat(LimitsTest.closes(socket)).isTrue();
      }
    }
  }

  /** A stream of notices. */
  private final class Stream implements AutoCloseable {
    private final Socket socket;
    private final BufferedReader lines;

    Stream(int n) throws IOException {
      socket = lab.connect(n, WANTED);
      socket.getOutputStream().write(get("/notifications").getBytes(StandardCharsets.US_ASCII));
      lines =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    /** The next line that begins so. */
    String line(String start) throws IOException {
      String line = String.valueOf(lines.readLine());
      while (!line.startsWith(start) && !line.equals("null")) {
        line = String.valueOf(lines.readLine());
      }
      return line;
    }

    Stream begun() throws IOException {
      assertThat(line(":")).isEqualTo(": ");
      return this;
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  private void ask(int n, String request) throws IOException {
    try (Socket socket = lab.connect(n, ProxyLab.at(1, 9))) {
      assertThat(ProxyLab.ask(socket, request)).startsWith("HTTP/1.1 ");
    }
  }

  @Test
  void listenerReadsWhyItsOwnRequestsAreRefused() throws Exception {
    try (Stream stream = new Stream(2).begun();
        Stream other = new Stream(3).begun()) {
      ask(2, ProxyLab.get("www.test", "/secret?token=1"));
      ask(2, ProxyLab.get("late.test", "/"));
      ask(2, "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n");
      ask(2, ProxyLab.get("pass.test", "/")); // leads nowhere
      assertThat(stream.line("event:")).isEqualTo("event: refused");
      assertThat(stream.line("data:"))
          .contains("\"reason\":\"login-required\",\"target\":\"www.test\"")
          .doesNotContain("secret");
      assertThat(stream.line("data:")).contains("\"suspended\",\"target\":\"late.test\"");
      assertThat(stream.line("data:")).contains("\"bad-request\",\"target\":\"127.0.0.1:9\"");
      assertThat(stream.line("data:")).contains("\"unresolved\",\"target\":\"pass.test\"");
      ask(3, ProxyLab.get("other.test", "/"));
      assertThat(other.line("data:")).contains("other.test");
    }
  }

  @Test
  void programThatDoesNotTrustTheRootIsExplained() throws Exception {
    try (Stream stream = new Stream(2).begun();
        Socket plain = lab.connect(2, ProxyLab.at(1, 443));
        SSLSocket tls =
            (SSLSocket)
                SSLContext.getDefault()
                    .getSocketFactory()
                    .createSocket(plain, "www.test", 443, true)) {
      try {
        tls.startHandshake();
        throw new AssertionError("trusted");
      } catch (SSLException e) {
        assertThat(stream.line("data:")).contains("\"login-required\",\"target\":\"www.test\"");
      }
    }
  }

  @Test
  void fifthStreamOfAHostIsTurnedAwayUntilOneEnds() throws Exception {
    List<Stream> four = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      four.add(new Stream(2).begun());
    }
    assertThat(lab.ask(get("/notifications"))).startsWith("HTTP/1.1 429 ");
    try (Stream other = new Stream(3).begun()) {
      assertThat(other.socket.isConnected()).isTrue();
    }
    four.removeLast().close();
    String status = "";
    while (!status.startsWith("HTTP/1.1 200 ")) {
      try (Stream next = new Stream(2)) {
        status = next.line("HTTP/");
        assertThat(status).isNotEqualTo("null");
      }
    }
    for (Stream stream : four) {
      stream.close();
    }
  }

  @Test
  void streamIsAnOpenConnectionAndNotAnUnfinishedOne() throws Exception {
    SteeringSettings settings =
        new SteeringSettings(
            ProxyLab.at(1, 0),
            false,
            1,
            Duration.ofMillis(500),
            Duration.ofSeconds(1),
            new Bound(1, 1),
            new Bound(2, 2),
            new OutsideAddresses(List.of()));
    try (ProxyLab few = new ProxyLab(settings);
        Socket stream = few.connect(2, WANTED)) {
      stream.getOutputStream().write(get("/notifications").getBytes(StandardCharsets.US_ASCII));
      assertThat(stream.getInputStream().read()).isEqualTo('H');
      try (Socket silent = few.connect(2)) {
        assertThat(LimitsTest.closes(silent)).as("by its deadline").isTrue();
      }
      few.wanted = ProxyLab.at(1, 9);
      assertThat(few.ask(ProxyLab.get("www.test", "/"))).startsWith("HTTP/1.1 302 ");
      BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(stream.getInputStream(), StandardCharsets.UTF_8));
      String line = "";
      while (!line.startsWith("data:")) {
        line = lines.readLine();
      }
      assertThat(line).contains("www.test");
    }
  }

  @Test
  void listenerThatSaysMoreIsClosed() throws Exception {
    try (Stream stream = new Stream(2).begun()) {
      stream.socket.getOutputStream().write('x');
      assertThat(stream.line("data:")).isEqualTo("null");
    }
  }
}
