package io.culvert.config;

import static io.culvert.config.Calls.TUNNELS;
import static io.culvert.config.Calls.admin;
import static io.culvert.config.Calls.as;
import static io.culvert.config.Calls.operator;
import static io.culvert.config.Calls.pop;
import static io.culvert.config.Calls.tenant;
import static io.culvert.config.Calls.tunnel;
import static io.culvert.config.Calls.viewer;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** POST of a tunnel: the documented shapes, and what is refused. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class TunnelCreateTest {
  private static @Nullable String shared;

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

  static Stream<Arguments> invalidFields() {
    return Stream.of(
        arguments("site", "null", "site"),
        arguments("site", "\"\"", "site"),
        arguments("site", "\"   \"", "site"),
        arguments("site", "7", "site"),
        arguments("site", "\"" + "s".repeat(256) + "\"", "site"),
        arguments("site", "\"a\\u0000b\"", "site"),
        arguments("srcidentity", "null", "srcidentity"),
        arguments("srcidentity", "\"*.example.com\"", "srcidentity"),
        arguments("srcidentity", "\"300.1.1.1\"", "srcidentity"),
        arguments("srcidentity", "[]", "srcidentity"),
        arguments("srcipidentity", "\"router.example.com\"", "srcipidentity"),
        arguments("srcipidentity", "\"0.0.0.0\"", "srcipidentity"),
        arguments("srcipidentity", "true", "srcipidentity"),
        arguments("psk", "null", "psk"),
        arguments("psk", "\"1234567\"", "psk"),
        arguments("psk", "\"" + "p".repeat(257) + "\"", "psk"),
        arguments("psk", "12345678", "psk"),
        arguments("psk", "\"12345678\\u0007\"", "psk"),
        arguments("encryption", "null", "encryption"),
        arguments("encryption", "\"DES\"", "encryption"),
        arguments("encryption", "{}", "encryption"),
        arguments("pops", "null", "pops"),
        arguments("pops", "[]", "pops"),
        arguments("pops", "\"sfo1\"", "pops"),
        arguments("pops", "[\"no-such-pop\"]", "pops[0]"),
        arguments("pops", "[1]", "pops[0]"),
        arguments("pops", "[\"a\",\"b\",\"c\"]", "pops"),
        arguments("bandwidth", "\"50\"", "bandwidth"),
        arguments("bandwidth", "0", "bandwidth"),
        arguments("bandwidth", "-1", "bandwidth"),
        arguments("bandwidth", "50.5", "bandwidth"),
        arguments("bandwidth", "1e400", "bandwidth"),
        arguments("bandwidth", "251", "bandwidth"),
        arguments("enable", "\"yes\"", "enable"),
        arguments("enabled", "1", "enabled"),
        arguments("notes", "5", "notes"),
        arguments("notes", "\"" + "n".repeat(4097) + "\"", "notes"),
        arguments("vendor", "false", "vendor"),
        arguments("template", "[]", "template"),
        arguments("sourcetype", "\"Toaster\"", "sourcetype"),
        arguments("options", "[]", "options"),
        arguments("options", "{\"rekey\":\"no\"}", "options.rekey"),
        arguments("options", "{\"reauth\":0}", "options.reauth"),
        arguments("options", "{\"xff\":true}", "options.xff"),
        arguments("options", "{\"xff\":{\"iplist\":[\"192.0.2.1\"]}}", "options.xff.iplist"),
        arguments(
            "options",
            "{\"xff\":{\"enable\":true,\"iplist\":[\"192.0.2.1\",\"x\"]}}",
            "options.xff.iplist[1]"));
  }

  @ParameterizedTest
  @MethodSource("invalidFields")
  void invalidFieldIsNamed(String field, String value, String violation) {
    String answer =
        admin("demo")
            .body(with(tunnel(sharedPop()), field, value))
            .post(TUNNELS)
            .then()
            .statusCode(400)
            .contentType("application/problem+json")
            .body("status", equalTo(400))
            .body("title", equalTo("Bad Request"))
            .body("violations.field", contains(violation))
            .extract()
            .asString();
    if (field.equals("psk")) {
      assertThat(answer).doesNotContain("1234567").doesNotContain("ppp");
    }
  }

  @Test
  void everyViolationIsToldAtOnce() {
    admin("demo")
        .body("{\"bandwidth\":\"x\",\"pops\":[\"nope\",\"nope\"],\"options\":{\"rekey\":1}}")
        .post(TUNNELS)
        .then()
        .statusCode(400)
        .body(
            "violations.field",
            containsInAnyOrder(
                "site",
                "srcidentity",
                "psk",
                "encryption",
                "bandwidth",
                "pops[0]",
                "pops[1]",
                "options.rekey"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{", "[]", "\"x\"", "null", "{} {}", "{\"site\":\"a\",\"site\":\"b\"}", "{'a':1}"})
  void bodyThatIsNoJsonObjectIsRefused(String body) {
    admin("demo")
        .body(body)
        .post(TUNNELS)
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body("violations.field", contains("body"));
  }

  @Test
  void deeplyNestedBodyIsRefused() {
    admin("demo").body("[".repeat(30_000)).post(TUNNELS).then().statusCode(400);
  }

  @Test
  void emptyBodyIsRefused() {
    admin("demo").post(TUNNELS).then().statusCode(400).body("violations.field", contains("body"));
  }

  @Test
  void tooLargeBodyIsRefused() {
    admin("demo")
        .body("{\"notes\":\"" + "n".repeat(70_000) + "\"}")
        .post(TUNNELS)
        .then()
        .statusCode(413)
        .contentType("application/problem+json");
  }

  @Test
  void bodyOfAnotherTypeIsRefused() {
    as(Tokens.of("demo", "admin"))
        .contentType("text/plain")
        .body("hello")
        .post(TUNNELS)
        .then()
        .statusCode(415)
        .contentType("application/problem+json");
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

  /** One POP for the tests that need any. */
  private static synchronized String sharedPop() {
    if (shared == null) {
      shared = pop();
    }
    return shared;
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

  /** The JSON with one field set. */
  private static String with(String json, String field, String value) {
    String without = json.replaceAll("\"" + field + "\":(\"[^\"]*\"|\\[[^]]*]|[^,}]*),?", "");
    String open = without.strip().replaceFirst(",?\\s*}$", "");
    return open + ",\"" + field + "\":" + value + "}";
  }
}
