package io.culvert.gateway.core.ike.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.culvert.contract.SourceIdentity;
import io.culvert.contract.SourceIdentity.Kind;
import io.culvert.gateway.core.ike.payload.IdPayload;
import io.culvert.gateway.core.wire.Bytes;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityTest {
  private static final int IPV4 = 1;
  private static final int FQDN = 2;
  private static final int USER_FQDN = 3;
  private static final int IPV6 = 5;

  @ParameterizedTest
  @CsvSource({
    "c0000201, 192.0.2.1",
    "ffffffff, 255.255.255.255",
    "20010db8000000000000000000000001, 2001:db8::1",
    "20010db8000000000001000000000001, 2001:db8::1:0:0:1",
    "20010db80000000100010001000100ab, 2001:db8:0:1:1:1:1:ab",
    "00000000000000000000000000000000, ::",
    "00000000000000000000000000000001, ::1",
    "fe800000000000000000000000000000, fe80::"
  })
  void addressIsWrittenInItsCanonicalForm(String octets, String text) {
    Bytes data = Bytes.ofHex(octets);
    Kind kind = data.length() == 4 ? Kind.IPV4 : Kind.IPV6;
    IdPayload payload = new IdPayload(true, data.length() == 4 ? IPV4 : IPV6, data);
    assertThat(known(payload)).isEqualTo(new Identity(kind, text));
    assertThat(known(payload).payload(true)).isEqualTo(payload);
    assertThat(Identity.of(InetAddress.ofLiteral(text))).isEqualTo(known(payload));
    assertThat(known(payload).toSource()).isEqualTo(new SourceIdentity(kind, text));
  }

  @ParameterizedTest
  @CsvSource({
    "Branch-7.Example.COM, branch-7.example.com",
    "moon, moon",
    "xn--bcher-kva.example, xn--bcher-kva.example",
    "a_b.example, a_b.example"
  })
  void fqdnIsInLowerCase(String sent, String text) {
    Identity identity = known(name(FQDN, sent));
    assertThat(identity).isEqualTo(new Identity(Kind.FQDN, text));
    assertThat(identity.payload(false)).isEqualTo(new IdPayload(false, FQDN, ascii(text)));
  }

  @Test
  void userFqdnIsInLowerCase() {
    Identity identity = known(name(USER_FQDN, "Router+7@Example.com"));
    assertThat(identity).isEqualTo(new Identity(Kind.USER_FQDN, "router+7@example.com"));
    assertThat(identity.payload(true)).isEqualTo(name(USER_FQDN, "router+7@example.com"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "a.",
        ".a",
        "a..b",
        "-a",
        "a-",
        "*.example.com",
        "*",
        "a b",
        "a\0b",
        "a\nb",
        "a\u001b[31mb",
        "b\u00fccher.example",
        "192.0.2.1",
        "2001:db8::1",
        "7",
        "user@example.com",
        "a,b",
        "a;b",
        "$(id)",
        "../../etc"
      })
  void nameThatIsNoFqdnIsRefusedWithoutAWordOfIt(String sent) {
    assertThat(refusal(name(FQDN, sent))).matches("not a valid name of \\d+ octets as FQDN");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "@",
        "a@",
        "@a",
        "a@@b",
        "a@b@c",
        "a b@c",
        "a@192.0.2.1",
        "a\0@b",
        "*@*",
        "a@*.b",
        "a"
      })
  void nameThatIsNoUserFqdnIsRefused(String sent) {
    assertThat(refusal(name(USER_FQDN, sent)))
        .matches("not a valid name of \\d+ octets as USER_FQDN");
  }

  @Test
  void longestNamesAreReadAndLongerOnesRefused() {
    String label = "a".repeat(63);
    String longest = String.join(".", label, label, label, "a".repeat(61));
    assertThat(known(name(FQDN, longest)).value()).hasSize(253);
    assertThat(refusal(name(FQDN, longest + "a"))).contains("254 octets");
    assertThat(refusal(name(FQDN, "a".repeat(64)))).contains("64 octets");
    byte[] huge = new byte[65_000];
    Arrays.fill(huge, (byte) 'a');
    assertThat(refusal(new IdPayload(true, FQDN, Bytes.of(huge)))).hasSizeLessThan(100);
    assertThat(refusal(new IdPayload(true, USER_FQDN, Bytes.of(huge)))).hasSizeLessThan(100);
  }

  @Test
  void addressOfAnotherLengthIsRefused() {
    for (int length = 0; length < 40; length++) {
      Bytes data = Bytes.of(filled(length));
      if (length != 4) {
        assertThat(refusal(new IdPayload(true, IPV4, data))).contains(length + " octets");
      }
      if (length != 16) {
        assertThat(refusal(new IdPayload(true, IPV6, data))).contains(length + " octets");
      }
    }
  }

  @Test
  void mappedAddressIsRefused() {
    Bytes mapped = Bytes.ofHex("00000000000000000000ffffc0000201");
    assertThat(refusal(new IdPayload(true, IPV6, mapped))).contains("IPv4-mapped");
  }

  @Test
  void everyOtherIdTypeIsRefused() {
    for (int type = 0; type <= 255; type++) {
      if (type != IPV4 && type != FQDN && type != USER_FQDN && type != IPV6) {
        assertThat(refusal(new IdPayload(true, type, ascii("a")))).contains("ID type");
      }
    }
  }

  @Test
  void valueThatIsNotNormalisedIsNoIdentity() {
    assertNone(Kind.FQDN, "Example.com");
    assertNone(Kind.IPV4, "2001:db8::1");
    assertNone(Kind.IPV4, "192.0.2");
    assertNone(Kind.IPV6, "2001:DB8::1");
    assertNone(Kind.IPV6, "2001:db8:0:0:0:0:0:1");
    assertNone(Kind.IPV6, "192.0.2.1");
    assertNone(Kind.IPV4, "branch.example");
    assertNone(Kind.USER_FQDN, "branch.example");
  }

  private static void assertNone(Kind kind, String value) {
    assertThatThrownBy(() -> new Identity(kind, value))
        .as("%s %s", kind, value)
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Identity known(IdPayload payload) {
    Identity.Reading reading = Identity.read(payload);
    assertThat(reading).isInstanceOf(Identity.Reading.Known.class);
    return ((Identity.Reading.Known) reading).identity();
  }

  private static String refusal(IdPayload payload) {
    Identity.Reading reading = Identity.read(payload);
    assertThat(reading).isInstanceOf(Identity.Reading.Refused.class);
    return ((Identity.Reading.Refused) reading).reason();
  }

  private static IdPayload name(int type, String text) {
    return new IdPayload(true, type, Bytes.of(text.getBytes(StandardCharsets.ISO_8859_1)));
  }

  private static Bytes ascii(String text) {
    return Bytes.of(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] filled(int length) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) 1);
    return bytes;
  }
}
