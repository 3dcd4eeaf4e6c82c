package io.culvert.gateway.core.steer;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.gateway.core.steer.HttpPeek.Fault;
import io.culvert.gateway.core.steer.HttpPeek.Http2;
import io.culvert.gateway.core.steer.HttpPeek.Malformed;
import io.culvert.gateway.core.steer.HttpPeek.NeedMore;
import io.culvert.gateway.core.steer.HttpPeek.NotHttp;
import io.culvert.gateway.core.steer.HttpPeek.Request;
import io.culvert.gateway.core.steer.HttpPeek.TooLarge;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class HttpHeadTest {
  private static final String PAGE =
      """
      GET /a/b?x=1&grant=AbC-_2 HTTP/1.1\r
      Host: WWW.Example.com:8080\r
      Accept: text/html,*/*;q=0.8\r
      \r
      """;

  private static byte[] octets(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static HttpPeek peek(String text) {
    byte[] octets = octets(text);
    return new HttpHead().on(octets, octets.length);
  }

  private static Request request(String text) {
    return (Request) peek(text);
  }

  private static void assertFault(Fault fault, String text) {
    assertThat(peek(text)).isEqualTo(new Malformed(fault));
  }

  private static String get(String fields) {
    return "GET / HTTP/1.1\r\n" + fields + "\r\n";
  }

  @Test
  void requestTellsHostPathAndParameters() {
    Request request = request(PAGE + "body");
    assertThat(request)
        .isEqualTo(
            new Request(
                "GET",
                new Authority("www.example.com", 8080),
                "/a/b",
                "x=1&grant=AbC-_2",
                true,
                false,
                false,
                PAGE.length()));
    assertThat(request.parameter("grant")).isEqualTo("AbC-_2");
    assertThat(request.parameter("x")).isEqualTo("1");
    assertThat(request.parameter("gran")).isNull();
  }

  @Test
  void pageOfAnotherSiteIsToldByOriginOrSite() {
    assertThat(request(get("Host: a\r\n")).foreign()).isFalse();
    assertThat(request(get("Host: a\r\nSec-Fetch-Site: none\r\n")).foreign()).isFalse();
    assertThat(request(get("Host: a\r\nSec-Fetch-Site: same-origin\r\n")).foreign()).isFalse();
    for (String field :
        List.of(
            "Origin: null",
            "origin:",
            "Sec-Fetch-Site: cross-site",
            "Sec-Fetch-Site: same-site",
            "Sec-Fetch-Site: none\r\nSec-Fetch-Site: cross-site")) {
      assertThat(request(get("Host: a\r\n" + field + "\r\n")).foreign()).as(field).isTrue();
    }
  }

  @Test
  void acceptTellsBrowsersFromPrograms() {
    assertThat(request(get("Host: a\r\nAccept: */*\r\n")).html()).isFalse();
    assertThat(request(get("Host: a\r\n")).html()).isFalse();
    assertThat(request(get("Host: a\r\nAccept: application/json\r\nACCEPT: Text/HTML\r\n")).html())
        .isTrue();
    assertThat(request(get("Host: a\r\nAccept: text/html;q=0, */*\r\n")).html()).isFalse();
    assertThat(request(get("Host: a\r\nAccept: text/html;q=0.5\r\n")).html()).isTrue();
    assertThat(request("POST / HTTP/1.1\r\nHost: a\r\nAccept: text/html\r\n\r\n").wantsPage())
        .isFalse();
  }

  @Test
  void webSocketIsSeen() {
    String upgrade = get("Host: a\r\nConnection: Upgrade\r\nUpgrade: WebSocket\r\n");
    assertThat(request(upgrade).webSocket()).isTrue();
  }

  @Test
  void targetInAbsoluteFormMustAgreeWithHost() {
    Request request = request("GET http://A.example:80/x?y HTTP/1.1\r\nHost: a.example\r\n\r\n");
    assertThat(request.authority()).isEqualTo(new Authority("a.example", 0));
    assertThat(request.path()).isEqualTo("/x");
    assertThat(request.query()).isEqualTo("y");
    assertFault(Fault.HOST, "GET http://a.example/ HTTP/1.1\r\nHost: b.example\r\n\r\n");
    assertFault(Fault.HOST, "GET http://a.example:81/ HTTP/1.1\r\nHost: a.example\r\n\r\n");
    assertFault(Fault.TARGET, "GET http://u@a.example/ HTTP/1.1\r\nHost: a.example\r\n\r\n");
    assertFault(Fault.TARGET, "GET https://a.example/ HTTP/1.1\r\nHost: a.example\r\n\r\n");
    assertThat(request("GET http://a.example?y HTTP/1.1\r\nHost: a.example\r\n\r\n").path())
        .isEqualTo("/");
  }

  @Test
  void hostMustBeThereOnceAndBeOne() {
    assertFault(Fault.HOST, get(""));
    assertFault(Fault.HOST, get("Host: a\r\nHost: b\r\n"));
    assertFault(Fault.HOST, get("Host: a\r\nhOST: a\r\n"));
    for (String host :
        List.of(
            "", "a b", "a,b", "a:", "a:0", "a:65536", "a:+8", "u@a", "a/b", "a%00", "*", "127.1",
            "[::1", "[::g]", "\u00fc", "a\tb", "a..b", "\u00a0a")) {
      assertFault(Fault.HOST, get("Host: " + host + "\r\n"));
    }
    assertThat(request(get("Host:\t a.example. \r\n")).authority())
        .isEqualTo(new Authority("a.example", 0));
    assertThat(request(get("Host: [2001:DB8::1]:8080\r\n")).authority())
        .isEqualTo(new Authority("[2001:db8::1]", 8080));
  }

  @Test
  void oldRequestMayNameNoHost() {
    assertThat(request("GET / HTTP/1.0\r\n\r\n").authority()).isNull();
    assertFault(Fault.HOST, "GET / HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n");
  }

  @Test
  void fieldsThatTwoReadersReadInTwoWaysAreRefused() {
    assertFault(Fault.FIELD, get("Host : a\r\n"));
    assertFault(Fault.FIELD, get("Host: a\r\n b\r\n"));
    assertFault(Fault.FIELD, get(" Host: a\r\n"));
    assertFault(Fault.FIELD, get("Host: a\r\nNo colon\r\n"));
    assertFault(Fault.FIELD, get("Host: a\r\n: x\r\n"));
    assertFault(Fault.BARE_LF, "GET / HTTP/1.1\r\nHost: a\nHost: b\r\n\r\n");
    assertFault(Fault.BARE_LF, "GET / HTTP/1.1\nHost: a\r\n\r\n");
    assertFault(Fault.BARE_CR, get("Host: a\rHost: b\r\n"));
    assertFault(Fault.CONTROL, get("Host: a\0\r\n"));
    assertFault(Fault.CONTROL, get("Host: a\u000b\r\n"));
    assertFault(Fault.CONTROL, get("Host: a\u007f\r\n"));
  }

  @Test
  void requestLinesThatTwoReadersReadInTwoWaysAreRefused() {
    assertFault(Fault.REQUEST_LINE, "GET  / HTTP/1.1\r\n");
    assertFault(Fault.REQUEST_LINE, "GET /a b HTTP/1.1\r\n");
    assertFault(Fault.VERSION, "GET / HTTP/1.2\r\n");
    assertFault(Fault.VERSION, "GET / HTTP/11\r\n");
    assertFault(Fault.TARGET, "GET a HTTP/1.1\r\n");
    assertFault(Fault.TARGET, "GET /\t HTTP/1.1\r\n");
    assertFault(Fault.TARGET, "GET /\u00fc HTTP/1.1\r\n");
    assertFault(Fault.TARGET, "GET /#a HTTP/1.1\r\n");
    assertFault(Fault.TARGET, "GET * HTTP/1.1\r\n");
    assertFault(Fault.TARGET, "CONNECT a.example:443 HTTP/1.1\r\n");
    assertThat(request("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n").path()).isEqualTo("*");
  }

  @Test
  void otherProtocolsAreNotHttp() {
    for (String text :
        List.of("\r\n", " ", "SSH-2.0-OpenSSH_9.9\r\n", "EHLO a\r\n", "\0\0", "A".repeat(33))) {
      assertThat(peek(text)).as(text).isEqualTo(new NotHttp());
    }
    assertThat(peek("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")).isEqualTo(new Http2());
  }

  @Test
  void headWithoutEndIsTooLarge() {
    String endless = "GET / HTTP/1.1\r\nHost: a\r\nX: " + "x".repeat(HttpHead.MOST);
    assertThat(peek(endless)).isEqualTo(new TooLarge());
    String just = "GET / HTTP/1.1\r\nHost: a\r\nX: ";
    String fits = just + "x".repeat(HttpHead.MOST - just.length() - 4) + "\r\n\r\n";
    assertThat(peek(fits)).isInstanceOf(Request.class);
    assertThat(peek(just + "x" + fits.substring(just.length()))).isEqualTo(new TooLarge());
  }

  @Test
  void requestCutAnywhereNeedsMore() {
    byte[] whole = octets(PAGE);
    for (int length = 0; length < whole.length; length++) {
      assertThat(new HttpHead().on(whole, length)).isEqualTo(new NeedMore());
    }
  }

  @Test
  void slowSenderCostsNoMoreThanAFastOne() {
    byte[] large = octets(get("Host: a\r\n" + "X: y\r\n".repeat(2_600)));
    HttpHead head = new HttpHead();
    long start = System.nanoTime();
    for (int length = 0; length < large.length; length++) {
      assertThat(head.on(large, length) instanceof NeedMore).isTrue();
    }
    assertThat(head.on(large, large.length)).isInstanceOf(Request.class);
    // Read anew each time it were 130 million octets.
    assertThat(System.nanoTime() - start).isLessThan(1_000_000_000L);
  }

  @Property(tries = 3_000)
  void splitAnywhereIsReadAsInWhole(
      @ForAll long seed, @ForAll @IntRange(max = 6) int flips, @ForAll boolean long1) {
    Random random = new Random(seed);
    byte[] octets = octets(long1 ? PAGE + "\r\nmore" : PAGE);
    for (int i = 0; i < flips; i++) {
      octets[random.nextInt(octets.length)] =
          (byte) "\r\n: \tAz/0\0\u00ff".charAt(random.nextInt(11));
    }
    HttpPeek whole = new HttpHead().on(octets, octets.length);
    HttpHead inParts = new HttpHead();
    HttpPeek last = new NeedMore();
    for (int length = 0; last instanceof NeedMore && length < octets.length; ) {
      length = Math.min(octets.length, length + 1 + random.nextInt(20));
      last = inParts.on(octets, length);
    }
    assertThat(last).isEqualTo(whole);
  }

  @Property(tries = 1_000)
  void anyOctetsNeverThrow(@ForAll @Size(max = 200) byte[] noise) {
    assertThat(new HttpHead().on(noise, noise.length)).isNotNull();
    String text = new String(noise, StandardCharsets.ISO_8859_1);
    assertThat(peek("GET " + text)).isNotNull();
    assertThat(peek("GET / HTTP/1.1\r\n" + text + "\r\n\r\n")).isNotNull();
  }
}
