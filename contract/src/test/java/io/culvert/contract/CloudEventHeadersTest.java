package io.culvert.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CloudEventHeadersTest {
  @Test
  void binaryModeCarriesTheAttributesAsHeaders() {
    var headers =
        CloudEventHeaders.of(
            "17",
            "/config-service",
            CloudEventHeaders.typeOf(TunnelChange.class),
            Instant.parse("2026-03-01T08:00:00Z"));
    assertThat(
            headers.entrySet().stream()
                .map(e -> e.getKey() + "=" + new String(e.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.toList()))
        .containsExactly(
            "ce_specversion=1.0",
            "ce_id=17",
            "ce_source=/config-service",
            "ce_type=io.culvert.TunnelChange",
            "ce_time=2026-03-01T08:00:00Z",
            "content-type=application/json");
  }
}
