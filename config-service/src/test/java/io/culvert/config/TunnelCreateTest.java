package io.culvert.config;

import static io.culvert.config.Calls.TUNNELS;
import static io.culvert.config.Calls.admin;
import static io.culvert.config.Calls.as;
import static io.culvert.config.Calls.operator;
import static io.culvert.config.Calls.pop;
import static io.culvert.config.Calls.sharedPop;
import static io.culvert.config.Calls.tenant;
import static io.culvert.config.Calls.tunnel;
import static io.culvert.config.Calls.viewer;
import static io.culvert.config.Calls.with;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** POST of a tunnel: the documented shapes, and what is refused. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class TunnelCreateTest {
  @Test
  void documentedRequestIsAnsweredInTheDocumentedShape() {
    String tenant = tenant();
    String first = pop();
    String second = pop();
    admin(tenant)
        .body(
            """
            {"site":"remotesite1","srcidentity":"192.168.1.1","srcipidentity":"192.168.1.1",
             "psk":"only-known-to-the-two-ends","encryption":"AES128-CBC","pops":["%s","%s"],
             "bandwidth":50,"notes":"n","vendor":"v","sourcetype":"Mixed","template":"t","enable":true,
             "options":{"rekey":false,"reauth":false,"xff":{"enable":true,"iplist":["192.168.1.1"]}}}
            """
                .formatted(first, second))
        .post(TUNNELS)
        .then()
        .statusCode(201)
        .header("ETag", "\"1\"")
        .body("status", equalTo(201))
        .body("result", equalTo("tunnel created successfully"))
        .body("data", hasSize(1))
        .body("data[0].site", equalTo("remotesite1"))
        .body("data[0].enabled", equalTo(true))
        .body("data[0].pops", hasSize(2))
        .body("data[0].pops[0].name", equalTo(first))
        .body("data[0].pops[0].primary", equalTo(true))
        .body("data[0].pops[0].gateway", containsString("192.0.2."))
        .body("data[0].pops[0].probeip", containsString("10.140.6."))
        .body("data[0].pops[0].status", equalTo("unknown"))
        .body("data[0].pops[0].since", equalTo("unknown"))
        .body("data[0].pops[0].throughput", equalTo("unknown"))
        .body("data[0].pops[1].name", equalTo(second))
        .body("data[0].pops[1].primary", equalTo(false))
        .body("data[0].vendor", equalTo("v"))
        .body("data[0].template", equalTo("t"))
        .body("data[0].sourcetype", equalTo("Mixed"))
        .body("data[0].notes", equalTo("n"))
        .body("data[0].bandwidth", equalTo(50))
        .body("data[0].encryption", equalTo("AES128-CBC"))
        .body("data[0].srcidentity", equalTo("192.168.1.1"))
        .body("data[0].srcipidentity", equalTo("192.168.1.1"))
        .body("data[0].options.rekey", equalTo(false))
        .body("data[0].options.reauth", equalTo(false))
        .body("data[0].options.xff.enabled", equalTo(true))
        .body("data[0].options.xff.iplist[0]", equalTo("192.168.1.1"))
        .body("data[0].version", equalTo(1))
        .body("data[0].status", nullValue())
        .body("warnings", nullValue())
        .body(not(containsString("only-known-to-the-two-ends")));
  }

  @Test
  void onePopAndAShortKeyAreWarnedAbout() {
    String json =
        admin(tenant())
            .body(tunnel(pop()).replaceFirst("a very long secret number", "short key"))
            .post(TUNNELS)
            .then()
            .statusCode(201)
            .body("warnings", hasSize(2))
            .extract()
            .asString();
    assertThat(json).contains("failover").contains("psk");
  }

  @Test
  void tunnelMayBeMadeDisabledByEitherSpelling() {
    String tenant = tenant();
    for (String field : List.of("enable", "enabled")) {
      admin(tenant)
          .body(with(tunnel(pop(), pop()), field, "false"))
          .post(TUNNELS)
          .then()
          .statusCode(201)
          .body("data[0].enabled", equalTo(false));
    }
  }

  @Test
  void samePopTwiceIsRefused() {
    String pop = pop();
    admin("demo")
        .body(tunnel(pop, pop))
        .post(TUNNELS)
        .then()
        .statusCode(400)
        .body("violations.field", contains("pops[1]"));
  }

  @Test
  void popThatIsNotAcceptingTunnelsIsRefused() {
    admin("demo")
        .body(tunnel(pop(",\"acceptingTunnels\":false")))
        .post(TUNNELS)
        .then()
        .statusCode(400)
        .body("violations[0].field", equalTo("pops[0]"))
        .body("violations[0].message", containsString("not accepting"));
  }

  @Test
  void bandwidthAbove250IsAcceptedWhereBothPopsOfferIt() {
    String big = pop(",\"bandwidths\":[250,1000]");
    String bigger = pop(",\"bandwidths\":[2000]");
    admin("demo")
        .body(with(tunnel(big, bigger), "bandwidth", "1000"))
        .post(TUNNELS)
        .then()
        .statusCode(201);
    admin("demo")
        .body(with(tunnel(big, bigger), "bandwidth", "1001"))
        .post(TUNNELS)
        .then()
        .statusCode(400)
        .body("violations.field", contains("bandwidth"));
  }

  @Test
  void popsOfOneMetroAndReleaseDayNeedForce() {
    String place = ",\"latitude\":-45.0,\"longitude\":-170.0,\"releaseDeploymentDay\":\"Day-X\"";
    String first = twinPop(place);
    String second = twinPop(place);
    String json = tunnel(first, second);
    admin("demo")
        .body(json)
        .post(TUNNELS)
        .then()
        .statusCode(409)
        .contentType("application/problem+json")
        .body("detail", containsString("same metro"))
        .body("violations.field", contains("pops"));
    admin("demo").queryParam("force", "true").body(json).post(TUNNELS).then().statusCode(201);
  }

  @Test
  void siteOfTheSameTenantIsTakenAndOfAnotherTenantIsFree() {
    String tenant = tenant();
    String other = tenant();
    admin(tenant)
        .body(with(tunnel(sharedPop()), "site", "\"hq\""))
        .post(TUNNELS)
        .then()
        .statusCode(201);
    admin(tenant)
        .body(with(tunnel(sharedPop()), "site", "\"hq\""))
        .post(TUNNELS)
        .then()
        .statusCode(409)
        .body("violations.field", contains("site"));
    admin(other)
        .body(with(tunnel(sharedPop()), "site", "\"hq\""))
        .post(TUNNELS)
        .then()
        .statusCode(201);
  }

  @Test
  void identityAndKeyAreUniqueOverAllTenantsAndTheAnswerDoesNotTellWhose() {
    String tenant = tenant();
    String other = tenant();
    admin(tenant)
        .body(
            with(
                with(tunnel(sharedPop()), "srcidentity", "\"Hub.example.org\""),
                "psk",
                "\"one and the same key\""))
        .post(TUNNELS)
        .then()
        .statusCode(201);
    admin(other)
        .body(with(tunnel(sharedPop()), "srcidentity", "\"hub.example.ORG.\""))
        .post(TUNNELS)
        .then()
        .statusCode(409)
        .body("violations.field", contains("srcidentity"))
        .body(not(containsString(tenant)));
    admin(other)
        .body(with(tunnel(sharedPop()), "psk", "\"one and the same key\""))
        .post(TUNNELS)
        .then()
        .statusCode(409)
        .body("violations.field", contains("psk"))
        .body(not(containsString(tenant)))
        .body(not(containsString("one and the same")));
  }

  @Test
  void tenantWithoutLicenceIsRefused() {
    String tenant = "unlicensed-" + Calls.next();
    operator()
        .body("{\"id\":\"%s\",\"name\":\"U\"}".formatted(tenant))
        .post(Calls.TENANTS)
        .then()
        .statusCode(201);
    admin(tenant)
        .body(tunnel(sharedPop()))
        .post(TUNNELS)
        .then()
        .statusCode(403)
        .body("title", equalTo("Licence missing"))
        .body("detail", containsString("secure-web-gateway"));
  }

  @Test
  void tenantNobodyMadeIsRefusedAndNotMade() {
    admin("stranger")
        .body(tunnel(sharedPop()))
        .post(TUNNELS)
        .then()
        .statusCode(403)
        .body("detail", containsString("not known"));
    admin("stranger").get(TUNNELS).then().statusCode(403);
  }

  @Test
  void callerWithoutValidTokenIsRefused() {
    given()
        .contentType("application/json")
        .body("{}")
        .post(TUNNELS)
        .then()
        .statusCode(401)
        .header("WWW-Authenticate", "Bearer")
        .contentType("application/problem+json");
    as("garbage").get(TUNNELS).then().statusCode(401).contentType("application/problem+json");
    as(Tokens.expired()).get(TUNNELS).then().statusCode(401);
  }

  @Test
  void callerWithoutTheRightRoleOrTenantIsRefused() {
    viewer("demo")
        .body(tunnel(sharedPop()))
        .post(TUNNELS)
        .then()
        .statusCode(403)
        .contentType("application/problem+json");
    as(Tokens.withoutTenant("admin"))
        .contentType("application/json")
        .body(tunnel(sharedPop()))
        .post(TUNNELS)
        .then()
        .statusCode(403)
        .body("detail", containsString("tenant"));
    as(Tokens.of("demo", "other")).get(TUNNELS).then().statusCode(403);
  }

  private static String twinPop(String place) {
    String name = "twin" + Calls.next();
    operator()
        .body(
            "{\"name\":\"%s\",\"region\":\"NZ\",\"location\":\"X\",\"gateways\":[\"192.0.2.9\"]%s}"
                .formatted(name, place))
        .post(Calls.OPERATOR_POPS)
        .then()
        .statusCode(201);
    return name;
  }
}
