package io.culvert.config.domain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v2/steering/ipsec/tunnels",
        "/api/v2/steering/ipsec/tunnels/",
        "/api/v2/steering/ipsec/tunnels/1001",
        "/api/v2/steering/ipsec/tunnels/1001/psk/rotate",
        "/api/v2/steering/ipsec/tunnels/imports"
      })
  void whatIsUnderTheTunnelsIsTheirs(String path) {
    assertThat(Endpoint.covering(path)).contains(Endpoint.TUNNELS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "/api/v2/tokens",
        "/api/v2/pops",
        "/api/v2/steering/ipsec/tunnelsx",
        "/api/v2/steering/ipsec/tunnels;x=1",
        "/api/v2/steering/ipsec/tunnels/..",
        "/api/v2/steering/ipsec/tunnels/../../../tokens",
        "/api/v2/steering/ipsec/tunnels/%2e%2e/pops",
        "/api/v2/steering/ipsec/tunnels//pops",
        "//api/v2/steering/ipsec/tunnels",
        "/API/v2/steering/ipsec/tunnels",
        "/x/api/v2/steering/ipsec/tunnels"
      })
  void whatIsElsewhereOrCouldBeReadAsElsewhereIsNobodys(String path) {
    assertThat(Endpoint.covering(path)).isEmpty();
  }
}
