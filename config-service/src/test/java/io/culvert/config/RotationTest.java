package io.culvert.config;

import static io.culvert.config.Calls.TUNNELS;
import static io.culvert.config.Calls.admin;
import static io.culvert.config.Calls.createTunnel;
import static io.culvert.config.Calls.pop;
import static io.culvert.config.Calls.sharedPop;
import static io.culvert.config.Calls.tenant;
import static io.culvert.config.Calls.tunnel;
import static io.culvert.config.Calls.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import io.culvert.contract.PskSeal;
import io.culvert.contract.SealedPsk;
import io.culvert.contract.Topic;
import io.culvert.contract.TunnelChange;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A key is changed without an outage: for a while two are accepted. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class RotationTest {
  private final PskSeal.KeyPair key = PskSeal.generate();
  private final String first = "the first key " + Calls.next();
  private final String second = "the second key " + Calls.next();
  private String tenant = "";
  private long id;

  @BeforeEach
  void makeTunnel() {
    tenant = tenant();
    String pop = pop(",\"publicKey\":\"%s\"".formatted(key.publicKey()));
    id = createTunnel(tenant, with(tunnel(pop), "psk", "\"" + first + "\""));
  }

  private ValidatableResponse post(String what, String body) {
    return admin(tenant).body(body).post(TUNNELS + "/" + id + "/psk/" + what).then();
  }

  private ValidatableResponse rotate(String psk) {
    return post("rotate", "{\"psk\":\"" + psk + "\",\"grace\":\"PT1H\"}");
  }

  /** Slot and key, as the POP's gateways open them. */
  private Map<String, String> told(int events) throws Exception {
    TunnelChange change =
        Records.tunnel(Records.of(Topic.TUNNEL_CHANGES, Long.toString(id), events).getLast());
    Map<String, String> keys = new LinkedHashMap<>();
    for (SealedPsk sealed : change.psks()) {
      keys.put(
          sealed.slot(),
          new String(new PskSeal.Opener(key).open(sealed, id), StandardCharsets.UTF_8));
    }
    return keys;
  }

  @Test
  void afterARotationBothKeysAreToldAndTheTunnelSaysUntilWhen() throws Exception {
    String until =
        rotate(second)
            .statusCode(200)
            .header("ETag", "\"2\"")
            .body("result", equalTo("key rotated"))
            .extract()
            .path("data[0].previouskeyuntil");

    assertThat(Duration.between(Instant.now(), Instant.parse(until)))
        .isBetween(Duration.ofMinutes(58), Duration.ofMinutes(60));
    assertThat(told(2)).containsExactly(Map.entry("current", second), Map.entry("previous", first));
    String shown = admin(tenant).get(TUNNELS + "/" + id).then().extract().asString();
    assertThat(shown).contains(until).doesNotContain(first).doesNotContain(second);
    assertThat(Records.all(Topic.TUNNEL_CHANGES).toString())
        .doesNotContain(first)
        .doesNotContain(second);
  }

  @Test
  void otherChangesKeepBothKeys() throws Exception {
    rotate(second).statusCode(200);
    admin(tenant).body("{\"bandwidth\":9}").patch(TUNNELS + "/" + id).then().statusCode(200);
    assertThat(told(3)).containsExactly(Map.entry("current", second), Map.entry("previous", first));
  }

  @Test
  void theOldKeyRetiresWhenItsGraceEnds() throws Exception {
    rotate(second).statusCode(200);
    endGrace();
    assertThat(told(3)).containsExactly(Map.entry("current", second));
    admin(tenant)
        .get(TUNNELS + "/" + id)
        .then()
        .header("ETag", "\"2\"")
        .body(not(containsString("previouskeyuntil")));
  }

  private void endGrace() throws SQLException {
    try (Connection connection = Surroundings.database().connect();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "update config.tunnel set previous_psk_until = now() - interval '1 s' where id = " + id);
    }
  }

  @Test
  void theOldKeyRetiresAtOnceOnDemand() throws Exception {
    rotate(second).statusCode(200);
    post("retire", "").statusCode(200).header("ETag", "\"3\"");
    assertThat(told(3)).containsExactly(Map.entry("current", second));
    post("retire", "").statusCode(409).body("detail", containsString("no rotation is under way"));
  }

  @Test
  void aKeyThatIsSetInsteadIsTheOnlyOne() throws Exception {
    rotate(second).statusCode(200);
    String third = "the third key " + Calls.next();
    admin(tenant)
        .body("{\"psk\":\"" + third + "\"}")
        .patch(TUNNELS + "/" + id)
        .then()
        .statusCode(200);
    assertThat(told(3)).containsExactly(Map.entry("current", third));
  }

  @Test
  void aSecondRotationWaitsForTheFirst() {
    rotate(second).statusCode(200);
    rotate("the third key " + Calls.next())
        .statusCode(409)
        .body("violations.field", hasItem("psk"))
        .body("detail", containsString("retire it first"));
  }

  @ParameterizedTest
  @CsvSource({
    "{}, psk",
    "{\"psk\":null}, psk",
    "{\"psk\":\"short\"}, psk",
    "{\"psk\":7}, psk",
    "'{\"psk\":\"long enough a key\",\"grace\":\"a week\"}', grace",
    "'{\"psk\":\"long enough a key\",\"grace\":\"PT59S\"}', grace",
    "'{\"psk\":\"long enough a key\",\"grace\":\"P31D\"}', grace",
    "'{\"psk\":\"long enough a key\",\"grace\":7}', grace",
  })
  void whatIsWrongIsTold(String body, String field) {
    post("rotate", body).statusCode(400).body("violations.field", hasItem(field));
  }

  @Test
  void theKeyMustBeAnotherAndNobodyElses() {
    rotate(first).statusCode(400).body("detail", containsString("already"));
    rotate(second).statusCode(200);
    String taken = with(tunnel(sharedPop()), "psk", "\"" + first + "\"");
    admin(tenant())
        .body(taken)
        .post(TUNNELS)
        .then()
        .statusCode(409)
        .body("violations.field", hasItem("psk"));
  }

  @Test
  void onlyAnAdminOfTheTenantMayRotateAndOnlyTheVersionHeSaw() {
    String body = "{\"psk\":\"" + second + "\"}";
    String path = TUNNELS + "/" + id + "/psk/rotate";
    admin(tenant()).body(body).post(path).then().statusCode(404);
    Calls.viewer(tenant).body(body).post(path).then().statusCode(403);
    admin(tenant).header("If-Match", "\"9\"").body(body).post(path).then().statusCode(412);
  }
}
