package io.culvert.config.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.PathItem.HttpMethod;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/**
 * Puts the examples of {@code openapi-examples.json} into the OpenAPI document. Each is a request
 * that works and an answer of that shape: {@code ContractTest} sends them all.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public final class OpenApiExamples implements OASFilter {
  private static final String FILE = "/openapi-examples.json";
  private static final String JSON = "application/json";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @Override
  public void filterOpenAPI(OpenAPI document) {
    for (JsonNode example : read()) {
      Operation operation = operation(document, example);
      if (example.has("request")) {
        operation.setRequestBody(
            OASFactory.createRequestBody()
                .required(true)
                .content(content(type(example, "type"), example.path("request"))));
      }
      APIResponse response = response(operation, example.path("status").asText());
      Content content = response.getContent();
      String type = type(example, "responsetype");
      if (content == null || content.getMediaType(type) == null) {
        response.setContent(content(type, example.path("response")));
      } else {
        content.getMediaType(type).setExample(plain(example.path("response")));
      }
    }
  }

  private static JsonNode read() {
    try (InputStream in = OpenApiExamples.class.getResourceAsStream(FILE)) {
      return MAPPER.readTree(Objects.requireNonNull(in));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + FILE, e);
    }
  }

  private static Operation operation(OpenAPI document, JsonNode example) {
    String path = example.path("path").asText();
    HttpMethod method = HttpMethod.valueOf(example.path("method").asText());
    PathItem item = document.getPaths().getPathItem(path);
    Operation operation = item == null ? null : item.getOperations().get(method);
    if (operation == null) {
      throw new IllegalStateException("an example for what is not there: " + method + " " + path);
    }
    return operation;
  }

  private static APIResponse response(Operation operation, String status) {
    APIResponse known = operation.getResponses().getAPIResponse(status);
    if (known != null) {
      return known;
    }
    APIResponse made = OASFactory.createAPIResponse().description("Done");
    operation.getResponses().addAPIResponse(status, made);
    return made;
  }

  private static String type(JsonNode example, String field) {
    return example.path(field).asText(JSON);
  }

  private static Content content(String type, JsonNode example) {
    MediaType media = OASFactory.createMediaType().schema(schema(example)).example(plain(example));
    return OASFactory.createContent().addMediaType(type, media);
  }

  private static Object plain(JsonNode example) {
    return MAPPER.convertValue(example, Object.class);
  }

  /** What the example shows of the types: no field is required, and there may be others. */
  private static Schema schema(JsonNode example) {
    Schema schema = OASFactory.createSchema();
    switch (example.getNodeType()) {
      case OBJECT -> {
        schema.addType(Schema.SchemaType.OBJECT);
        for (Map.Entry<String, JsonNode> field : example.properties()) {
          schema.addProperty(field.getKey(), schema(field.getValue()));
        }
      }
      case ARRAY -> {
        schema.addType(Schema.SchemaType.ARRAY);
        schema.setItems(example.isEmpty() ? OASFactory.createSchema() : schema(example.get(0)));
      }
      case NUMBER ->
          schema.addType(
              example.isIntegralNumber() ? Schema.SchemaType.INTEGER : Schema.SchemaType.NUMBER);
      case STRING, BOOLEAN ->
          schema.addType(
              Schema.SchemaType.valueOf(example.getNodeType().name().toUpperCase(Locale.ROOT)));
      case NULL, MISSING, BINARY, POJO -> schema.setDescription("anything");
    }
    return schema;
  }
}
