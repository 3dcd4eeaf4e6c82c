package io.culvert.config;

import static io.culvert.config.Calls.TUNNELS;
import static io.culvert.config.Calls.admin;
import static io.culvert.config.Calls.as;
import static io.culvert.config.Calls.sharedPop;
import static io.culvert.config.Calls.tunnel;
import static io.culvert.config.Calls.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** POST of a tunnel: every field and every body that is wrong is told, by name. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class TunnelBodyTest {
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
}
