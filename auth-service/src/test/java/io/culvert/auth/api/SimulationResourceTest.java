package io.culvert.auth.api;

import static io.culvert.auth.api.Calls.AUTH;
import static io.culvert.auth.api.Calls.BYPASS;
import static io.culvert.auth.api.Calls.as;
import static io.culvert.auth.api.Calls.createAccount;
import static io.culvert.auth.api.Calls.createLocation;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What would pass, and the categories that can be bypassed; each test is its own tenant. */
@QuarkusTest
@QuarkusTestResource(Backing.class)
class SimulationResourceTest {
  private static final String OUTSIDE = "198.51.100.7";

  @Test
  void theRuleThatDecidesIsNamed() {
    String tenant = "simulated";
    int account = createAccount(tenant, "idp");
    int printers = createLocation(tenant, "printers", "10.0.1.0/24");
    int branch = createLocation(tenant, "branch", "203.0.113.1-203.0.113.9");
    put(tenant, "", Map.of("enabled", true, "account", account, "webPorts", List.of(80, 443)));
    put(tenant, "/bypass/domains", Map.of("domains", "example.com, *.example.org"));
    put(tenant, "/bypass/categories", Map.of("categories", "health"));
    put(
        tenant,
        "/bypass/networks",
        Map.of(
            "networks",
            List.of(
                Map.of("location", printers, "match", "user-ip"),
                Map.of("location", branch, "match", "egress-ip"))));

    simulate(tenant, "10.0.1.7", OUTSIDE, "https://any.example:22/")
        .body("result.outcome", is("bypass"))
        .body("result.rule", equalTo(rule("user-ip", "10.0.1.0/24", "printers")));
    simulate(tenant, "10.0.0.7", "203.0.113.9", "http://any.example/")
        .body("result.rule", equalTo(rule("egress-ip", "203.0.113.1-203.0.113.9", "branch")));
    simulate(tenant, "10.0.0.7", OUTSIDE, "https://www.EXAMPLE.org./a")
        .body("result.rule", equalTo(Map.of("type", "domain", "value", "*.example.org")))
        .body("result.explanation", containsString("*.example.org"));
    simulate(tenant, "10.0.0.7", OUTSIDE, "www.nhs.uk")
        .body("result.rule", equalTo(Map.of("type", "category", "value", "Health")));
    simulate(tenant, "10.0.0.7", OUTSIDE, "https://www.netflix.com/")
        .body("result.outcome", is("login"))
        .body("result.rule", equalTo(Map.of("type", "none")))
        .body("result.categories", equalTo(List.of("Streaming media")));
    simulate(tenant, "10.0.0.7", OUTSIDE, "https://example.com:8443/")
        .body("result.outcome", is("login"))
        .body("result.rule", equalTo(Map.of("type", "not-a-web-port", "value", "8443")));
  }

  @Test
  void everythingPassesWhileAuthenticationIsOff() {
    simulate("never-set", "10.0.0.7", "2001:db8::1", "https://192.0.2.1/")
        .body("status", is(200))
        .body("result.outcome", is("pass"))
        .body("result.rule.type", is("authentication-off"))
        .body("result.rule.value", nullValue());
  }

  @Test
  void everyFieldAtFaultIsTold() {
    as("viewer", "faults")
        .body(Map.of("userIp", "10.0.0", "url", "ftp://me@example.com:99999/"))
        .post(BYPASS + "/simulate")
        .then()
        .statusCode(400)
        .body("violations.field", equalTo(List.of("userIp", "egressIp", "url", "url", "url")))
        .body("violations.message", hasItem("must begin with http:// or https://"));
    as("viewer", "faults").post(BYPASS + "/simulate").then().statusCode(400);
    as("operator", "faults").body("{}").post(BYPASS + "/simulate").then().statusCode(403);
  }

  @Test
  void categoriesAreSearchedAndPaged() {
    RequestSpecification viewer = as("viewer", "categories-known");
    given()
        .spec(viewer)
        .get(AUTH + "/categories?search=S&limit=2&offset=1")
        .then()
        .statusCode(200)
        .body("result.size()", is(2));
    given()
        .spec(viewer)
        .get(AUTH + "/categories?search=HEAL")
        .then()
        .body("total", is(1))
        .body("result", equalTo(List.of("Health")));
    given().spec(viewer).get(AUTH + "/categories?limit=0").then().statusCode(400);
  }

  @Test
  void aCategoryThatIsNotKnownIsRefusedWithAHint() {
    as("admin", "categories-unknown")
        .body(Map.of("categories", List.of("Health", "Helth")))
        .put(BYPASS + "/categories")
        .then()
        .statusCode(400)
        .body("violations.field", equalTo(List.of("categories")))
        .body("violations[0].message", containsString("'Helth'"))
        .body("violations[0].message", containsString("/api/v2/authentication/categories"));
  }

  private static ValidatableResponse simulate(
      String tenant, String userIp, String egressIp, String url) {
    return as("viewer", tenant)
        .body(Map.of("userIp", userIp, "egressIp", egressIp, "url", url))
        .post(BYPASS + "/simulate")
        .then()
        .statusCode(200);
  }

  private static void put(String tenant, String path, Map<String, Object> body) {
    as("admin", tenant).body(body).put(AUTH + path).then().statusCode(200);
  }

  private static Map<String, String> rule(String type, String value, String location) {
    return Map.of("type", type, "value", value, "location", location);
  }
}
