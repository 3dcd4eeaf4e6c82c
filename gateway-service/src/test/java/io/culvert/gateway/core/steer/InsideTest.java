package io.culvert.gateway.core.steer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class InsideTest {
  @Test
  void allMembersAreThere() {
    assertThat(
            new Inside(
                    7,
                    "pop-a",
                    "ada",
                    Instant.parse("2026-03-01T12:00:00Z"),
                    "pop-a~x",
                    "https://login.example/saml/login?ticket=pop-a~x")
                .json())
        .isEqualTo(
            """
            {"insideTunnel":true,"tunnel":7,"pop":"pop-a","loggedIn":true,"user":"ada",\
            "expires":"2026-03-01T12:00:00Z","ticket":"pop-a~x",\
            "login":"https://login.example/saml/login?ticket=pop-a~x"}""");
    assertThat(new Inside(7, "pop-a", null, null, null, null).json())
        .isEqualTo(
            """
            {"insideTunnel":true,"tunnel":7,"pop":"pop-a","loggedIn":false,"user":null,\
            "expires":null,"ticket":null,"login":null}""");
  }

  @Test
  void nameOfAUserEndsNeitherItsTextNorItsLine() {
    assertThat(new Inside(7, "p", "a\"},\\\r\n\u0000ü", null, null, null).json())
        .contains("\"user\":\"a\\\"},\\\\\\u000d\\u000a\\u0000ü\",");
  }

  @Test
  void answerIsForNoOtherSiteAndKeptByNobody() {
    assertThat(new String(Answers.json("{}").toArray(), StandardCharsets.UTF_8))
        .isEqualTo(
            """
            HTTP/1.1 200 OK\r
            Cache-Control: no-store\r
            Connection: close\r
            Content-Length: 2\r
            Content-Type: application/json\r
            X-Content-Type-Options: nosniff\r
            Cross-Origin-Resource-Policy: same-origin\r
            \r
            {}""");
  }

  @Test
  void methodThatIsNotAllowedIsToldWhichIs() {
    assertThat(new String(Answers.bare(405).toArray(), StandardCharsets.UTF_8))
        .startsWith("HTTP/1.1 405 Method Not Allowed\r\n")
        .contains("\r\nAllow: GET\r\n");
  }
}
