package io.culvert.standalone.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** JSON over HTTP, as plainly as a script would do it. */
public final class JsonHttp {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Duration LIMIT = Duration.ofSeconds(15);

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(3))
          .build();

  /**
   * An answer.
   *
   * @param status the HTTP status
   * @param body the JSON; a text of another type as a text; a missing node when there was none
   */
  public record Answer(int status, JsonNode body) {
    /**
     * The answer itself when it is a success.
     *
     * @throws IllegalStateException otherwise, with what the service said
     */
    public Answer require(String what) {
      if (status / 100 != 2) {
        throw new IllegalStateException(what + ": the answer was " + status + " " + body);
      }
      return this;
    }
  }

  /** Sends a request with a JSON body, or without one. */
  public Answer send(String method, String url, @Nullable String token, @Nullable Object body) {
    try {
      HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).timeout(LIMIT);
      if (token != null) {
        request.header("Authorization", "Bearer " + token);
      }
      if (body == null) {
        request.method(method, BodyPublishers.noBody());
      } else {
        // RFC 7396 names the type of a merge patch; plain JSON is accepted as well.
        request
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofByteArray(MAPPER.writeValueAsBytes(body)));
      }
      return exchange(request.build());
    } catch (IOException e) {
      throw new UncheckedIOException(method + " " + url, e);
    }
  }

  /** Posts a form. */
  public Answer form(String url, Map<String, String> fields) {
    String form =
        fields.entrySet().stream()
            .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
            .collect(Collectors.joining("&"));
    try {
      return exchange(
          HttpRequest.newBuilder(URI.create(url))
              .timeout(LIMIT)
              .header("Content-Type", "application/x-www-form-urlencoded")
              .POST(BodyPublishers.ofString(form))
              .build());
    } catch (IOException e) {
      throw new UncheckedIOException("POST " + url, e);
    }
  }

  /** Posts a document in XML; the answer is JSON. */
  public Answer xml(String url, String token, String document) {
    try {
      return exchange(
          HttpRequest.newBuilder(URI.create(url))
              .timeout(LIMIT)
              .header("Authorization", "Bearer " + token)
              .header("Content-Type", "application/xml")
              .POST(BodyPublishers.ofString(document))
              .build());
    } catch (IOException e) {
      throw new UncheckedIOException("POST " + url, e);
    }
  }

  /** Whether a GET answers 2xx now. */
  public boolean answers(String url) {
    try {
      return exchange(HttpRequest.newBuilder(URI.create(url)).timeout(LIMIT).build()).status() / 100
          == 2;
    } catch (IOException e) {
      return false;
    }
  }

  private Answer exchange(HttpRequest request) throws IOException {
    try {
      HttpResponse<byte[]> response = client.send(request, BodyHandlers.ofByteArray());
      return new Answer(response.statusCode(), body(response));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static JsonNode body(HttpResponse<byte[]> response) throws IOException {
    if (response.body().length == 0) {
      return MissingNode.getInstance();
    }
    return response.headers().firstValue("Content-Type").orElse("").contains("json")
        ? MAPPER.readTree(response.body())
        : TextNode.valueOf(new String(response.body(), StandardCharsets.UTF_8));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
