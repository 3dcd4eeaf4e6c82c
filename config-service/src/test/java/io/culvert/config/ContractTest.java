package io.culvert.config;

import static io.culvert.config.Calls.as;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Sends every documented request, in the order of the document, and holds the answers against the
 * documented ones: the same fields of the same types, others beside them allowed.
 */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class ContractTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** What an earlier answer said, for the paths of later requests. */
  private final Map<String, String> kept = new HashMap<>();

  private final String tenant = "contract-" + System.nanoTime();

  private static JsonNode examples() throws IOException {
    try (InputStream in = ContractTest.class.getResourceAsStream("/openapi-examples.json")) {
      return MAPPER.readTree(in);
    }
  }

  @Test
  void everyDocumentedRequestIsAnsweredInTheDocumentedShape() throws IOException {
    Calls.operator()
        .body(
            "{\"id\":\"%s\",\"name\":\"T\",\"licences\":[\"secure-web-gateway\"]}"
                .formatted(tenant))
        .post(Calls.TENANTS)
        .then()
        .statusCode(201);
    for (JsonNode example : examples()) {
      String what = example.path("method").asText() + " " + example.path("path").asText();
      Response answer = send(example);
      assertThat(answer.statusCode())
          .as("%s: %s", what, answer.asString())
          .isEqualTo(example.path("status").asInt());
      JsonNode documented = example.path("response");
      if (documented.isTextual()) {
        assertThat(answer.contentType()).startsWith(example.path("responsetype").asText());
        assertThat(answer.asString().lines().findFirst())
            .isEqualTo(documented.asText().lines().findFirst());
      } else {
        assertShape(what, documented, MAPPER.readTree(answer.asString()));
      }
      if (example.has("keep")) {
        kept.put("id", answer.jsonPath().getString(example.path("keep").asText()));
      }
    }
  }

  private Response send(JsonNode example) {
    String path = example.path("path").asText();
    for (var value : kept.entrySet()) {
      path =
          example.has("values") ? path : path.replace("{" + value.getKey() + "}", value.getValue());
    }
    for (var value : example.path("values").properties()) {
      path = path.replace("{" + value.getKey() + "}", value.getValue().asText());
    }
    String role = example.path("as").asText();
    RequestSpecification request =
        as(role.equals("operator") ? Tokens.withoutTenant(role) : Tokens.of(tenant, role));
    JsonNode body = example.path("request");
    if (body.isTextual()) {
      request.contentType(example.path("type").asText()).body(body.asText());
    } else if (!body.isMissingNode()) {
      request.contentType(ContentType.JSON).body(body.toString());
    }
    String query = example.has("query") ? "?" + example.path("query").asText() : "";
    return request.request(example.path("method").asText(), path + query);
  }

  private static void assertShape(String what, JsonNode documented, JsonNode actual) {
    assertThat(actual.getNodeType()).as(what).isEqualTo(documented.getNodeType());
    if (documented.isArray() && !documented.isEmpty()) {
      assertThat(actual.isEmpty()).as(what + " is empty").isFalse();
      assertShape(what + "[0]", documented.get(0), actual.get(0));
    }
    for (var field : documented.properties()) {
      String name = what + "." + field.getKey();
      assertThat(actual.has(field.getKey())).as(name).isTrue();
      assertShape(name, field.getValue(), actual.get(field.getKey()));
    }
  }

  @Test
  void theDocumentShowsTheExamples() throws IOException {
    JsonNode document =
        MAPPER.readTree(
            as(Tokens.of("demo", "viewer")).accept(ContentType.JSON).get("/q/openapi").asString());
    for (JsonNode example : examples()) {
      JsonNode operation =
          document
              .path("paths")
              .path(example.path("path").asText())
              .path(example.path("method").asText().toLowerCase(java.util.Locale.ROOT));
      if (example.has("request")) {
        assertThat(
                operation
                    .path("requestBody")
                    .path("content")
                    .path(example.path("type").asText("application/json"))
                    .path("example"))
            .isEqualTo(example.path("request"));
      }
      assertThat(
              operation
                  .path("responses")
                  .path(example.path("status").asText())
                  .path("content")
                  .path(example.path("responsetype").asText("application/json"))
                  .path("example"))
          .as(example.path("path").asText())
          .isEqualTo(example.path("response"));
    }
  }
}
