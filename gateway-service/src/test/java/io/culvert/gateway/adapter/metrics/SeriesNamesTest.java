package io.culvert.gateway.adapter.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SeriesNamesTest {
  @Test
  void aRouteIsNamedWithoutWhatItsParametersAre() {
    assertThat(SeriesNames.plain("/api/v2/gateway/tunnels/{id:[0-9]{1,18}}"))
        .isEqualTo("/api/v2/gateway/tunnels/{id}");
    assertThat(SeriesNames.plain("/a/{b: \\d{2}}/c/{d}/{e: [x]}")).isEqualTo("/a/{b}/c/{d}/{e}");
    assertThat(SeriesNames.plain("NOT_FOUND")).isEqualTo("NOT_FOUND");
  }
}
