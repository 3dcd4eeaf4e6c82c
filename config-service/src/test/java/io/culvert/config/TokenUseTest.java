package io.culvert.config;

import static io.culvert.config.Calls.AUDIT;
import static io.culvert.config.Calls.POPS;
import static io.culvert.config.Calls.TOKENS;
import static io.culvert.config.Calls.TUNNELS;
import static io.culvert.config.Calls.admin;
import static io.culvert.config.Calls.as;
import static io.culvert.config.Calls.createTunnel;
import static io.culvert.config.Calls.secret;
import static io.culvert.config.Calls.sharedPop;
import static io.culvert.config.Calls.tenant;
import static io.culvert.config.Calls.token;
import static io.culvert.config.Calls.tunnel;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.culvert.config.domain.TokenSecret;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What automation may do with an API token, and how long. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class TokenUseTest {
  private static final String PROBLEM = "application/problem+json";
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private String tenant = "";

  @BeforeEach
  void makeTenant() {
    tenant = tenant();
  }

  private JsonPath create(String... scopes) {
    return admin(tenant)
        .body(token(scopes))
        .post(TOKENS)
        .then()
        .statusCode(201)
        .extract()
        .jsonPath();
  }

  @Test
  void bothHeadersAreAcceptedButNotTogether() {
    String secret = secret(tenant, TUNNELS + "=read");
    as(secret).get(TUNNELS).then().statusCode(200);
    given().header("Netskope-Api-Token", secret).get(TUNNELS).then().statusCode(200);
    given().header("Authorization", "bearer  " + secret).get(TUNNELS).then().statusCode(200);
    as(secret).header("Netskope-Api-Token", secret).get(TUNNELS).then().statusCode(401);
    admin(tenant).header("Netskope-Api-Token", secret).get(TUNNELS).then().statusCode(401);
  }

  @Test
  void aTokenWithWriteAccessDoesWhatAnAdminDoesThere() {
    String secret = secret(tenant, TUNNELS + "=read+write");
    String path =
        TUNNELS
            + "/"
            + as(secret)
                .contentType("application/json")
                .body(tunnel(sharedPop()))
                .post(TUNNELS)
                .then()
                .statusCode(201)
                .extract()
                .path("data[0].id");
    admin(tenant).get(path).then().statusCode(200);
    as(secret)
        .contentType("application/json")
        .body("{\"notes\":\"by token\"}")
        .patch(path)
        .then()
        .statusCode(200);
    as(secret).get(path).then().body("result[0].notes", equalTo("by token"));
    as(secret).delete(path).then().statusCode(200);
  }

  @Test
  void aTokenWithReadAccessReadsOnlyAndIsToldWhatItLacks() {
    String path = TUNNELS + "/" + createTunnel(tenant, tunnel(sharedPop()));
    String secret = secret(tenant, TUNNELS + "=read");
    as(secret).get(path).then().statusCode(200);
    as(secret)
        .contentType("application/json")
        .body("{\"notes\":\"x\"}")
        .patch(path)
        .then()
        .statusCode(403)
        .contentType(PROBLEM)
        .body("detail", equalTo("the API token has no access read+write to " + TUNNELS));
    as(secret).delete(path).then().statusCode(403);
    admin(tenant).get(path).then().body("result[0].notes", equalTo(""));
  }

  @Test
  void aTokenOpensItsEndpointsAndNoOther() {
    String secret = secret(tenant, POPS + "=read", AUDIT + "=read");
    as(secret).get(POPS).then().statusCode(200);
    as(secret).get(AUDIT).then().statusCode(200);
    as(secret)
        .get(TUNNELS)
        .then()
        .statusCode(403)
        .body("detail", equalTo("the API token has no access read to " + TUNNELS));
    for (String closed : List.of(Calls.TENANTS, Calls.OPERATOR_POPS, TOKENS)) {
      as(secret).get(closed).then().statusCode(403).body("detail", containsString("let into"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v2/audit/../tokens",
        "/api/v2/audit/%2e%2e/tokens",
        "/api/v2/audit/%2e%2e/tenants",
        "/api/v2/audit/..;/tokens",
        "/api/v2/audit;/../tokens",
        "/api/v2//tokens",
        "/api/v2/tokens;/api/v2/audit",
        "/api/v2/tokens/"
      })
  void aPathThatIsWrittenInAStrangeWayOpensNothingElse(String path) {
    String secret = secret(tenant, AUDIT + "=read+write");
    int status = as(secret).urlEncodingEnabled(false).get(path).then().extract().statusCode();
    assertThat(status).isIn(400, 403, 404);
  }

  @Test
  void aTokenSeesItsTenantOnly() {
    long foreign = createTunnel(tenant(), tunnel(sharedPop()));
    String secret = secret(tenant, TUNNELS + "=read+write");
    as(secret).get(TUNNELS).then().statusCode(200).body("total", equalTo(0));
    as(secret).get(TUNNELS + "/" + foreign).then().statusCode(404);
    as(secret).delete(TUNNELS + "/" + foreign).then().statusCode(404);
  }

  @Test
  void aRevokedTokenIsRefusedAtOnceAlsoWhileItIsInUse() {
    JsonPath made = create(TUNNELS + "=read");
    String secret = made.getString("data[0].token");
    as(secret).get(TUNNELS).then().statusCode(200);
    admin(tenant).delete(TOKENS + "/" + made.getLong("data[0].id")).then().statusCode(200);
    as(secret).get(TUNNELS).then().statusCode(401);
  }

  @Test
  void otherRightsCountAtOnce() {
    JsonPath made = create(TUNNELS + "=read");
    String secret = made.getString("data[0].token");
    as(secret).get(TUNNELS).then().statusCode(200);
    admin(tenant)
        .body("{\"scopes\":[{\"endpoint\":\"%s\",\"access\":\"read\"}]}".formatted(POPS))
        .patch(TOKENS + "/" + made.getLong("data[0].id"))
        .then()
        .statusCode(200);
    as(secret).get(TUNNELS).then().statusCode(403);
    as(secret).get(POPS).then().statusCode(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"revoked = now()", "expires = now()"})
  void whatAnotherInstanceOrTheTimeEndedIsRefusedWithinMoments(String end) {
    JsonPath made = create(TUNNELS + "=read");
    String secret = made.getString("data[0].token");
    as(secret).get(TUNNELS).then().statusCode(200);
    Sql.execute(
        "update config.api_token set %s where id = %d".formatted(end, made.getLong("data[0].id")));
    await()
        .atMost(LIMIT)
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(() -> as(secret).get(TUNNELS).then().statusCode(401));
  }

  @Test
  void whoSendsAWrongTokenLearnsNothingFromTheAnswer() {
    JsonPath revoked = create(TUNNELS + "=read");
    admin(tenant).delete(TOKENS + "/" + revoked.getLong("data[0].id")).then().statusCode(200);
    JsonPath expired = create(TUNNELS + "=read");
    Sql.execute(
        "update config.api_token set expires = now() where id = " + expired.getLong("data[0].id"));
    List<Response> answers = new ArrayList<>();
    answers.add(as(revoked.getString("data[0].token")).get(TUNNELS));
    answers.add(as(expired.getString("data[0].token")).get(TUNNELS));
    answers.add(as(TokenSecret.generate(new SecureRandom()).text()).get(TUNNELS));
    answers.add(as("culvert_nonsense").get(TUNNELS));
    answers.add(given().header("Netskope-Api-Token", "").get(TUNNELS));
    answers.add(given().header("Netskope-Api-Token", "nonsense").get(TUNNELS));
    answers.add(given().header("Netskope-Api-Token", Tokens.of(tenant, "admin")).get(TUNNELS));
    answers.add(given().get(TUNNELS));
    for (Response answer : answers) {
      answer.then().statusCode(401).contentType(PROBLEM).header("WWW-Authenticate", "Bearer");
      assertThat(answer.asString()).isEqualTo(answers.getFirst().asString());
    }
  }

  @Test
  void theLastUseIsWrittenDownSomewhatLater() {
    JsonPath made = create(TUNNELS + "=read");
    String path = TOKENS + "/" + made.getLong("data[0].id");
    admin(tenant).get(path).then().body("result[0].lastused", equalTo(null));
    as(made.getString("data[0].token")).get(TUNNELS).then().statusCode(200);
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () -> {
              String used = admin(tenant).get(path).then().extract().path("result[0].lastused");
              assertThat(used).isNotNull();
              assertThat(Duration.between(Instant.parse(used), Instant.now()))
                  .isBetween(Duration.ZERO, LIMIT);
            });
    admin(tenant).get(path).then().header("ETag", "\"1\"");
  }

  @Test
  void withoutADatabaseATokenNobodyKnowsIsToldToTryAgain() {
    String secret = secret(tenant, TUNNELS + "=read");
    Surroundings.cable().cut();
    try {
      as(secret).get(TUNNELS).then().statusCode(503).contentType(PROBLEM);
    } finally {
      Surroundings.cable().mend();
    }
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> as(secret).get(TUNNELS).then().statusCode(200));
  }
}
