package io.culvert.config;

import static io.culvert.config.Calls.TOKENS;
import static io.culvert.config.Calls.TUNNELS;
import static io.culvert.config.Calls.admin;
import static io.culvert.config.Calls.tenant;
import static io.culvert.config.Calls.token;
import static io.culvert.config.Calls.viewer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How admins make, see, change and revoke API tokens. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class ApiTokenTest {
  private static final String PROBLEM = "application/problem+json";
  private static final String READ = TUNNELS + "=read";

  private String tenant = "";

  @BeforeEach
  void makeTenant() {
    tenant = tenant();
  }

  private JsonPath create(String json) {
    return admin(tenant).body(json).post(TOKENS).then().statusCode(201).extract().jsonPath();
  }

  private Map<String, Object> read(long id) {
    return admin(tenant)
        .get(TOKENS + "/" + id)
        .then()
        .statusCode(200)
        .extract()
        .jsonPath()
        .getMap("result[0]");
  }

  @Test
  void theSecretIsShownOnceAndStoredNowhere() {
    JsonPath made =
        admin(tenant)
            .body(token(READ, "/api/v2/audit=read+write"))
            .post(TOKENS)
            .then()
            .statusCode(201)
            .header("ETag", "\"1\"")
            .header("Cache-Control", containsString("no-store"))
            .body("result", equalTo("token created successfully"))
            .body("data[0].scopes.endpoint", contains(TUNNELS, "/api/v2/audit"))
            .body("data[0].scopes.access", contains("read", "read+write"))
            .body("data[0].createdby", equalTo("someone"))
            .extract()
            .jsonPath();
    String secret = made.getString("data[0].token");
    assertThat(secret).matches("culvert_[0-9A-Za-z]{49}");
    assertThat(secret).startsWith(made.getString("data[0].prefix"));
    long id = made.getLong("data[0].id");
    admin(tenant).get(TOKENS).then().statusCode(200).body(not(containsString(secret)));
    assertThat(read(id))
        .containsKeys("name", "prefix", "scopes", "expires", "created", "lastused", "revoked")
        .doesNotContainKey("token")
        .doesNotContainValue(secret);
    assertThat(Sql.value("select t::text from config.api_token t where id = " + id))
        .contains(tenant)
        .doesNotContain(secret);
  }

  @Test
  void aTokenLives90DaysWhenNothingIsSaidAndAsLongAsIsSaidOtherwise() {
    Instant usual = Instant.parse(create(token(READ)).getString("data[0].expires"));
    assertThat(Duration.between(Instant.now(), usual))
        .isBetween(Duration.ofDays(89), Duration.ofDays(90));
    Instant wanted = Instant.now().plus(Duration.ofDays(365)).truncatedTo(ChronoUnit.SECONDS);
    String json = Calls.with(token(READ), "expires", "\"" + wanted + "\"");
    assertThat(create(json).getString("data[0].expires")).isEqualTo(wanted.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "name    | null                                                        | name",
        "name    | \"\"                                                        | name",
        "name    | \" \"                                                       | name",
        "name    | 7                                                           | name",
        "name    | \"a\\nb\"                                                   | name",
        "name    | \"a\\u0000b\"                                               | name",
        "expires | null                                                        | expires",
        "expires | \"tomorrow\"                                                | expires",
        "expires | \"2027-01-31\"                                              | expires",
        "expires | \"2020-01-01T00:00:00Z\"                                    | expires",
        "expires | \"9999-01-01T00:00:00Z\"                                    | expires",
        "expires | \"+999999999-01-01T00:00:00Z\"                              | expires",
        "expires | 7                                                           | expires",
        "scopes  | null                                                        | scopes",
        "scopes  | []                                                          | scopes",
        "scopes  | {}                                                          | scopes",
        "scopes  | [7]                                                         | scopes[0]",
        "scopes  | [{\"endpoint\":\"/api/v2/audit\"}]                          | scopes[0].access",
        "scopes  | [{\"access\":\"read\"}]                                     | scopes[0].endpoint",
        "scopes  | [{\"endpoint\":\"/api/v2/audit\",\"access\":\"write\"}]     | scopes[0].access",
        "scopes  | [{\"endpoint\":\"/api/v2/tokens\",\"access\":\"read\"}]     | scopes[0].endpoint",
        "scopes  | [{\"endpoint\":\"/api/v2/audit\",\"access\":\"read\"},{\"endpoint\":\"/api/v2/audit\",\"access\":\"read\"}] | scopes[1].endpoint"
      })
  void whatIsWrongIsNamedWhetherATokenIsMadeOrChanged(String field, String value, String name) {
    long id = create(token(READ)).getLong("data[0].id");
    Map<String, Object> before = read(id);
    String body = "{\"%s\":%s}".formatted(field, value);
    admin(tenant)
        .body(body)
        .post(TOKENS)
        .then()
        .statusCode(400)
        .contentType(PROBLEM)
        .body("violations.field", hasItem(name));
    admin(tenant)
        .body(body)
        .patch(TOKENS + "/" + id)
        .then()
        .statusCode(400)
        .contentType(PROBLEM)
        .body("violations.field", contains(name));
    assertThat(read(id)).isEqualTo(before);
  }

  @Test
  void anEndpointThatIsNoneIsAnsweredWithThoseThereAre() {
    admin(tenant)
        .body(token("/api/v2/everything=read"))
        .post(TOKENS)
        .then()
        .statusCode(400)
        .body("detail", containsString(TUNNELS))
        .body("detail", containsString("/api/v2/certificates"));
  }

  @Test
  void aNameIsTakenUntilItsTokenIsRevokedAndOnlyInItsTenant() {
    String json = token(READ);
    long id = create(json).getLong("data[0].id");
    admin(tenant)
        .body(json)
        .post(TOKENS)
        .then()
        .statusCode(409)
        .body("violations.field", contains("name"));
    admin(tenant()).body(json).post(TOKENS).then().statusCode(201);
    admin(tenant).delete(TOKENS + "/" + id).then().statusCode(200);
    create(json);
  }

  @Test
  void onlyTheFieldThatIsSentChanges() {
    long id = create(token(READ)).getLong("data[0].id");
    Map<String, Object> before = read(id);
    admin(tenant)
        .body("{\"name\":\"renamed\"}")
        .patch(TOKENS + "/" + id)
        .then()
        .statusCode(200)
        .header("ETag", "\"2\"")
        .body("data[0].token", nullValue());
    Map<String, Object> after = read(id);
    assertThat(after.put("name", before.get("name"))).isEqualTo("renamed");
    assertThat(after.put("version", 1)).isEqualTo(2);
    assertThat(after).isEqualTo(before);
  }

  @Test
  void aChangeOrRevocationOfAnotherVersionIsRefused() {
    long id = create(token(READ)).getLong("data[0].id");
    Map<String, Object> before = read(id);
    admin(tenant)
        .header("If-Match", "\"2\"")
        .body("{\"name\":\"lost\"}")
        .patch(TOKENS + "/" + id)
        .then()
        .statusCode(412);
    admin(tenant).header("If-Match", "\"2\"").delete(TOKENS + "/" + id).then().statusCode(412);
    assertThat(read(id)).isEqualTo(before);
    admin(tenant).header("If-Match", "\"1\"").delete(TOKENS + "/" + id).then().statusCode(200);
  }

  @Test
  void aRevokedTokenIsStillListedAndStaysAsItIs() {
    long id = create(token(READ)).getLong("data[0].id");
    admin(tenant)
        .delete(TOKENS + "/" + id)
        .then()
        .statusCode(200)
        .body("result", equalTo("token revoked successfully"))
        .body("data[0].revoked", notNullValue());
    admin(tenant).delete(TOKENS + "/" + id).then().statusCode(409).contentType(PROBLEM);
    admin(tenant).body("{\"name\":\"x\"}").patch(TOKENS + "/" + id).then().statusCode(409);
    admin(tenant).get(TOKENS).then().body("total", equalTo(1)).body("result", hasSize(1));
  }

  @Test
  void aRequestForATokenCannotBeRepeatedUnderAKey() {
    admin(tenant)
        .header("Idempotency-Key", "k")
        .body(token(READ))
        .post(TOKENS)
        .then()
        .statusCode(400)
        .body("violations.field", contains("Idempotency-Key"));
    admin(tenant).get(TOKENS).then().body("total", equalTo(0));
  }

  @Test
  void thereAreAtMostAHundredTokens() {
    Sql.execute(
        """
        insert into config.api_token
          (id, tenant, name, prefix, digest, scopes, expires, created, created_by, version)
        select nextval('config.api_token_id'), '%1$s', 'bulk-' || n, 'p', '%1$s-' || n,
               '/api/v2/audit READ', now() + interval '1 day', now(), 'x', 1
        from generate_series(1, 99) n
        """
            .formatted(tenant));
    create(token(READ));
    admin(tenant)
        .body(token(READ))
        .post(TOKENS)
        .then()
        .statusCode(409)
        .body("detail", containsString("revoke one"));
    admin(tenant)
        .queryParam("limit", 10)
        .queryParam("offset", 95)
        .get(TOKENS)
        .then()
        .body("total", equalTo(100))
        .body("result", hasSize(5));
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "PATCH", "DELETE"})
  void aTokenOfAnotherTenantIsAsIfItWereNotThere(String method) {
    long id = create(token(READ)).getLong("data[0].id");
    Map<String, Object> before = read(id);
    String other = tenant();
    String foreign = body(other, method, id);
    assertThat(foreign).isEqualTo(body(other, method, 999_999_999));
    assertThat(read(id)).isEqualTo(before);
  }

  private static String body(String tenant, String method, long id) {
    return admin(tenant)
        .body("{\"name\":\"mine\"}")
        .request(method, TOKENS + "/" + id)
        .then()
        .statusCode(404)
        .extract()
        .asString();
  }

  @Test
  void onlyAnAdminWhoHasLoggedInSeesAndMakesTokens() {
    long id = create(token(READ)).getLong("data[0].id");
    viewer(tenant).get(TOKENS).then().statusCode(403);
    viewer(tenant).get(TOKENS + "/" + id).then().statusCode(403);
    viewer(tenant).body(token(READ)).post(TOKENS).then().statusCode(403);
    viewer(tenant).delete(TOKENS + "/" + id).then().statusCode(403);
    String secret = Calls.secret(tenant, TUNNELS + "=read+write", "/api/v2/audit=read+write");
    Calls.as(secret).get(TOKENS).then().statusCode(403).contentType(PROBLEM);
    Calls.as(secret)
        .contentType("application/json")
        .body(token(READ))
        .post(TOKENS)
        .then()
        .statusCode(403);
    Calls.as(secret).delete(TOKENS + "/" + id).then().statusCode(403);
    assertThat(read(id)).containsEntry("revoked", null);
  }
}
