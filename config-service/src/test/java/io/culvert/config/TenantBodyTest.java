package io.culvert.config;

import static io.culvert.config.Calls.TENANTS;
import static io.culvert.config.Calls.operator;
import static io.culvert.config.Calls.tenant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** POST and PATCH of a tenant: every field and every body that is wrong is told, by name. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class TenantBodyTest {
  private static final String PROBLEM = "application/problem+json";

  static Stream<Arguments> invalidFields() {
    return Stream.of(
        arguments("name", "null", "name"),
        arguments("name", "\"\"", "name"),
        arguments("name", "\"  \"", "name"),
        arguments("name", "7", "name"),
        arguments("name", "[\"n\"]", "name"),
        arguments("name", "\"" + "n".repeat(256) + "\"", "name"),
        arguments("name", "\"a\\u0000b\"", "name"),
        arguments("licences", "null", "licences"),
        arguments("licences", "\"secure-web-gateway\"", "licences"),
        arguments("licences", "{}", "licences"),
        arguments("licences", "[" + "\"a\",".repeat(32) + "\"a\"]", "licences"),
        arguments("licences", "[\"a\",1]", "licences[1]"),
        arguments("licences", "[null]", "licences[0]"),
        arguments("licences", "[\"\"]", "licences[0]"),
        arguments("licences", "[\"a,secure-web-gateway\"]", "licences[0]"),
        arguments("licences", "[\"Secure-Web-Gateway\"]", "licences[0]"),
        arguments("licences", "[\"" + "a".repeat(65) + "\"]", "licences[0]"));
  }

  /** The tenant as it is; empty when there is none. */
  private static Map<String, Object> stored(String id) {
    Response answer = operator().get(TENANTS + "/" + id);
    return answer.statusCode() == 404 ? Map.of() : answer.jsonPath().getMap("result[0]");
  }

  @ParameterizedTest
  @MethodSource("invalidFields")
  void anInvalidFieldIsNamedWhetherATenantIsMadeOrChanged(
      String field, String value, String violation) {
    String fresh = "invalid-" + Calls.next();
    Map<String, String> fields = new HashMap<>();
    fields.put("id", "\"" + fresh + "\"");
    fields.put("name", "\"N\"");
    fields.put(field, value);
    refused(operator().body(json(fields)).post(TENANTS), violation);
    assertThat(stored(fresh)).isEmpty();
    String id = tenant();
    Map<String, Object> before = stored(id);
    String change = json(Map.of(field, value));
    refused(operator().body(change).patch(TENANTS + "/" + id), violation);
    assertThat(stored(id)).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"null", "\"\"", "7", "{}", "\".a\"", "\"a b\"", "\"a/b\"", "\"é\"", "\"a\\n\""})
  void anIdThatIsNoneIsNamed(String id) {
    refused(operator().body("{\"id\":%s,\"name\":\"N\"}".formatted(id)).post(TENANTS), "id");
  }

  @Test
  void anIdHasAtMost64Characters() {
    String id = "i".repeat(50) + "%014d".formatted(Calls.next());
    operator()
        .body("{\"id\":\"%sx\",\"name\":\"N\"}".formatted(id))
        .post(TENANTS)
        .then()
        .statusCode(400)
        .body("violations.field", contains("id"));
    operator()
        .body("{\"id\":\"%s\",\"name\":\"N\"}".formatted(id))
        .post(TENANTS)
        .then()
        .statusCode(201);
  }

  @Test
  void allThatIsWrongIsToldAtOnce() {
    operator()
        .body("{\"licences\":[\"A\",\"b\",2]}")
        .post(TENANTS)
        .then()
        .statusCode(400)
        .body("violations.field", containsInAnyOrder("id", "name", "licences[0]", "licences[2]"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "null", "{} {}", "{\"name\":\"a\",\"name\":\"b\"}"})
  void aBodyThatIsNoJsonObjectIsRefused(String body) {
    refused(operator().body(body).post(TENANTS), "body");
    refused(operator().body(body).patch(TENANTS + "/demo"), "body");
  }

  @Test
  void aBodyThatIsTooLargeOrOfAnotherTypeIsRefused() {
    String large = "{\"name\":\"" + "n".repeat(70_000) + "\"}";
    operator().body(large).post(TENANTS).then().statusCode(413).contentType(PROBLEM);
    operator().body(large).patch(TENANTS + "/demo").then().statusCode(413).contentType(PROBLEM);
    operator()
        .contentType("text/plain")
        .body("x")
        .post(TENANTS)
        .then()
        .statusCode(415)
        .contentType(PROBLEM);
  }

  private static String json(Map<String, String> fields) {
    return "{"
        + String.join(
            ",",
            fields.entrySet().stream().map(f -> "\"" + f.getKey() + "\":" + f.getValue()).toList())
        + "}";
  }

  private static void refused(Response answer, String violation) {
    answer
        .then()
        .statusCode(400)
        .contentType(PROBLEM)
        .body("status", equalTo(400))
        .body("title", equalTo("Bad Request"))
        .body("violations.field", contains(violation));
  }
}
