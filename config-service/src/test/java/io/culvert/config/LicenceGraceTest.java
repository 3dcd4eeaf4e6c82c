package io.culvert.config;

import static io.culvert.config.Calls.TENANTS;
import static io.culvert.config.Calls.createTunnel;
import static io.culvert.config.Calls.operator;
import static io.culvert.config.Calls.sharedPop;
import static io.culvert.config.Calls.tenant;
import static io.culvert.config.Calls.tunnel;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.culvert.contract.Topic;
import io.culvert.contract.TunnelChange;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A licence ends: no tunnel is accepted any more, and live ones stay as long as the grace. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class LicenceGraceTest {
  private String tenant = "";
  private long id;

  @BeforeEach
  void makeTunnel() {
    tenant = tenant();
    id = createTunnel(tenant, tunnel(sharedPop()));
  }

  private ValidatableResponse change(String json) {
    return operator().body(json).patch(TENANTS + "/" + tenant).then();
  }

  private TunnelChange told(int events) throws Exception {
    return Records.tunnel(Records.of(Topic.TUNNEL_CHANGES, Long.toString(id), events).getLast());
  }

  private void endGrace() throws SQLException {
    try (Connection connection = Surroundings.database().connect();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "update config.tenant set licence_grace_until = now() - interval '1 s' where id = '"
              + tenant
              + "'");
    }
  }

  @Test
  void gatewaysHearThatLiveTunnelsMayStayUntilTheGraceEnds() throws Exception {
    String until =
        change("{\"licences\":[],\"licenceGrace\":\"PT2H\"}")
            .statusCode(200)
            .body("data[0].licenceGrace", equalTo("PT2H"))
            .extract()
            .path("data[0].licenceGraceUntil");
    assertThat(Duration.between(Instant.now(), Instant.parse(until)))
        .isBetween(Duration.ofMinutes(118), Duration.ofMinutes(120));
    TunnelChange graced = told(2);
    assertThat(graced.licensed()).isFalse();
    assertThat(graced.licenceGrace()).isTrue();

    endGrace();
    TunnelChange ended = told(3);
    assertThat(ended.licensed()).isFalse();
    assertThat(ended.licenceGrace()).isFalse();
    change("{}").body("data[0].licenceGraceUntil", nullValue());
  }

  @Test
  void withoutAGraceLiveTunnelsCloseAtOnce() throws Exception {
    change("{\"licences\":[],\"licenceGrace\":\"PT0S\"}")
        .statusCode(200)
        .body("data[0].licenceGraceUntil", nullValue());
    assertThat(told(2).licenceGrace()).isFalse();
  }

  @Test
  void licenceThatComesBackEndsTheGraceAndNothingWasLost() throws Exception {
    change("{\"licences\":[]}").statusCode(200);
    told(2);
    change("{\"licences\":[\"secure-web-gateway\"]}")
        .statusCode(200)
        .body("data[0].licenceGraceUntil", nullValue());
    assertThat(told(3).licensed()).isTrue();
    assertThat(told(3).licenceGrace()).isFalse();
  }

  @Test
  void secondLookAtATenantWithoutALicenceDoesNotBeginTheGraceAnew() {
    String until = change("{\"licences\":[]}").extract().path("data[0].licenceGraceUntil");
    change("{\"name\":\"Renamed\"}").body("data[0].licenceGraceUntil", equalTo(until));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"a week\"", "\"-PT1S\"", "\"P366D\"", "7"})
  void whatIsWrongWithAGraceIsTold(String grace) {
    change("{\"licenceGrace\":" + grace + "}")
        .statusCode(400)
        .body("violations.field", contains("licenceGrace"))
        .body("detail", containsString("must be a"));
  }
}
