package io.culvert.auth.api;

import static io.culvert.auth.api.Calls.AUTH;
import static io.culvert.auth.api.Calls.BYPASS;
import static io.culvert.auth.api.Calls.LOCATIONS;
import static io.culvert.auth.api.Calls.SESSIONS;
import static io.culvert.auth.api.Calls.as;
import static io.culvert.auth.api.Calls.awaitEvent;
import static io.culvert.auth.api.Calls.createLocation;
import static io.culvert.auth.api.Calls.eventsOf;
import static io.culvert.auth.api.Calls.logIn;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.culvert.contract.AuthChange;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Who may do what, and what happens at the same time, against a real database and a real broker;
 * each test is its own tenant.
 */
@QuarkusTest
@QuarkusTestResource(Backing.class)
class TenantIsolationTest {
  @Test
  void aTenantNeitherSeesNorTouchesAnothersSettings() {
    int id = createLocation("mine", "office", "203.0.113.7");
    as("admin", "yours").get(LOCATIONS).then().body("total", is(0));
    as("admin", "yours").get(LOCATIONS + "/" + id).then().statusCode(404);
    as("admin", "yours").delete(LOCATIONS + "/" + id).then().statusCode(404);
    as("admin", "yours")
        .body(Map.of("location", id, "match", "user-ip"))
        .post(BYPASS + "/networks")
        .then()
        .statusCode(400);
    as("admin", "mine").get(LOCATIONS + "/" + id).then().statusCode(200);
    as("admin", null).get(LOCATIONS).then().statusCode(403).body("status", is(403));
  }

  @Test
  void aTenantNeitherSeesNorEndsAnothersSessions() {
    logIn("mine", 7, "10.0.0.1", "ada", 60);
    logIn("yours", 7, "10.0.0.1", "bob", 60);
    String mine = as("admin", "mine").get(SESSIONS).then().extract().path("result[0].id");
    as("admin", "theirs").get(SESSIONS).then().body("total", is(0));
    as("admin", "theirs").delete(SESSIONS + "/" + mine).then().statusCode(404);
    as("admin", "theirs")
        .body(Map.of("tunnel", 7))
        .post(SESSIONS + "/revoke")
        .then()
        .statusCode(200)
        .body("result.revoked", is(0));
    // The same tunnel and address: an id means the caller's own session.
    as("admin", "yours").delete(SESSIONS + "/" + mine).then().statusCode(204);
    as("admin", "mine").get(SESSIONS).then().body("total", is(1));
    as("admin", null).get(SESSIONS).then().statusCode(403);
  }

  @Test
  void aViewerReadsAndAnAdminWrites() {
    RequestSpecification viewer = as("viewer", "roles");
    given().spec(viewer).get(AUTH).then().statusCode(200);
    given()
        .spec(viewer)
        .body(Map.of("enabled", false))
        .put(AUTH)
        .then()
        .statusCode(403)
        .contentType("application/problem+json");
    given()
        .spec(viewer)
        .body(Map.of("domains", "a.example"))
        .post(BYPASS + "/domains")
        .then()
        .statusCode(403);
    given().spec(viewer).delete(LOCATIONS + "/1").then().statusCode(403);
    as("stranger", "roles").get(AUTH).then().statusCode(403);
    given()
        .get(AUTH)
        .then()
        .statusCode(401)
        .contentType("application/problem+json")
        .header("WWW-Authenticate", "Bearer");
    given().auth().oauth2("nonsense").get(AUTH).then().statusCode(401);
  }

  @Test
  void changesAtTheSameTimeAreAllKeptAndTheirEventsAreInOrder() throws Exception {
    int writers = 8;
    List<Callable<Integer>> work =
        IntStream.range(0, writers)
            .<Callable<Integer>>mapToObj(
                i -> () -> createLocation("race", "location" + i, "10.0.0." + i))
            .toList();
    try (ExecutorService executor = Executors.newFixedThreadPool(writers)) {
      Set<Integer> ids = new java.util.HashSet<>();
      for (var future : executor.invokeAll(work)) {
        ids.add(future.get());
      }
      assertThat(ids).hasSize(writers);
    }
    awaitEvent("race", writers);
    assertThat(eventsOf("race"))
        .extracting(AuthChange::version)
        .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
  }

  @Test
  void aChangeThatChangesNothingLeavesNoEvent() {
    RequestSpecification admin = as("admin", "same");
    Map<String, String> body = Map.of("domains", "a.example");
    given().spec(admin).body(body).put(BYPASS + "/domains").then().statusCode(200);
    given().spec(admin).body(body).put(BYPASS + "/domains").then().statusCode(200);
    given().spec(admin).get(AUTH).then().body("result.version", is(1));
  }

  @Test
  void healthMetricsAndTheDescriptionAreServed() {
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> given().get("/q/health/ready").then().statusCode(200));
    given().get("/q/health/live").then().statusCode(200);
    given().get("/q/metrics").then().body(containsString("culvert_outbox_published"));
    given()
        .get("/q/openapi")
        .then()
        .body(containsString(BYPASS + "/networks"))
        .body(containsString(SESSIONS + "/revoke"))
        .body(containsString("insideTunnel"));
    as("viewer", "x")
        .get("/api/v2/authentication/nonsense")
        .then()
        .statusCode(404)
        .body("detail", not(containsString("Exception")));
  }
}
