package io.culvert.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventJsonTest {
  private static final String SECRET = "hunter2-hunter2";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "hunter2-hunter2",
        "\"hunter2-hunter2\"",
        "[\"hunter2-hunter2\"]",
        "{\"id\":\"hunter2-hunter2\"}",
        "{\"id\":1,\"encryption\":\"hunter2-hunter2\"}",
        "{\"id\":1,\"identity\":{\"kind\":\"hunter2-hunter2\"}}",
        "{\"id\":1,\"identity\":{\"kind\":\"FQDN\",\"value\":{\"x\":\"hunter2-hunter2\"}}}",
        "{\"id\":1,\"psks\":[{\"pop\":\"sfo1\",\"sealed\":[\"hunter2-hunter2\"]}]}",
        "{\"id\":1,\"psks\":[null]}",
        "{\"id\":1,\"tenant\":\"hunter2-hunter2\"} trailing",
        "{\"id\":99999999999999999999}",
        "{\"id\":-1}",
        "{\"id\":1,\"tenant\":\" \",\"site\":\"hunter2-hunter2\"}",
      })
  void aRecordThatIsNotATunnelIsUnreadableAndNeverQuoted(String json) {
    assertThatThrownBy(() -> EventJson.read(utf8(json), TunnelChange.class))
        .isInstanceOf(UnreadableEventException.class)
        .hasNoCause()
        .hasMessageStartingWith("TunnelChange: ")
        .message()
        .doesNotContain(SECRET);
  }

  @Test
  void bytesThatAreNotUtf8AreUnreadable() {
    byte[] json = {'{', '"', 'i', 'd', '"', ':', '"', (byte) 0xff, (byte) 0xfe, '"', '}'};
    assertThatThrownBy(() -> EventJson.read(json, TunnelChange.class))
        .isInstanceOf(UnreadableEventException.class);
  }

  @Test
  void endlessNestingIsUnreadableAndNotAStackOverflow() {
    byte[] json = utf8("{\"identity\":" + "[".repeat(100_000));
    assertThatThrownBy(() -> EventJson.read(json, TunnelChange.class))
        .isInstanceOf(UnreadableEventException.class);
  }

  @Test
  void theReasonNamesTheFieldAtFault() {
    assertThatThrownBy(
            () ->
                EventJson.read(
                    utf8("{\"tunnelId\":1,\"time\":\"yesterday\"}"), TunnelTelemetry.class))
        .hasMessageContaining("time")
        .message()
        .doesNotContain("yesterday");
  }

  @Test
  void absentListsReadAsEmpty() throws UnreadableEventException {
    AuthChange event = EventJson.read(utf8("{\"tenant\":\"acme\"}"), AuthChange.class);
    assertThat(event.webPorts()).isEmpty();
    assertThat(event.bypassNetworks()).isEmpty();
  }

  @Test
  void anEventWithoutItsTunnelIsUnreadableWhereTheTunnelIsTheKey() {
    assertThatThrownBy(
            () ->
                EventJson.read(
                    utf8(
                        """
                        {"tenant":"acme","userIp":"192.168.1.2","user":"ada","method":"saml",
                         "since":"2026-03-01T08:00:00Z","until":"2026-03-01T16:00:00Z"}"""),
                    UserSession.class))
        .isInstanceOf(UnreadableEventException.class);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
