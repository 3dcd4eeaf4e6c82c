package io.culvert.auth.api;

import static io.culvert.auth.api.Calls.SESSIONS;
import static io.culvert.auth.api.Calls.as;
import static io.culvert.auth.api.Calls.logIn;
import static io.culvert.auth.api.Calls.tombstones;
import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;

import io.culvert.contract.UserSession;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Sessions, against a real database and a real broker; each test is its own tenant. */
@QuarkusTest
@QuarkusTestResource(Backing.class)
class SessionResourceTest {
  @Test
  void whoIsLoggedInIsListedNewestFirstAndFiltered() {
    logIn("listed", 7, "10.0.0.1", "ada@example.com", 60);
    logIn("listed", 7, "10.0.0.2", "bob@example.com", 30);
    logIn("listed", 8, "2001:db8::1", "Ada@example.com", 10);
    RequestSpecification viewer = as("viewer", "listed");
    given()
        .spec(viewer)
        .get(SESSIONS)
        .then()
        .statusCode(200)
        .body("status", is(200))
        .body("total", is(3))
        .body("result.userIp", equalTo(List.of("2001:db8::1", "10.0.0.2", "10.0.0.1")))
        .body("result[2].user", is("ada@example.com"))
        .body("result[2].groups", equalTo(List.of("staff")))
        .body("result[2].tunnel", is(7))
        .body("result[2].method", is("saml"))
        .body("result[2].since", matchesPattern("\\d{4}-\\d\\d-\\d\\dT.*Z"))
        .body("result[2].until", matchesPattern("\\d{4}-\\d\\d-\\d\\dT.*Z"))
        .body("result[2].id", matchesPattern("[A-Za-z0-9_-]+"));
    given().spec(viewer).get(SESSIONS + "?user=ada").then().body("total", is(2));
    given().spec(viewer).get(SESSIONS + "?tunnel=8").then().body("total", is(1));
    given().spec(viewer).get(SESSIONS + "?ip=10.0.0.2&tunnel=7").then().body("total", is(1));
    given()
        .spec(viewer)
        .get(SESSIONS + "?limit=1&offset=1")
        .then()
        .body("total", is(3))
        .body("result.userIp", equalTo(List.of("10.0.0.2")));
    given()
        .spec(viewer)
        .get(SESSIONS + "?tunnel=x")
        .then()
        .statusCode(400)
        .body("violations.field", equalTo(List.of("tunnel")));
  }

  @Test
  void aSessionIsRevokedAtOnceAndOnlyOnce() {
    UserSession session = logIn("revoked", 7, "10.0.0.1", "ada", 60);
    RequestSpecification admin = as("admin", "revoked");
    String id = given().spec(admin).get(SESSIONS).then().extract().path("result[0].id");
    as("viewer", "revoked").delete(SESSIONS + "/" + id).then().statusCode(403);
    given().spec(admin).delete(SESSIONS + "/" + id).then().statusCode(204);
    given().spec(admin).delete(SESSIONS + "/" + id).then().statusCode(404);
    given().spec(admin).get(SESSIONS).then().body("total", is(0));
    awaitTombstones("revoked", List.of(session.key()));
    logIn("revoked", 7, "10.0.0.1", "bob", 0);
    given().spec(admin).get(SESSIONS).then().body("result.user", equalTo(List.of("bob")));
    given().spec(admin).delete(SESSIONS + "/!nonsense!").then().statusCode(404);
  }

  @Test
  void allSessionsOfAUserOrATunnelAreRevoked() {
    String first = logIn("many", 7, "10.0.0.1", "ada", 60).key();
    String second = logIn("many", 8, "10.0.0.1", "ADA", 60).key();
    String third = logIn("many", 8, "10.0.0.2", "adam", 60).key();
    logIn("many", 9, "10.0.0.3", "bob", 60);
    revoke("many", Map.of("user", "ada")).statusCode(200).body("result.revoked", is(2));
    revoke("many", Map.of("user", "ada")).statusCode(200).body("result.revoked", is(0));
    revoke("many", Map.of("tunnel", 8)).statusCode(200).body("result.revoked", is(1));
    as("viewer", "many").get(SESSIONS).then().body("result.user", equalTo(List.of("bob")));
    awaitTombstones("many", List.of(first, second, third));
    revoke("many", Map.of()).statusCode(400).body("violations.field", equalTo(List.of("user")));
    revoke("many", Map.of("user", "ada", "tunnel", 8)).statusCode(400);
    as("admin", "many").post(SESSIONS + "/revoke").then().statusCode(400);
    as("viewer", "many")
        .body(Map.of("user", "bob"))
        .post(SESSIONS + "/revoke")
        .then()
        .statusCode(403);
  }

  private static ValidatableResponse revoke(String tenant, Map<String, Object> body) {
    return as("admin", tenant).body(body).post(SESSIONS + "/revoke").then();
  }

  private static void awaitTombstones(String tenant, List<String> keys) {
    await().atMost(Duration.ofSeconds(60)).until(() -> tombstones(tenant).containsAll(keys));
  }
}
