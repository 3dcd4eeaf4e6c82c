package io.culvert.gateway.core.steer;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.gateway.core.steer.Effect.Asker;
import io.culvert.gateway.core.steer.Effect.CloseReason;
import io.culvert.gateway.core.steer.Names.Verdict;
import io.culvert.gateway.core.wire.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SteeringTest {
  private static final int WANTED = 0xc0000201;
  private static final Arrival ARRIVAL = new Arrival(0xc0a80107, WANTED, 8443, false);
  private static final Asker BROWSER = new Asker(true, false);
  private static final Asker PROGRAM = new Asker(false, false);
  private static final Names ALL_LOG_IN = _ -> new Names.LogIn();

  /** pass.example passes, open.example is where the host may pass, the rest must log in. */
  private static Verdict rules(String name) {
    return switch (name) {
      case "pass.example", "192.0.2.1" -> new Names.NamePasses();
      case "open.example" -> new Names.HostPasses();
      case "late.example" -> new Names.Blocked(PageReason.SUSPENDED);
      default -> new Names.LogIn();
    };
  }

  private static byte[] octets(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static Effect on(byte[] octets) {
    return new Steering(ARRIVAL, SteeringTest::rules).on(octets, octets.length);
  }

  private static String get(String host, String path) {
    return "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nAccept: text/html\r\n\r\n";
  }

  private static Effect inTls(String name, String text) {
    return new Steering(ARRIVAL, SteeringTest::rules).inside(name).on(octets(text), text.length());
  }

  @Test
  void bypassedNameLeadsToWhereTheNameIs() {
    byte[] hello = Hellos.real("pass.example");
    Effect.ToName there = new Effect.ToName("pass.example", WANTED, 8443);
    assertThat(on(hello)).isEqualTo(new Effect.Splice(there, Bytes.of(hello), null));
    byte[] request = octets(get("pass.example", "/"));
    assertThat(on(request)).isEqualTo(new Effect.Splice(there, Bytes.of(request), BROWSER));
  }

  private static String about(byte[] octets) {
    Steering steering = new Steering(ARRIVAL, SteeringTest::rules);
    Effect unused = steering.on(octets, octets.length);
    return steering.about();
  }

  @Test
  void whatAConnectionIsForIsItsNameOrElseItsAddressAndPort() {
    assertThat(about(Hellos.real("WWW.example"))).isEqualTo("www.example");
    assertThat(about(octets(get("www.example:8080", "/secret")))).isEqualTo("www.example");
    assertThat(about(octets(get("192.0.2.1", "/")))).isEqualTo("192.0.2.1:8443");
    assertThat(about(Hellos.real(null))).isEqualTo("192.0.2.1:8443");
    assertThat(about(octets("SSH-2.0-x\r\n"))).isEqualTo("192.0.2.1:8443");
    assertThat(new Steering(ARRIVAL, ALL_LOG_IN).inside("www.example").about())
        .isEqualTo("www.example");
  }

  @Test
  void hostThatMayPassGoesWhereItWants() {
    byte[] hello = Hellos.real("open.example");
    assertThat(on(hello))
        .isEqualTo(new Effect.Splice(new Effect.ToAddress(WANTED, 8443), Bytes.of(hello), null));
  }

  @Test
  void bypassedAddressIsTheOneWanted() {
    byte[] hello = Hellos.real(null);
    assertThat(on(hello))
        .isEqualTo(new Effect.Splice(new Effect.ToAddress(WANTED, 8443), Bytes.of(hello), null));
    byte[] old = octets("GET / HTTP/1.0\r\n\r\n");
    assertThat(on(old))
        .isEqualTo(new Effect.Splice(new Effect.ToAddress(WANTED, 8443), Bytes.of(old), PROGRAM));
  }

  @Test
  void browserIsSentToLogInAndComesBackToItsPage() {
    assertThat(on(octets(get("www.example:8080", "/a?b=c"))))
        .isEqualTo(new Effect.SendToLogIn("http://www.example:8080/a?b=c", BROWSER));
  }

  @Test
  void programIsToldInAnotherWay() {
    String post = "POST /a HTTP/1.1\r\nHost: www.example\r\nAccept: text/html\r\n\r\n";
    assertThat(on(octets(post))).isEqualTo(new Effect.SendToLogIn("http://www.example/a", PROGRAM));
  }

  @Test
  void tlsOfANameThatMustLogInIsAnsweredInThatName() {
    assertThat(on(Hellos.real("www.example", "h2", "http/1.1")))
        .isEqualTo(new Effect.Terminate("www.example"));
    assertThat(on(Hellos.real("late.example"))).isEqualTo(new Effect.Terminate("late.example"));
  }

  @Test
  void tlsWithoutANameIsAnsweredInTheAddress() {
    byte[] hello = Hellos.real(null);
    assertThat(new Steering(ARRIVAL, ALL_LOG_IN).on(hello, hello.length))
        .isEqualTo(new Effect.Terminate("192.0.2.1"));
  }

  @Test
  void tlsForAnotherProtocolIsNotAnswered() {
    assertThat(on(Hellos.real("www.example", "h2")))
        .isEqualTo(new Effect.Close(CloseReason.OTHER_PROTOCOL));
  }

  @Test
  void requestInsideTlsIsDecidedInTheSameWay() {
    assertThat(inTls("www.example", get("www.example", "/a")))
        .isEqualTo(new Effect.SendToLogIn("https://www.example/a", BROWSER));
    assertThat(inTls("late.example", get("late.example", "/")))
        .isEqualTo(new Effect.Show(PageReason.SUSPENDED, BROWSER));
  }

  @Test
  void whatWasOpenedIsNotPassedOnButAskedForAgain() {
    assertThat(inTls("open.example", get("open.example", "/a")))
        .isEqualTo(new Effect.Again("https://open.example/a", BROWSER));
  }

  @Test
  void otherHostInsideTlsIsMisdirected() {
    assertThat(inTls("www.example", get("pass.example", "/"))).isEqualTo(new Effect.Refuse(421));
    assertThat(inTls("www.example", get("pass.example", "/.well-known/culvert-login?grant=x")))
        .isEqualTo(new Effect.Refuse(421));
  }

  @Test
  void grantIsHandedOver() {
    String path = "/.well-known/culvert-login";
    assertThat(on(octets(get("www.example", path + "?grant=AbC_-9"))))
        .isEqualTo(new Effect.Redeem("AbC_-9", BROWSER));
    assertThat(inTls("www.example", get("www.example", path)))
        .isEqualTo(new Effect.Redeem("", BROWSER));
    assertThat(on(octets(get("www.example", path + "2?grant=x"))))
        .isInstanceOf(Effect.SendToLogIn.class);
  }

  @Test
  void blockedUserSeesWhy() {
    assertThat(on(octets(get("late.example", "/"))))
        .isEqualTo(new Effect.Show(PageReason.SUSPENDED, BROWSER));
  }

  @Test
  void brokenRequestsAreRefused() {
    assertThat(on(octets("GET / HTTP/1.1\r\nHost: a\r\nHost: pass.example\r\n\r\n")))
        .isEqualTo(new Effect.Refuse(400));
    assertThat(on(octets(get("a", "/" + "x".repeat(17_000))))).isEqualTo(new Effect.Refuse(431));
    assertThat(on(new byte[] {22, 3, 1, 0, 0})).isEqualTo(new Effect.Close(CloseReason.BAD_HELLO));
  }

  @Test
  void otherProtocolsPassWhereTheAddressDoes() {
    byte[] ssh = octets("SSH-2.0-x\r\n");
    assertThat(on(ssh))
        .isEqualTo(new Effect.Splice(new Effect.ToAddress(WANTED, 8443), Bytes.of(ssh), null));
    assertThat(new Steering(ARRIVAL, ALL_LOG_IN).on(ssh, ssh.length))
        .isEqualTo(new Effect.Close(CloseReason.NOT_WEB));
    byte[] preface = octets("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    assertThat(new Steering(ARRIVAL, ALL_LOG_IN).on(preface, preface.length))
        .isEqualTo(new Effect.Close(CloseReason.HTTP2));
    assertThat(inTls("open.example", "SSH-2.0-x\r\n"))
        .isEqualTo(new Effect.Close(CloseReason.NOT_WEB));
  }

  @Test
  void headWithNoPlaceForItGetsTheInsideAddress() {
    Arrival told = new Arrival(0xc0a80107, WANTED, 80, true);
    byte[] request = octets(get("pass.example", "/"));
    Effect effect = new Steering(told, SteeringTest::rules).on(request, request.length);
    assertThat(effect)
        .isInstanceOfSatisfying(
            Effect.Splice.class,
            splice ->
                assertThat(new String(splice.first().toArray(), StandardCharsets.ISO_8859_1))
                    .contains("\r\nX-Forwarded-For: 192.168.1.7\r\n"));
    byte[] hello = Hellos.real("pass.example");
    assertThat(new Steering(told, SteeringTest::rules).on(hello, hello.length))
        .isInstanceOfSatisfying(
            Effect.Splice.class, splice -> assertThat(splice.first()).isEqualTo(Bytes.of(hello)));
  }

  @Property(tries = 1_000)
  void splitAnywhereEndsAsInWhole(@ForAll long seed, @ForAll @IntRange(max = 5) int which) {
    Random random = new Random(seed);
    byte[] octets =
        List.of(
                Hellos.real("pass.example", "h2"),
                Hellos.records(Hellos.message(Hellos.real("www.example")), 50),
                octets(get("www.example", "/a?b")),
                octets(get("pass.example", "/") + "more"),
                octets("GET / HTTP/1.1\r\nHost: a\nb\r\n\r\n"),
                octets("SSH-2.0-x\r\n"))
            .get(which);
    Steering inParts = new Steering(ARRIVAL, SteeringTest::rules);
    int length = 0;
    Effect last = new Effect.NeedMore(1);
    while (last instanceof Effect.NeedMore(int atLeast)) {
      assertThat(atLeast).isBetween(length + 1, octets.length);
      length = Math.min(octets.length, atLeast + random.nextInt(9));
      last = inParts.on(octets, length);
    }
    assertThat(last.getClass()).isEqualTo(on(octets).getClass());
    if (last instanceof Effect.Splice(Effect.Target target, Bytes first, Asker asker)) {
      assertThat(first).isEqualTo(Bytes.of(octets, 0, length));
      assertThat(on(octets)).isEqualTo(new Effect.Splice(target, Bytes.of(octets), asker));
    } else {
      assertThat(last).isEqualTo(on(octets));
    }
  }
}
