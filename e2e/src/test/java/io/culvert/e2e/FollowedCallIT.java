package io.culvert.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.standalone.stack.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The id in a call's answer leads to the log line of everybody who had to do with the change. */
@ExtendWith(StackExtension.class)
class FollowedCallIT {
  private static final Duration LIMIT = Duration.ofSeconds(15);

  private final World world;

  FollowedCallIT(World world) {
    this.world = world;
  }

  @Test
  void aChangeIsFoundInAllLogsByTheIdOfItsAnswer() throws Exception {
    Tunnel tunnel = world.tunnel("AES256-GCM");
    world.awaitKnown(tunnel);

    String id = disable(tunnel);

    assertThat(id).matches("[0-9a-f]{32}");
    awaitLine("config-service", id, "/tunnels/" + tunnel.id() + " answered with 200");
    for (String service : List.of("gateway-pop-a", "gateway-pop-b", "status-service")) {
      awaitLine(service, id, "taken in: tunnel-changes " + tunnel.id());
    }
  }

  /** Disables a tunnel; answers the id of that call. */
  private String disable(Tunnel tunnel) throws IOException, InterruptedException {
    String tunnels =
        "http://127.0.0.1:" + world.stack().ports().config() + "/api/v2/steering/ipsec/tunnels/";
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(URI.create(tunnels + tunnel.id()))
                  .header("Authorization", "Bearer " + world.stack().tokens().token("admin"))
                  .header("Content-Type", "application/json")
                  .method("PATCH", BodyPublishers.ofString("{\"enabled\":false}"))
                  .timeout(LIMIT)
                  .build(),
              BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      return answer.headers().firstValue("X-Correlation-Id").orElse("");
    }
  }

  private void awaitLine(String service, String id, String text) {
    Path log = world.stack().state().log(service);
    Await.until(
        "the log of " + service + " does not tell of the call",
        LIMIT,
        null,
        () -> {
          try (Stream<String> lines = Files.lines(log)) {
            return lines.anyMatch(line -> line.contains(id) && line.contains(text));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }
}
