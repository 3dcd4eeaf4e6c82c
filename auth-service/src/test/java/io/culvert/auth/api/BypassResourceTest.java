package io.culvert.auth.api;

import static io.culvert.auth.api.Calls.BYPASS;
import static io.culvert.auth.api.Calls.LOCATIONS;
import static io.culvert.auth.api.Calls.as;
import static io.culvert.auth.api.Calls.awaitEvent;
import static io.culvert.auth.api.Calls.createLocation;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;

import io.culvert.contract.AuthChange;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Bypass rules and the locations they use, against a real database and a real broker; each test is
 * its own tenant.
 */
@QuarkusTest
@QuarkusTestResource(Backing.class)
class BypassResourceTest {
  @Test
  void domainsAreAWholeListOrItems() {
    RequestSpecification admin = as("admin", "domains");
    given()
        .spec(admin)
        .body("{\"domains\":\"Example.com, *.example.org\"}")
        .put(BYPASS + "/domains")
        .then()
        .statusCode(200)
        .body("total", is(2))
        .body("result", equalTo(List.of("example.com", "*.example.org")));
    given()
        .spec(admin)
        .body(Map.of("domains", List.of("bücher.example")))
        .post(BYPASS + "/domains")
        .then()
        .statusCode(201)
        .body("result[2]", is("xn--bcher-kva.example"));
    given().spec(admin).delete(BYPASS + "/domains/{name}", "*.example.org").then().statusCode(204);
    given().spec(admin).delete(BYPASS + "/domains/{name}", "*.example.org").then().statusCode(404);
    given()
        .spec(admin)
        .body(Map.of("domains", List.of("a.example", "no")))
        .put(BYPASS + "/domains")
        .then()
        .statusCode(400)
        .body("violations.field", equalTo(List.of("domains[1]")));
    assertThat(awaitEvent("domains", 3).bypassDomains())
        .containsExactly("example.com", "xn--bcher-kva.example");
  }

  @Test
  void categoriesAreAWholeListOrItems() {
    RequestSpecification admin = as("admin", "categories");
    given()
        .spec(admin)
        .body(Map.of("categories", List.of("Health", "News")))
        .put(BYPASS + "/categories")
        .then()
        .statusCode(200)
        .body("total", is(2));
    given()
        .spec(admin)
        .body(Map.of("categories", "health, Sport"))
        .post(BYPASS + "/categories")
        .then()
        .statusCode(201)
        .body("result", equalTo(List.of("Health", "News", "Sport")));
    given().spec(admin).delete(BYPASS + "/categories/NEWS").then().statusCode(204);
    given().spec(admin).body("{}").put(BYPASS + "/categories").then().statusCode(400);
    given()
        .spec(admin)
        .get(BYPASS + "/categories")
        .then()
        .body("result", equalTo(List.of("Health", "Sport")));
  }

  @Test
  void aNetworkLocationInUseCannotBeRemoved() {
    RequestSpecification admin = as("admin", "networks");
    int id = createLocation("networks", "office", "203.0.113.0/24, 198.51.100.1-198.51.100.9");
    given()
        .spec(admin)
        .body(Map.of("location", id, "match", "egress-ip"))
        .post(BYPASS + "/networks")
        .then()
        .statusCode(201)
        .body("result[0].match", is("egress-ip"));
    given()
        .spec(admin)
        .body(Map.of("location", id, "match", "user-ip"))
        .post(BYPASS + "/networks")
        .then()
        .statusCode(409);
    given().spec(admin).delete(LOCATIONS + "/" + id).then().statusCode(409);
    AuthChange event = awaitEvent("networks", 2);
    assertThat(event.bypassNetworks())
        .containsExactly(
            new AuthChange.BypassNetwork(
                "office",
                AuthChange.BypassNetwork.Match.EGRESS_IP,
                List.of("203.0.113.0/24", "198.51.100.1-198.51.100.9")));
    given().spec(admin).delete(BYPASS + "/networks/" + id).then().statusCode(204);
    given().spec(admin).delete(LOCATIONS + "/" + id).then().statusCode(204);
    given().spec(admin).get(LOCATIONS).then().body("result", empty());
  }

  @Test
  void everyMistakeInANetworkListIsTold() {
    int id = createLocation("lists", "office", "203.0.113.7");
    List<Map<String, Object>> networks =
        List.of(Map.of("location", id, "match", "both"), Map.of("match", "user-ip"));
    as("admin", "lists")
        .body(Map.of("networks", networks))
        .put(BYPASS + "/networks")
        .then()
        .statusCode(400)
        .body("violations.field", equalTo(List.of("networks[0].match", "networks[1].location")));
    as("admin", "lists")
        .body(Map.of("networks", List.of(Map.of("location", 99, "match", "user-ip"))))
        .put(BYPASS + "/networks")
        .then()
        .statusCode(400)
        .body("violations.field", equalTo(List.of("networks[0].location")));
  }

  @Test
  void locationsAreSearchedAndPaged() {
    createLocation("search", "Head office", "203.0.113.7");
    createLocation("search", "printers", "10.0.0.0/24");
    createLocation("search", "phones", "10.0.1.0/24");
    RequestSpecification viewer = as("viewer", "search");
    given()
        .spec(viewer)
        .get(LOCATIONS + "?search=OFFICE")
        .then()
        .body("result.name", equalTo(List.of("Head office")));
    given()
        .spec(viewer)
        .get(LOCATIONS + "?search=10.0&limit=1&offset=1")
        .then()
        .body("total", is(2))
        .body("result.name", equalTo(List.of("phones")));
    given()
        .spec(viewer)
        .get(LOCATIONS + "?limit=0&offset=x")
        .then()
        .statusCode(400)
        .body("violations.field", equalTo(List.of("limit", "offset")));
    as("admin", "search")
        .body(Map.of("name", "x", "ranges", List.of("10.0.0.1", "10.0.0.1/8")))
        .post(LOCATIONS)
        .then()
        .statusCode(400)
        .body("violations.field", equalTo(List.of("ranges[1]")));
  }
}
