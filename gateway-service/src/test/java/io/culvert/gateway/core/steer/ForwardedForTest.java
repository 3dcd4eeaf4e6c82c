package io.culvert.gateway.core.steer;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.gateway.core.wire.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ForwardedForTest {
  private static String rewritten(String head, String rest, boolean webSocket) {
    byte[] octets = (head + rest).getBytes(StandardCharsets.ISO_8859_1);
    Bytes out = ForwardedFor.rewrite(Bytes.of(octets), head.length(), webSocket, "10.1.2.3");
    return new String(out.toArray(), StandardCharsets.ISO_8859_1);
  }

  @Test
  void addressIsAddedAndTheConnectionIsForOneRequest() {
    String head =
        """
        POST /a HTTP/1.1\r
        Host: a\r
        X-\u00fc: \u00fc\r
        Content-Length: 4\r
        \r
        """;
    assertThat(rewritten(head, "\r\n\0\u00ff", false))
        .isEqualTo(
            """
            POST /a HTTP/1.1\r
            Host: a\r
            X-\u00fc: \u00fc\r
            Content-Length: 4\r
            X-Forwarded-For: 10.1.2.3\r
            Connection: close\r
            \r
            \r
            \0\u00ff\
            """);
  }

  @Test
  void whatTheHostSaysOfItselfIsDropped() {
    String head =
        """
        GET / HTTP/1.1\r
        x-forwarded-FOR: 1.1.1.1\r
        Host: a\r
        X-Forwarded-For: 2\r
        \r
        """;
    assertThat(rewritten(head, "", false)).isEqualTo(PLAIN);
  }

  private static final String PLAIN =
      """
      GET / HTTP/1.1\r
      Host: a\r
      X-Forwarded-For: 10.1.2.3\r
      Connection: close\r
      \r
      """;

  @Test
  void otherConnectionOptionsStay() {
    String head =
        """
        GET / HTTP/1.1\r
        Host: a\r
        Connection: keep-alive, TE\r
        TE: trailers\r
        Connection: X-Forwarded-For\r
        \r
        """;
    assertThat(rewritten(head, "", false))
        .endsWith("X-Forwarded-For: 10.1.2.3\r\nConnection: close, TE\r\n\r\n")
        .doesNotContain("keep-alive");
  }

  @Test
  void webSocketKeepsItsConnection() {
    String fields = "Host: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n";
    assertThat(rewritten("GET / HTTP/1.1\r\n" + fields + "\r\n", "", true))
        .isEqualTo("GET / HTTP/1.1\r\n" + fields + "X-Forwarded-For: 10.1.2.3\r\n\r\n");
  }

  @Test
  void http2IsNotAskedFor() {
    String head =
        """
        GET / HTTP/1.1\r
        Host: a\r
        Connection: Upgrade, HTTP2-Settings\r
        Upgrade: h2c\r
        HTTP2-Settings: AAM\r
        \r
        """;
    assertThat(rewritten(head, "", false)).isEqualTo(PLAIN);
  }

  @Test
  void onlyAddressesOfTheTunnelsListAreTold() {
    List<String> addresses = List.of("192.168.1.1", "2001:db8::1");
    assertThat(ForwardedFor.isFor(addresses, 0xc0a80101)).isTrue();
    assertThat(ForwardedFor.isFor(addresses, 0xc0a80102)).isFalse();
    assertThat(ForwardedFor.isFor(List.of(), 0xc0a80101)).isFalse();
    assertThat(ForwardedFor.isFor(List.of("0.0.0.0/0"), 0xc0a80101)).isTrue();
  }
}
