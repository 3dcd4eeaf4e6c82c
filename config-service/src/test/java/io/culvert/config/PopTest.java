package io.culvert.config;

import static io.culvert.config.Calls.OPERATOR_POPS;
import static io.culvert.config.Calls.POPS;
import static io.culvert.config.Calls.admin;
import static io.culvert.config.Calls.createTunnel;
import static io.culvert.config.Calls.operator;
import static io.culvert.config.Calls.pop;
import static io.culvert.config.Calls.tenant;
import static io.culvert.config.Calls.tunnel;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** POPs, as tenants and as operators see them. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class PopTest {
  private static String at(String prefix, String latitude, String longitude) {
    String name = prefix + Calls.next();
    operator()
        .body(
            """
            {"name":"%s","region":"FJ","location":"Somewhere","latitude":%s,"longitude":%s,
             "gateways":["192.0.2.9"]}
            """
                .formatted(name, latitude, longitude))
        .post(OPERATOR_POPS)
        .then()
        .statusCode(201);
    return name;
  }

  @Test
  void theClosestPopComesFirstAlsoAcrossTheDateLine() {
    String far = at("island", "10", "-160");
    String near = at("island", "10", "-179");
    admin("demo")
        .queryParam("lat", "10")
        .queryParam("long", "179")
        .queryParam("region", "FJ")
        .get(POPS)
        .then()
        .statusCode(200)
        .body("total", equalTo(2))
        .body("result.name", contains(near, far))
        .body("result[0].distance", equalTo("136 miles"));
  }

  @Test
  void aPopHasTheDocumentedShape() {
    String name = pop();
    String id =
        admin("demo")
            .queryParam("name", name)
            .get(POPS)
            .then()
            .body("result[0].acceptingtunnels", equalTo(true))
            .body("result[0].options.phase1.ikeversion", equalTo("2"))
            .body("result[0].options.phase1.dhgroup", equalTo("14, 15, 16, 18"))
            .body("result[0].options.phase2.pfs", equalTo(true))
            .body("result[0].options.phase2.salifetime", equalTo("2h"))
            .extract()
            .path("result[0].id");
    admin("demo")
        .get(POPS + "/" + id)
        .then()
        .statusCode(200)
        .body("total", equalTo(1))
        .body("result[0].name", equalTo(name));
    admin("demo").get(POPS + "/0xFFFF").then().statusCode(404);
  }

  @Test
  void aPlaceThatIsNoneIsToldByName() {
    admin("demo")
        .queryParam("lat", "91")
        .queryParam("long", "x")
        .get(POPS)
        .then()
        .statusCode(400)
        .body("violations.field.sort()", contains("lat", "long"));
  }

  @Test
  void onlyOperatorsMakeChangeAndDeletePops() {
    admin("demo").body("{}").post(OPERATOR_POPS).then().statusCode(403);
    admin("demo").body("{}").patch(OPERATOR_POPS + "/x").then().statusCode(403);
    admin("demo").delete(OPERATOR_POPS + "/x").then().statusCode(403);
  }

  @Test
  void aPopOfATunnelCannotBeDeletedAndAnotherCan() {
    String used = pop();
    createTunnel(tenant(), tunnel(used));
    operator().delete(OPERATOR_POPS + "/" + used).then().statusCode(409);
    String free = pop();
    operator().delete(OPERATOR_POPS + "/" + free).then().statusCode(200);
    operator().get(OPERATOR_POPS + "/" + free).then().statusCode(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nowhere", "NOWHERE", "%00", "a%00b", "%C3%A9"})
  void aPopThatIsNotThereIsNeitherSeenNorChangedNorDeleted(String name) {
    String path = OPERATOR_POPS + "/" + name;
    for (String method : List.of("GET", "PATCH", "DELETE")) {
      operator()
          .urlEncodingEnabled(false)
          .body("{\"acceptingTunnels\":false}")
          .request(method, path)
          .then()
          .statusCode(404)
          .contentType("application/problem+json");
    }
  }

  @Test
  void aPublicKeyThatIsNoneIsRefused() {
    String name = pop();
    operator()
        .body("{\"publicKey\":\"bm90IGEga2V5\"}")
        .patch(OPERATOR_POPS + "/" + name)
        .then()
        .statusCode(400)
        .body("violations.field", hasItem("publicKey"));
  }
}
