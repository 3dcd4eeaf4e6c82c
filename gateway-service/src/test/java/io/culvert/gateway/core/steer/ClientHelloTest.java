package io.culvert.gateway.core.steer;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.gateway.core.steer.TlsPeek.Fault;
import io.culvert.gateway.core.steer.TlsPeek.Hello;
import io.culvert.gateway.core.steer.TlsPeek.Malformed;
import io.culvert.gateway.core.steer.TlsPeek.NeedMore;
import io.culvert.gateway.core.steer.TlsPeek.NotTls;
import io.culvert.gateway.core.wire.ByteWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ClientHelloTest {
  private static final byte[] REAL = Hellos.real("www.example.com", "h2", "http/1.1");

  private static TlsPeek peek(byte[] octets) {
    return ClientHello.peek(octets, octets.length);
  }

  private static void assertName(byte[] octets, String name) {
    assertThat(peek(octets)).isEqualTo(new Hello(name, false, List.of()));
  }

  private static void assertFault(byte[] octets, Fault fault) {
    assertThat(peek(octets)).isEqualTo(new Malformed(fault));
  }

  @Test
  void helloOfTheJdkTellsNameAndProtocols() {
    assertThat(peek(REAL))
        .isEqualTo(new Hello("www.example.com", false, List.of("h2", "http/1.1")));
  }

  @Test
  void helloWithoutServerNameHasNone() {
    assertThat(peek(Hellos.real(null))).isEqualTo(new Hello(null, false, List.of()));
  }

  @Test
  void helloInManyRecordsIsPutTogether() {
    for (int fragment : new int[] {1, 2, 3, 4, 5, 7, 100}) {
      assertThat(peek(Hellos.records(Hellos.message(REAL), fragment))).isEqualTo(peek(REAL));
    }
  }

  @Test
  void whatFollowsTheHelloDoesNotMatter() {
    byte[] more = Arrays.copyOf(REAL, REAL.length + 3);
    more[REAL.length] = 23; // early data
    assertThat(peek(more)).isEqualTo(peek(REAL));
  }

  @Property(tries = 300)
  void helloCutAnywhereNeedsMore(@ForAll @IntRange(min = 1, max = 200) int fragment) {
    byte[] whole = Hellos.records(Hellos.message(REAL), fragment);
    for (int length = 0; length < whole.length; length++) {
      assertThat(ClientHello.peek(whole, length))
          .isInstanceOfSatisfying(
              NeedMore.class, more -> assertThat(more.atLeast()).isBetween(1, whole.length));
    }
  }

  @Test
  void askingOnlyWhenToldToTakesFewLooks() {
    byte[] padded =
        Hellos.with(Hellos.extension(21, new byte[2_500]), Hellos.serverName("a.example"));
    byte[] whole = Hellos.records(Hellos.message(padded), 1);
    int looks = 0;
    int length = 0;
    TlsPeek last = ClientHello.peek(whole, 0);
    while (last instanceof NeedMore(int atLeast)) {
      assertThat(atLeast).isGreaterThan(length);
      length = atLeast;
      last = ClientHello.peek(whole, length);
      looks++;
    }
    assertThat(last).isEqualTo(new Hello("a.example", false, List.of()));
    assertThat(looks).isLessThan(60);
  }

  @Test
  void encryptedHelloShowsItsOuterName() {
    byte[] hello =
        Hellos.with(
            Hellos.serverName("public.example"), Hellos.extension(0xfe0d, new byte[] {0, 1, 2}));
    assertThat(peek(hello)).isEqualTo(new Hello("public.example", true, List.of()));
  }

  @Test
  void greaseIsPassedOver() {
    byte[] hello =
        Hellos.with(
            Hellos.extension(0x0a0a, new byte[0]),
            Hellos.serverName("a.example"),
            Hellos.extension(0xfafa, new byte[] {0}));
    assertName(hello, "a.example");
  }

  @Test
  void nameIsLowerCaseWithoutTheDotOfTheRoot() {
    assertName(Hellos.with(Hellos.serverName("WWW.Example.COM.")), "www.example.com");
  }

  @Test
  void severalHostNamesAreRefused() {
    assertFault(Hellos.with(Hellos.serverName("a.example", "b.example")), Fault.SERVER_NAME);
    assertFault(Hellos.with(Hellos.serverName("a.example", "a.example")), Fault.SERVER_NAME);
  }

  @Test
  void secondServerNameExtensionIsRefused() {
    assertFault(
        Hellos.with(Hellos.serverName("a.example"), Hellos.serverName("b.example")), Fault.TWICE);
  }

  @Test
  void nameOfAnotherTypeIsNone() {
    byte[] other = Hellos.entry(7, "a.example");
    assertThat(peek(Hellos.with(Hellos.serverNames(other))))
        .isEqualTo(new Hello(null, false, List.of()));
    byte[] both = new ByteWriter().bytes(other).bytes(Hellos.entry(0, "b.example")).toArray();
    assertName(Hellos.with(Hellos.serverNames(both)), "b.example");
  }

  @Test
  void addressInPlaceOfANameIsNone() {
    assertThat(peek(Hellos.with(Hellos.serverName("192.0.2.1"))))
        .isEqualTo(new Hello(null, false, List.of()));
  }

  @Test
  void illegalNamesAreRefused() {
    String longLabel = "a".repeat(64);
    for (String name :
        List.of(
            "",
            ".",
            "a..example",
            ".example",
            "a.example..",
            "a b.example",
            "a\0.example",
            "\u00fc.example",
            "*.example",
            "a/example",
            "user@a.example",
            "a.example:443",
            "[::1]",
            "127.1",
            "0x7f.1",
            "1.2.3.4.5",
            "300.1.1.1",
            "010.0.0.1",
            "a.0x",
            longLabel + ".example",
            "abcdefg.".repeat(32) + "example")) {
      assertFault(Hellos.with(Hellos.serverName(name)), Fault.SERVER_NAME);
    }
  }

  @Test
  void lengthsThatDoNotFitAreRefused() {
    byte[] inner = new ByteWriter().u16(20).bytes(Hellos.entry(0, "a.example")).toArray();
    assertFault(Hellos.with(Hellos.extension(0, inner)), Fault.LENGTH);
    assertFault(Hellos.with(Hellos.extension(0, new byte[0])), Fault.LENGTH);
    assertFault(Hellos.with(Hellos.extension(0, new byte[] {0, 0})), Fault.LENGTH);
    assertFault(Hellos.with(Hellos.extension(16, new byte[] {0, 3, 9, 'h', '2'})), Fault.LENGTH);
    assertFault(Hellos.with(new byte[] {0, 0, 1}), Fault.LENGTH);
    assertFault(Hellos.records(Hellos.handshake(1, new byte[10]), 100), Fault.LENGTH);
    byte[] trailing = Arrays.copyOf(Hellos.message(Hellos.with()), Hellos.with().length - 4);
    trailing[3]++;
    assertFault(Hellos.records(trailing, 1_000), Fault.LENGTH);
  }

  @Test
  void helloWithoutExtensionsHasNoName() {
    byte[] body =
        new ByteWriter().u16(0x0303).zeros(32).u8(0).u16(2).u16(0x2f).u8(1).u8(0).toArray();
    assertThat(peek(Hellos.records(Hellos.handshake(1, body), 100)))
        .isEqualTo(new Hello(null, false, List.of()));
  }

  @Test
  void otherHandshakeMessageIsNoHello() {
    assertFault(Hellos.records(Hellos.handshake(2, new byte[10]), 100), Fault.NOT_CLIENT_HELLO);
  }

  @Test
  void recordsInBetweenAreRefused() {
    byte[] alert = Hellos.records(Hellos.message(REAL), 100);
    alert[105] = 21;
    assertFault(alert, Fault.RECORD);
    assertFault(new byte[] {22, 3, 1, 0, 0}, Fault.RECORD);
    assertFault(new byte[] {22, 3, 1, 0x40, 1}, Fault.RECORD);
  }

  @Test
  void longerThanTheBoundIsRefusedAsSoonAsItSaysSo() {
    assertFault(new byte[] {22, 3, 1, 0, 4, 1, 1, 0, 0}, Fault.TOO_LONG);
    byte[] slow =
        Hellos.records(Hellos.message(Hellos.with(Hellos.extension(21, new byte[8_000]))), 1);
    assertFault(slow, Fault.TOO_LONG);
    assertThat(ClientHello.peek(slow, ClientHello.MOST)).isEqualTo(new Malformed(Fault.TOO_LONG));
  }

  @Test
  void otherProtocolsAreNotTls() {
    for (String text : List.of("GET / HTTP/1.1\r\n", "SSH-2.0-x", "\u0080.\u0001")) {
      assertThat(peek(text.getBytes(StandardCharsets.ISO_8859_1))).isEqualTo(new NotTls());
    }
    assertThat(peek(new byte[] {22, 2})).isEqualTo(new NotTls());
    assertThat(peek(new byte[0])).isEqualTo(new NeedMore(4));
  }

  @Property(tries = 2_000)
  void flippedBitsNeverThrow(@ForAll @IntRange(max = 20_000) int bit, @ForAll boolean second) {
    byte[] flipped = REAL.clone();
    flip(flipped, bit);
    if (second) {
      flip(flipped, bit * 7 + 3);
    }
    assertThat(peek(flipped)).isNotNull();
  }

  private static void flip(byte[] octets, int bit) {
    octets[bit / 8 % octets.length] ^= (byte) (1 << bit % 8);
  }

  @Property(tries = 1_000)
  void anyOctetsInAHelloNeverThrow(@ForAll @Size(max = 300) byte[] noise) {
    assertThat(peek(noise)).isNotNull();
    assertThat(peek(Hellos.with(noise))).isNotNull();
    assertThat(peek(Hellos.records(Hellos.handshake(1, noise), 400))).isNotNull();
  }
}
