package io.culvert.gateway.core.steer;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.gateway.core.steer.Effect.Asker;
import io.culvert.gateway.core.steer.Effect.CloseReason;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a connection to the probe address is answered; nothing of it ever goes anywhere else. */
class ProbeTest {
  private static final Arrival ARRIVAL = new Arrival(0xc0a80107, 0x0a400001, 80, true, true);

  /** Were names asked for, all would pass. */
  private static final Names ALL_PASS = _ -> new Names.HostPasses();

  private static Effect on(String text) {
    byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
    return new Steering(ARRIVAL, ALL_PASS).on(octets, octets.length);
  }

  private static Effect get(String path, String... fields) {
    return on("GET " + path + " HTTP/1.1\r\n" + String.join("\r\n", fields) + "\r\n\r\n");
  }

  @Test
  void hostIsToldOfItselfWhenItAsksTheAddress() {
    assertThat(get("/probe", "Host: 10.64.0.1")).isEqualTo(new Effect.TellInside());
    assertThat(get("/probe?x=1", "Host: 10.64.0.1:80", "Sec-Fetch-Site: none"))
        .isEqualTo(new Effect.TellInside());
    assertThat(get("http://10.64.0.1/probe", "Host: 10.64.0.1")).isEqualTo(new Effect.TellInside());
  }

  @Test
  void noticesAreAStream() {
    assertThat(get("/notifications", "Host: 10.64.0.1")).isEqualTo(new Effect.TellNotices());
  }

  @Test
  void grantIsTakenHereToo() {
    assertThat(get("/.well-known/culvert-login?grant=AbC", "Host: 10.64.0.1"))
        .isEqualTo(new Effect.Redeem("AbC", new Asker(false, false)));
    assertThat(get("/.well-known/culvert-login", "Host: 10.64.0.1"))
        .isEqualTo(new Effect.Redeem("", new Asker(false, false)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/probe/",
        "/Probe",
        "//probe",
        "/./probe",
        "/a/../probe",
        "/../probe",
        "/%70robe",
        "/probe;a",
        "/probe%00",
        "/notifications/..",
        "/.well-known/../probe"
      })
  void anyOtherPathIsNotFound(String path) {
    assertThat(get(path, "Host: 10.64.0.1")).isEqualTo(new Effect.Refuse(404));
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "HEAD", "OPTIONS", "PUT", "get"})
  void anyOtherMethodIsNotAllowed(String method) {
    for (String path : new String[] {"/probe", "/notifications", "/.well-known/culvert-login"}) {
      assertThat(on(method + " " + path + " HTTP/1.1\r\nHost: 10.64.0.1\r\n\r\n"))
          .isEqualTo(new Effect.Refuse(405));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "10.64.0.1.evil.example",
        "10.64.0.2",
        "10.64.0.1:8080",
        "localhost",
        "[::ffff:10.64.0.1]",
        "www.bypassed.example"
      })
  void nameThatWasMadeToLeadHereIsMisdirected(String host) {
    assertThat(get("/probe", "Host: " + host)).isEqualTo(new Effect.Refuse(421));
    assertThat(get("/nothing", "Host: " + host)).isEqualTo(new Effect.Refuse(421));
  }

  @Test
  void requestWithoutAHostIsMisdirected() {
    assertThat(on("GET /probe HTTP/1.0\r\n\r\n")).isEqualTo(new Effect.Refuse(421));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Origin: http://evil.example",
        "Origin: null",
        "Origin: http://10.64.0.1",
        "Sec-Fetch-Site: cross-site",
        "Sec-Fetch-Site: same-site"
      })
  void pageOfAnotherSiteIsForbidden(String field) {
    assertThat(get("/probe", "Host: 10.64.0.1", field)).isEqualTo(new Effect.Refuse(403));
    assertThat(get("/notifications", "Host: 10.64.0.1", field)).isEqualTo(new Effect.Refuse(403));
    assertThat(get("/.well-known/culvert-login?grant=a", "Host: 10.64.0.1", field))
        .isEqualTo(new Effect.Refuse(403));
  }

  @Test
  void brokenAndTooLargeHeadsAreRefused() {
    assertThat(get("/probe", "Host: 10.64.0.1", "Host: 10.64.0.1"))
        .isEqualTo(new Effect.Refuse(400));
    assertThat(get("/probe", "Host: 10.64.0.1", "Host : x")).isEqualTo(new Effect.Refuse(400));
    assertThat(get("http://other.example/probe", "Host: 10.64.0.1"))
        .isEqualTo(new Effect.Refuse(400));
    assertThat(on("CONNECT a.example:443 HTTP/1.1\r\nHost: a.example:443\r\n\r\n"))
        .isEqualTo(new Effect.Refuse(400));
    assertThat(get("/probe", "Host: 10.64.0.1", "X: " + "x".repeat(HttpHead.MOST)))
        .isEqualTo(new Effect.Refuse(431));
  }

  @Test
  void whatIsNotHttpIsClosed() {
    byte[] hello = Hellos.real("www.bypassed.example");
    assertThat(new Steering(ARRIVAL, ALL_PASS).on(hello, hello.length))
        .isEqualTo(new Effect.Close(CloseReason.NOT_WEB));
    assertThat(on("SSH-2.0-x\r\n")).isEqualTo(new Effect.Close(CloseReason.NOT_WEB));
    assertThat(on("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"))
        .isEqualTo(new Effect.Close(CloseReason.HTTP2));
  }

  @Property
  void headThatComesInPiecesIsAwaited(@ForAll @IntRange(min = 0, max = 39) int length) {
    byte[] request =
        "GET /probe HTTP/1.1\r\nHost: 10.64.0.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    assertThat(new Steering(ARRIVAL, ALL_PASS).on(request, length))
        .isInstanceOf(Effect.NeedMore.class);
  }

  /** Whatever a host sends there, none of it is connected to anything or answered by TLS. */
  @Property
  void nothingIsPassedOn(@ForAll byte[] octets) {
    assertThat(new Steering(ARRIVAL, ALL_PASS).on(octets, octets.length))
        .isNotInstanceOf(Effect.Splice.class)
        .isNotInstanceOf(Effect.Terminate.class);
  }
}
