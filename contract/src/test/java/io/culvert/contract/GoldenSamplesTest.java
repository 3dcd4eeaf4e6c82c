package io.culvert.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The wire form is fixed by files: a change that breaks old readers or writers breaks these. */
class GoldenSamplesTest {
  private static final ObjectMapper PLAIN = new ObjectMapper();
  private static final Instant EIGHT = Instant.parse("2026-03-01T08:00:00Z");
  private static final Instant SEVEN = Instant.parse("2026-03-01T07:00:00Z");

  static Stream<Arguments> whole() {
    return Stream.of(
        arguments("tunnel-change", tunnelChange()),
        arguments("pop-change", popChange()),
        arguments("auth-change", authChange()),
        arguments("user-session", userSession()),
        arguments("tunnel-telemetry", tunnelTelemetry()),
        arguments("tunnel-event", tunnelEvent()),
        arguments("tunnel-status", tunnelStatus()),
        arguments(
            "gateway-heartbeat",
            new GatewayHeartbeat("sfo1-a", "sfo1", SEVEN, EIGHT.plusSeconds(5), 12, 40, 0.25)));
  }

  static Stream<Arguments> sparse() {
    return Stream.of(
        arguments("tunnel-change", sparseTunnelChange()),
        arguments(
            "pop-change",
            new PopChange("0x00CB", "lax1", 1, "US-CA", List.of("192.0.2.20"), null, false, null)),
        arguments(
            "auth-change",
            new AuthChange("acme", 1, false, 0, 0, List.of(), List.of(), List.of(), List.of())),
        arguments(
            "user-session",
            new UserSession("acme", 3, "2001:db8::5", "bob", List.of(), "client", EIGHT, hour(16))),
        arguments("tunnel-telemetry", sparseTelemetry()),
        arguments("tunnel-event", sparseEvent()),
        arguments("tunnel-status", sparseStatus()),
        arguments(
            "gateway-heartbeat", new GatewayHeartbeat("sfo1-a", "sfo1", SEVEN, SEVEN, 0, 0, -1)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("whole")
  void versionOneReadsToItsRecordAndIsWrittenTheSame(String type, Object event) throws Exception {
    assertThat(read(type, "v1", event.getClass())).isEqualTo(event);
    assertThat(written(event)).isEqualTo(tree(type, "v1"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("whole")
  void unknownFieldsAreIgnored(String type, Object event) throws Exception {
    assertThat(read(type, "unknown-fields", event.getClass())).isEqualTo(event);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("sparse")
  void absentOptionalFieldsReadAsNullAndAreNotWritten(String type, Object event) throws Exception {
    assertThat(read(type, "optional-absent", event.getClass())).isEqualTo(event);
    assertThat(written(event)).isEqualTo(tree(type, "optional-absent"));
  }

  @Test
  void foldedEventSaysSinceWhen() throws Exception {
    TunnelEvent one = tunnelEvent();
    TunnelEvent folded =
        new TunnelEvent(
            one.id(),
            one.tunnelId(),
            one.tenant(),
            one.pop(),
            one.gateway(),
            one.time(),
            one.type(),
            one.reason(),
            59,
            EIGHT.minusSeconds(58),
            one.evidence(),
            one.remedy());
    assertThat(read("tunnel-event", "folded", TunnelEvent.class)).isEqualTo(folded);
    assertThat(written(folded)).isEqualTo(tree("tunnel-event", "folded"));
  }

  private static TunnelChange tunnelChange() {
    return new TunnelChange(
        199273,
        "acme",
        7,
        "remotesite1",
        new SourceIdentity(SourceIdentity.Kind.FQDN, "branch1.example.com"),
        "198.51.100.7",
        List.of("sfo1", "lax1"),
        EncryptionCipher.AES256_GCM,
        50,
        true,
        true,
        List.of(
            new SealedPsk("sfo1", "0011223344556677", "current", "c2VhbGVkLTE="),
            new SealedPsk("lax1", "8899aabbccddeeff", "previous", "c2VhbGVkLTI=")),
        List.of("192.168.1.1"));
  }

  private static TunnelChange sparseTunnelChange() {
    return new TunnelChange(
        3,
        "acme",
        1,
        "small",
        new SourceIdentity(SourceIdentity.Kind.IPV4, "198.51.100.9"),
        null,
        List.of("sfo1"),
        EncryptionCipher.NULL,
        null,
        false,
        false,
        List.of(),
        List.of());
  }

  private static PopChange popChange() {
    return new PopChange(
        "0x00CA",
        "sfo1",
        4,
        "US-CA",
        List.of("192.0.2.10", "2001:db8::10"),
        "10.140.6.216",
        true,
        "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");
  }

  private static AuthChange authChange() {
    return new AuthChange(
        "acme",
        12,
        true,
        28800,
        1800,
        List.of(80, 443),
        List.of("example.com", "*.example.org"),
        List.of("health"),
        List.of(
            new AuthChange.BypassNetwork(
                "printers", AuthChange.BypassNetwork.Match.USER_IP, List.of("192.168.1.0/24")),
            new AuthChange.BypassNetwork(
                "head office",
                AuthChange.BypassNetwork.Match.EGRESS_IP,
                List.of("203.0.113.7", "203.0.113.10-203.0.113.20"))));
  }

  private static UserSession userSession() {
    return new UserSession(
        "acme",
        199273,
        "192.168.1.20",
        "ada@example.com",
        List.of("staff"),
        "saml",
        EIGHT,
        hour(16));
  }

  private static TunnelTelemetry tunnelTelemetry() {
    return new TunnelTelemetry(
        199273,
        "acme",
        "sfo1",
        "sfo1-a",
        SEVEN,
        EIGHT.plusMillis(10_250),
        true,
        EIGHT.plusSeconds(9),
        9007199254740993L,
        2000,
        10,
        20,
        1,
        3,
        "AES-GCM-256");
  }

  private static TunnelTelemetry sparseTelemetry() {
    return new TunnelTelemetry(
        199273,
        "acme",
        "sfo1",
        "sfo1-a",
        SEVEN,
        SEVEN.plusSeconds(10),
        false,
        null,
        0,
        0,
        0,
        0,
        0,
        0,
        null);
  }

  private static TunnelEvent tunnelEvent() {
    return new TunnelEvent(
        "sfo1-a-17",
        199273,
        "acme",
        "sfo1",
        "sfo1-a",
        EIGHT,
        TunnelEvent.Type.FAILED,
        "psk-mismatch",
        3,
        null,
        Map.of("peer", "198.51.100.7:4500"),
        "Enter the same pre-shared key on the device.");
  }

  private static TunnelEvent sparseEvent() {
    return new TunnelEvent(
        "sfo1-a-18",
        0,
        null,
        "sfo1",
        "sfo1-a",
        EIGHT.plusSeconds(1),
        TunnelEvent.Type.ESTABLISHED,
        null,
        1,
        null,
        Map.of(),
        null);
  }

  private static TunnelStatus tunnelStatus() {
    return new TunnelStatus(
        199273,
        "acme",
        "remotesite1",
        TunnelStatus.State.UP,
        EIGHT,
        List.of(
            new TunnelStatus.PopStatus(
                "sfo1",
                true,
                TunnelStatus.State.UP,
                EIGHT,
                null,
                EIGHT.plusSeconds(9),
                1234L,
                5678L,
                1,
                3,
                "AES-GCM-256"),
            new TunnelStatus.PopStatus(
                "lax1",
                false,
                TunnelStatus.State.DOWN,
                SEVEN,
                "keepalive-timeout",
                SEVEN.minusSeconds(60),
                null,
                null,
                0,
                0,
                null)),
        EIGHT.plusSeconds(10));
  }

  private static TunnelStatus sparseStatus() {
    TunnelStatus.PopStatus pop =
        new TunnelStatus.PopStatus(
            "sfo1", true, TunnelStatus.State.UNKNOWN, null, null, null, null, null, 0, 0, null);
    return new TunnelStatus(
        3, "acme", "small", TunnelStatus.State.UNKNOWN, null, List.of(pop), EIGHT.plusSeconds(10));
  }

  private static Instant hour(int hour) {
    return Instant.parse("2026-03-01T%02d:00:00Z".formatted(hour));
  }

  private static Object read(String type, String name, Class<?> record) throws Exception {
    return EventJson.read(bytes(type, name), record);
  }

  private static JsonNode written(Object event) throws IOException {
    return PLAIN.readTree(EventJson.write(event));
  }

  private static JsonNode tree(String type, String name) throws IOException {
    return PLAIN.readTree(bytes(type, name));
  }

  private static byte[] bytes(String type, String name) throws IOException {
    String path = "/golden/" + type + "/" + name + ".json";
    try (InputStream in = GoldenSamplesTest.class.getResourceAsStream(path)) {
      return Objects.requireNonNull(in, path).readAllBytes();
    }
  }
}
