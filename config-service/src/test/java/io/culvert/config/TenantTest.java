package io.culvert.config;

import static io.culvert.config.Calls.TENANTS;
import static io.culvert.config.Calls.TUNNELS;
import static io.culvert.config.Calls.admin;
import static io.culvert.config.Calls.createTunnel;
import static io.culvert.config.Calls.operator;
import static io.culvert.config.Calls.sharedPop;
import static io.culvert.config.Calls.tenant;
import static io.culvert.config.Calls.tunnel;
import static io.culvert.config.Calls.viewer;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tenants, which the operator alone makes, sees and changes. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class TenantTest {
  private static final String PROBLEM = "application/problem+json";
  private static final String LICENSED = "{\"licences\":[\"secure-web-gateway\"]}";
  private static final String UNLICENSED = "{\"licences\":[]}";

  /** The tenant as the list has it; empty when it does not. */
  static Map<String, Object> listed(String id) {
    List<Map<String, Object>> found = new ArrayList<>();
    for (int offset = 0, total = 1; offset < total; offset += 100) {
      var page =
          operator()
              .queryParam("offset", offset)
              .get(TENANTS)
              .then()
              .statusCode(200)
              .extract()
              .jsonPath();
      total = page.getInt("total");
      found.addAll(page.getList("result"));
    }
    return found.stream().filter(one -> id.equals(one.get("id"))).findFirst().orElse(Map.of());
  }

  @Test
  void aNewTenantIsAnsweredAndListedAsItWasAskedFor() {
    String id = "Acme.Corp_" + Calls.next();
    Map<String, Object> made =
        operator()
            .body(
                "{\"id\":\"%s\",\"name\":\"Acme é\",\"licences\":[\"b-2\",\"a\",\"b-2\"]}"
                    .formatted(id))
            .post(TENANTS)
            .then()
            .statusCode(201)
            .body("status", equalTo(201))
            .body("result", equalTo("tenant created successfully"))
            .body("data", hasSize(1))
            .body("warnings", nullValue())
            .extract()
            .jsonPath()
            .getMap("data[0]");
    assertThat(made)
        .containsOnlyKeys("id", "name", "licences", "created", "licenceGrace")
        .containsEntry("licenceGrace", "PT168H")
        .containsEntry("id", id)
        .containsEntry("name", "Acme é")
        .containsEntry("licences", List.of("b-2", "a"));
    assertThat(Duration.between(Instant.parse((String) made.get("created")), Instant.now()).abs())
        .isLessThan(Duration.ofMinutes(1));
    assertThat(listed(id)).isEqualTo(made);
  }

  @Test
  void aTenantWithoutLicencesNeedsNoListOfThem() {
    operator()
        .body("{\"id\":\"plain-%d\",\"name\":\"P\"}".formatted(Calls.next()))
        .post(TENANTS)
        .then()
        .statusCode(201)
        .body("data[0].licences", hasSize(0));
  }

  @Test
  void onlyTheOperatorMakesSeesAndChangesTenants() {
    String id = tenant();
    Map<String, Object> before = listed(id);
    String fresh = "not-made-" + Calls.next();
    for (RequestSpecification caller : List.of(admin(id), viewer(id))) {
      caller
          .body("{\"id\":\"%s\",\"name\":\"N\"}".formatted(fresh))
          .post(TENANTS)
          .then()
          .statusCode(403)
          .contentType(PROBLEM)
          .body("status", equalTo(403))
          .body("title", equalTo("Forbidden"))
          .body("detail", containsString("roles"));
    }
    admin(id).get(TENANTS).then().statusCode(403).contentType(PROBLEM);
    viewer(id).get(TENANTS).then().statusCode(403).contentType(PROBLEM);
    admin(id).body("{\"name\":\"Mine\"}").patch(TENANTS + "/" + id).then().statusCode(403);
    viewer(id).body(UNLICENSED).patch(TENANTS + "/" + id).then().statusCode(403);
    assertThat(listed(fresh)).isEmpty();
    assertThat(listed(id)).isEqualTo(before);
  }

  @Test
  void withoutATokenNothingIsToldOfTenants() {
    given().get(TENANTS).then().statusCode(401).contentType(PROBLEM);
    given().contentType("application/json").body("{}").post(TENANTS).then().statusCode(401);
    given().contentType("application/json").body("{}").patch(TENANTS + "/x").then().statusCode(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nobody-has-this-id", "a b", "%27%20or%201=1", "%00", "a%00b", "%C3%A9"})
  void aTenantThatIsNotThereCannotBeChanged(String id) {
    operator()
        .urlEncodingEnabled(false)
        .body(UNLICENSED)
        .patch(TENANTS + "/" + id.replace(" ", "%20"))
        .then()
        .statusCode(404)
        .contentType(PROBLEM)
        .body("status", equalTo(404))
        .body("title", equalTo("Not Found"));
  }

  @Test
  void anIdThatIsTakenIsAConflictAndTheTenantStaysAsItWas() {
    String id = tenant();
    Map<String, Object> before = listed(id);
    operator()
        .body("{\"id\":\"%s\",\"name\":\"Another\"}".formatted(id))
        .post(TENANTS)
        .then()
        .statusCode(409)
        .contentType(PROBLEM)
        .body("status", equalTo(409))
        .body("violations.field", contains("id"));
    assertThat(listed(id)).isEqualTo(before);
  }

  @Test
  void aPageThatIsNoneIsToldByName() {
    operator()
        .queryParam("limit", 0)
        .queryParam("offset", "x")
        .get(TENANTS)
        .then()
        .statusCode(400)
        .contentType(PROBLEM)
        .body("violations.field.sort()", contains("limit", "offset"));
    operator()
        .queryParam("limit", 1)
        .get(TENANTS)
        .then()
        .statusCode(200)
        .body("result", hasSize(1));
  }

  @Test
  void onlyTheFieldThatIsSentChanges() {
    String id = tenant();
    Map<String, Object> expected = new HashMap<>(listed(id));
    operator()
        .body("{\"name\":\"Renamed\"}")
        .patch(TENANTS + "/" + id)
        .then()
        .statusCode(200)
        .body("result", equalTo("tenant updated successfully"))
        .body("data[0].name", equalTo("Renamed"));
    expected.put("name", "Renamed");
    assertThat(listed(id)).isEqualTo(expected);
    operator()
        .body("{\"licences\":[\"secure-web-gateway\",\"x\"]}")
        .patch(TENANTS + "/" + id)
        .then()
        .statusCode(200);
    expected.put("licences", List.of("secure-web-gateway", "x"));
    assertThat(listed(id)).isEqualTo(expected);
    operator().body("{}").patch(TENANTS + "/" + id).then().statusCode(200);
    assertThat(listed(id)).isEqualTo(expected);
  }

  @Test
  void aLicenceThatGoesLeavesWhatIsThereAndAllowsNoMoreUntilItComesBack() {
    String id = tenant();
    long kept = createTunnel(id, tunnel(sharedPop()));
    operator().body(UNLICENSED).patch(TENANTS + "/" + id).then().statusCode(200);
    String another = tunnel(sharedPop());
    admin(id)
        .body(another)
        .post(TUNNELS)
        .then()
        .statusCode(403)
        .contentType(PROBLEM)
        .body("title", equalTo("Licence missing"));
    admin(id).get(TUNNELS).then().statusCode(200).body("result.id", contains((int) kept));
    operator().body(LICENSED).patch(TENANTS + "/" + id).then().statusCode(200);
    admin(id).body(another).post(TUNNELS).then().statusCode(201);
  }
}
