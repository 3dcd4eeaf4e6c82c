package io.culvert.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.culvert.standalone.api.JsonHttp;
import io.culvert.standalone.net.Namespace;
import io.culvert.standalone.state.SystemCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * A client on a user's device, as small as one can be: it is signed in as that user, finds out
 * whether it is inside a tunnel, logs its user in there without a browser, renews that, and hears
 * why requests are refused. docs/authentication.md tells what it does in words.
 */
final class ReferenceClient {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String LIMIT_SECONDS = "5";

  private final Namespace device;
  private final String probe;
  private final JsonHttp http = new JsonHttp();
  private final String identityUrl;
  private final Supplier<String> token;

  /**
   * A client that has not asked anything yet.
   *
   * @param device where it runs
   * @param probe the probe address of the POP, from the client's own settings
   * @param authUrl of auth-service, from the client's own settings: never from what answers at the
   *     probe address, which may be anybody where there is no tunnel
   * @param token the user's OIDC token
   */
  ReferenceClient(Namespace device, String probe, String authUrl, Supplier<String> token) {
    this.device = device;
    this.probe = "http://" + probe;
    this.identityUrl = authUrl + "/api/v2/client/identity";
    this.token = token;
  }

  /** Whether it is inside a tunnel, so that it can drop its own. */
  boolean insideTunnel() {
    SystemCommand.Result answer = curl("/probe");
    return answer.ok() && json(answer.output()).path("insideTunnel").asBoolean();
  }

  /** What the gateway says of this device. */
  JsonNode probe() {
    SystemCommand.Result answer = curl("/probe");
    assertThat(answer.ok()).as(answer.output()).isTrue();
    return json(answer.output());
  }

  /** The status of a request to the probe address with these further options of curl. */
  int status(String path, String... options) {
    List<String> more = new ArrayList<>(List.of("-o", "/dev/null", "-w", "%{http_code}"));
    more.addAll(List.of(options));
    return Integer.parseInt(curl(path, more.toArray(String[]::new)).output());
  }

  /**
   * Logs its user in, or renews that.
   *
   * @return when it is to be done again
   */
  Instant report() {
    String ticket = probe().path("ticket").asText();
    JsonNode granted =
        http.send("POST", identityUrl, token.get(), JSON.createObjectNode().put("ticket", ticket))
            .require("client identity")
            .body()
            .path("result");
    String path = "/.well-known/culvert-login?grant=" + granted.path("grant").asText();
    assertThat(status(path)).as("the gateway takes the grant").isEqualTo(302);
    return Instant.parse(granted.path("renewAfter").asText());
  }

  /** Listens why requests are refused. */
  Notifications listen() {
    try {
      Path heard = Files.createTempFile("culvert-notifications", ".txt");
      ProcessBuilder curl =
          new ProcessBuilder(
                  device.command(List.of("curl", "-s", "-N", "-i", probe + "/notifications")))
              .redirectErrorStream(true)
              .redirectOutput(heard.toFile());
      return new Notifications(curl.start(), heard);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot listen", e);
    }
  }

  private SystemCommand.Result curl(String path, String... options) {
    List<String> command = new ArrayList<>(List.of("curl", "-s", "-m", LIMIT_SECONDS));
    command.addAll(List.of(options));
    command.add(probe + path);
    return device.attempt(command.toArray(String[]::new));
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + text, e);
    }
  }

  /** A stream of notifications that goes on. */
  record Notifications(Process curl, Path heard) implements AutoCloseable {
    /** Whether the stream has begun. */
    boolean begun() {
      return text().contains("\r\n\r\n: ");
    }

    /** All of these events so far. */
    List<JsonNode> events() {
      return text()
          .lines()
          .filter(line -> line.startsWith("data: ") && line.endsWith("}"))
          .map(line -> json(line.substring("data: ".length())))
          .toList();
    }

    /** Whether something was refused for that reason. */
    boolean tells(String reason, String target) {
      return events().stream()
          .anyMatch(
              event ->
                  event.path("reason").asText().equals(reason)
                      && event.path("target").asText().equals(target)
                      && !event.path("message").asText().isBlank());
    }

    private String text() {
      try {
        return Files.readString(heard, StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException("cannot read what was heard", e);
      }
    }

    @Override
    public void close() {
      curl.destroy();
      try {
        Files.deleteIfExists(heard);
      } catch (IOException e) {
        throw new UncheckedIOException("cannot delete what was heard", e);
      }
    }
  }
}
