package io.culvert.config;

import static io.culvert.config.Calls.AUDIT;
import static io.culvert.config.Calls.TOKENS;
import static io.culvert.config.Calls.TUNNELS;
import static io.culvert.config.Calls.admin;
import static io.culvert.config.Calls.as;
import static io.culvert.config.Calls.createTunnel;
import static io.culvert.config.Calls.sharedPop;
import static io.culvert.config.Calls.tenant;
import static io.culvert.config.Calls.token;
import static io.culvert.config.Calls.tunnel;
import static io.culvert.config.Calls.viewer;
import static io.culvert.config.Calls.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who changed what is written down with the change, for good, and without secrets. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class AuditTest {
  private String tenant = "";

  @BeforeEach
  void makeTenant() {
    tenant = tenant();
  }

  private static ValidatableResponse list(String tenant, String... query) {
    var request = viewer(tenant);
    for (int i = 0; i < query.length; i += 2) {
      request.queryParam(query[i], query[i + 1]);
    }
    return request.get(AUDIT).then();
  }

  private JsonPath entries() {
    return list(tenant).statusCode(200).extract().jsonPath();
  }

  private void change(String path, String json) {
    admin(tenant).body(json).patch(path).then().statusCode(200);
  }

  @Test
  void aTunnelsLifeIsThereNewestFirst() {
    long id = createTunnel(tenant, tunnel(sharedPop()));
    String path = TUNNELS + "/" + id;
    change(path, "{\"bandwidth\":77,\"notes\":\"\"}");
    String next = "{\"psk\":\"another long secret %d\",\"grace\":\"PT1H\"}";
    admin(tenant)
        .body(next.formatted(Calls.next()))
        .post(path + "/psk/rotate")
        .then()
        .statusCode(200);
    admin(tenant).body("").post(path + "/psk/retire").then().statusCode(200);
    change(path, "{\"psk\":\"a third long secret %d\"}".formatted(Calls.next()));
    admin(tenant).delete(path).then().statusCode(200);

    JsonPath log = entries();
    assertThat(log.getInt("total")).isEqualTo(6);
    assertThat(log.getList("result.action"))
        .containsExactly("delete", "update", "retire", "rotate", "update", "create");
    assertThat(log.getList("result.object.id")).containsOnly(Long.toString(id));
    assertThat(log.getList("result.object.type")).containsOnly("tunnel");
    assertThat(log.getMap("result[5].before")).isEmpty();
    assertThat(log.getMap("result[5].after"))
        .containsEntry("bandwidth", 50)
        .containsEntry("encryption", "AES256-GCM")
        .containsEntry("pops", List.of(sharedPop()))
        .containsEntry("psk", "changed");
    assertThat(log.getMap("result[4].before")).isEqualTo(Map.of("bandwidth", 50));
    assertThat(log.getMap("result[4].after")).isEqualTo(Map.of("bandwidth", 77));
    assertThat(log.getMap("result[3].before")).isEmpty();
    assertThat(log.getMap("result[3].after")).containsOnlyKeys("previouskeyuntil", "psk");
    assertThat(log.getMap("result[2].before")).containsOnlyKeys("previouskeyuntil");
    assertThat(log.getMap("result[2].after")).isEmpty();
    assertThat(log.getMap("result[1].after")).isEqualTo(Map.of("psk", "changed"));
    assertThat(log.getMap("result[0].before")).containsEntry("bandwidth", 77);
    assertThat(log.getMap("result[0].after")).isEmpty();
  }

  @Test
  void aKeyThatRetiresWhenItsGraceEndsIsTheServicesDoing() {
    long id = createTunnel(tenant, tunnel(sharedPop()));
    admin(tenant)
        .body("{\"psk\":\"another long secret %d\"}".formatted(Calls.next()))
        .post(TUNNELS + "/" + id + "/psk/rotate")
        .then()
        .statusCode(200);
    Sql.execute(
        "update config.tunnel set previous_psk_until = now() - interval '1 s' where id = " + id);
    await().atMost(Duration.ofSeconds(30)).until(() -> entries().getInt("total") == 3);
    JsonPath log = entries();
    assertThat(log.getString("result[0].action")).isEqualTo("retire");
    assertThat(log.getString("result[0].actor.kind")).isEqualTo("service");
    assertThat(log.getMap("result[0].before")).containsOnlyKeys("previouskeyuntil");
    assertThat(log.getMap("result[0].after")).isEmpty();
  }

  @Test
  void aSecretIsNowhereInTheLog() {
    String psk = "secret-not-for-the-log-" + Calls.next();
    createTunnel(tenant, with(tunnel(sharedPop()), "psk", "\"" + psk + "\""));
    String secret = Calls.secret(tenant, TUNNELS + "=read");
    assertThat(
            Sql.value(
                "select string_agg(a::text, ' ') from config.audit a where tenant = '%s'"
                    .formatted(tenant)))
        .contains("changed", secret.substring(0, 14))
        .doesNotContain(psk)
        .doesNotContain(secret);
  }

  @Test
  void anEntrySaysWhoDidItWhenAndFromWhere() {
    as(Tokens.named("ada", tenant, "admin"))
        .contentType("application/json")
        .body(tunnel(sharedPop()))
        .post(TUNNELS)
        .then()
        .statusCode(201);
    JsonPath made =
        admin(tenant)
            .body(token(TUNNELS + "=read+write"))
            .post(TOKENS)
            .then()
            .statusCode(201)
            .extract()
            .jsonPath();
    as(made.getString("data[0].token"))
        .contentType("application/json")
        .body(tunnel(sharedPop()))
        .post(TUNNELS)
        .then()
        .statusCode(201);
    JsonPath log = entries();
    assertThat(log.getMap("result[2].actor"))
        .isEqualTo(Map.of("kind", "user", "id", "someone", "name", "ada", "address", "127.0.0.1"));
    assertThat(log.getMap("result[0].actor"))
        .isEqualTo(
            Map.of(
                "kind",
                "token",
                "id",
                made.getString("data[0].id"),
                "name",
                made.getString("data[0].name"),
                "address",
                "127.0.0.1"));
    assertThat(Duration.between(Instant.parse(log.getString("result[0].time")), Instant.now()))
        .isBetween(Duration.ZERO, Duration.ofMinutes(1));
    assertThat(log.getString("result[0].tenant")).isEqualTo(tenant);
  }

  @Test
  void aTokensLifeIsThere() {
    JsonPath made =
        admin(tenant)
            .body(token(TUNNELS + "=read"))
            .post(TOKENS)
            .then()
            .statusCode(201)
            .extract()
            .jsonPath();
    String path = TOKENS + "/" + made.getLong("data[0].id");
    change(path, "{\"name\":\"renamed\"}");
    admin(tenant).delete(path).then().statusCode(200);
    JsonPath log = entries();
    assertThat(log.getList("result.action")).containsExactly("revoke", "update", "create");
    assertThat(log.getList("result.object.type")).containsOnly("token");
    assertThat(log.getMap("result[0].after")).containsOnlyKeys("revoked");
    assertThat(log.getMap("result[1].after")).isEqualTo(Map.of("name", "renamed"));
    assertThat(log.getMap("result[2].after"))
        .containsEntry("scopes", List.of(TUNNELS + " read"))
        .containsOnlyKeys("name", "prefix", "expires", "scopes");
  }

  @Test
  void whatIsRefusedOrNotThereIsNotWrittenDown() {
    long id = createTunnel(tenant, tunnel(sharedPop()));
    String taken = tunnel(sharedPop());
    createTunnel(tenant, taken);
    admin(tenant).body(taken).post(TUNNELS).then().statusCode(409);
    admin(tenant).body("{\"bandwidth\":0}").patch(TUNNELS + "/" + id).then().statusCode(400);
    admin(tenant).header("If-Match", "\"9\"").delete(TUNNELS + "/" + id).then().statusCode(412);
    admin(tenant()).delete(TUNNELS + "/" + id).then().statusCode(404);
    assertThat(entries().getInt("total")).isEqualTo(2);
  }
}
