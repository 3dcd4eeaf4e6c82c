package io.culvert.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The wire form is fixed by files: a change that breaks old readers or writers breaks these. */
class GoldenSamplesTest {
  private static final ObjectMapper PLAIN = new ObjectMapper();

  static Stream<Arguments> whole() {
    return Stream.of(
        arguments("tunnel-change", GoldenEvents.tunnelChange()),
        arguments("pop-change", GoldenEvents.popChange()),
        arguments("auth-change", GoldenEvents.authChange()),
        arguments("user-session", GoldenEvents.userSession()),
        arguments("tunnel-telemetry", GoldenEvents.tunnelTelemetry()),
        arguments("tunnel-event", GoldenEvents.tunnelEvent()),
        arguments("tunnel-status", GoldenEvents.tunnelStatus()),
        arguments(
            "gateway-heartbeat",
            new GatewayHeartbeat(
                "sfo1-a",
                "sfo1",
                GoldenEvents.SEVEN,
                GoldenEvents.EIGHT.plusSeconds(5),
                12,
                40,
                0.25)));
  }

  static Stream<Arguments> sparse() {
    return Stream.of(
        arguments("tunnel-change", GoldenEvents.sparseTunnelChange()),
        arguments(
            "pop-change",
            new PopChange("0x00CB", "lax1", 1, "US-CA", List.of("192.0.2.20"), null, false, null)),
        arguments(
            "auth-change",
            new AuthChange(
                "acme", 1, false, 0, 0, List.of(), List.of(), List.of(), List.of(), null)),
        arguments(
            "user-session",
            new UserSession(
                "acme",
                3,
                "2001:db8::5",
                "bob",
                List.of(),
                "client",
                GoldenEvents.EIGHT,
                GoldenEvents.hour(16))),
        arguments("tunnel-telemetry", GoldenEvents.sparseTelemetry()),
        arguments("tunnel-event", GoldenEvents.sparseEvent()),
        arguments("tunnel-status", GoldenEvents.sparseStatus()),
        arguments(
            "gateway-heartbeat",
            new GatewayHeartbeat(
                "sfo1-a", "sfo1", GoldenEvents.SEVEN, GoldenEvents.SEVEN, 0, 0, -1)));
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
  void popMayHaveACertificateWithAndWithoutItsKey() throws Exception {
    PopChange whole = GoldenEvents.popChangeWithCertificate();
    assertThat(read("pop-change", "certificate", PopChange.class)).isEqualTo(whole);
    assertThat(written(whole)).isEqualTo(tree("pop-change", "certificate"));
    PopChange keyless = read("pop-change", "certificate-without-key", PopChange.class);
    assertThat(Objects.requireNonNull(keyless.certificate()).key()).isNull();
    assertThat(written(keyless)).isEqualTo(tree("pop-change", "certificate-without-key"));
  }

  @Test
  void foldedEventSaysSinceWhen() throws Exception {
    TunnelEvent one = GoldenEvents.tunnelEvent();
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
            GoldenEvents.EIGHT.minusSeconds(58),
            one.evidence(),
            one.remedy());
    assertThat(read("tunnel-event", "folded", TunnelEvent.class)).isEqualTo(folded);
    assertThat(written(folded)).isEqualTo(tree("tunnel-event", "folded"));
  }

  private static <T> T read(String type, String name, Class<T> record) throws Exception {
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
