package io.culvert.gateway.core.steer;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.gateway.core.net.Ipv4Range;
import io.culvert.gateway.core.steer.Effect.Asker;
import io.culvert.gateway.core.wire.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnswersTest {
  private static final Asker BROWSER = new Asker(true, false);

  private static String text(Bytes answer) {
    return new String(answer.toArray(), StandardCharsets.UTF_8);
  }

  @Test
  void redirectIsKeptByNobody() {
    assertThat(text(Answers.redirect(302, "https://login.example/?a=b&c")))
        .isEqualTo(
            """
            HTTP/1.1 302 Found\r
            Cache-Control: no-store\r
            Connection: close\r
            Content-Length: 0\r
            Location: https://login.example/?a=b&c\r
            \r
            """);
  }

  @Test
  void lineEndsInALocationAreEncoded() {
    assertThat(text(Answers.redirect(302, "https://a/\r\nSet-Cookie: x\u00fc")))
        .contains("Location: https://a/%0D%0ASet-Cookie:%20x%C3%BC\r\n");
  }

  @Test
  void programIsToldWhereToLogIn() {
    assertThat(text(Answers.logInFirst("https://login.example/?a", new Asker(false, false))))
        .startsWith("HTTP/1.1 511 Network Authentication Required\r\n")
        .contains("Content-Type: application/problem+json\r\n")
        .endsWith(
            "\r\n\r\n"
                + "{\"type\":\"about:blank\",\"title\":\"A user must log in before this network"
                + " lets the request"
                + " pass\",\"status\":511,\"login\":\"https://login.example/?a\"}");
  }

  @Test
  void headGetsNoBodyButItsLength() {
    String answer = text(Answers.problem(502, "no \"name\" \\", new Asker(false, true)));
    assertThat(answer).contains("Content-Length: 60\r\n").endsWith("\r\n\r\n");
    assertThat(text(Answers.problem(502, "no \"name\" \\", new Asker(false, false))))
        .endsWith("{\"type\":\"about:blank\",\"title\":\"no \\\"name\\\" \\\\\",\"status\":502}");
  }

  @Test
  void pageMayRunNothing() {
    assertThat(text(Answers.page(403, "<p>\u00fc", BROWSER)))
        .contains("HTTP/1.1 403 Forbidden\r\n")
        .contains("Content-Security-Policy: default-src 'none';")
        .contains("Content-Length: 5\r\n")
        .endsWith("\r\n\r\n<p>\u00fc");
  }

  @Test
  void addressesInsideThePopAreClosed() {
    OutsideAddresses internet = OutsideAddresses.INTERNET;
    for (int closed :
        new int[] {0x7f000001, 0x0a000001, 0x64400001, 0xa9fea9fe, 0xc0a80101, 0, 0xe0000001, -1}) {
      assertThat(internet.open(closed)).as(Ipv4Range.text(closed)).isFalse();
    }
    assertThat(internet.open(0xc0000201)).isTrue();
    assertThat(internet.open(0x08080808)).isTrue();
  }

  @Test
  void addressWantedIsTriedFirstIfTheNameHasIt() {
    OutsideAddresses internet = OutsideAddresses.INTERNET;
    assertThat(internet.candidates(List.of(0x01010101, 0x7f000001, 0x02020202), 0x02020202))
        .containsExactly(0x02020202, 0x01010101);
    assertThat(internet.candidates(List.of(0x01010101), 0x05050505)).containsExactly(0x01010101);
    assertThat(internet.candidates(List.of(), 0x05050505)).isEmpty();
  }
}
