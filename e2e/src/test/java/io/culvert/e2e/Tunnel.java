package io.culvert.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import io.culvert.standalone.api.TunnelApi;
import io.culvert.standalone.stack.Await;
import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;

/** A tunnel a test made. */
record Tunnel(TunnelApi api, long id, String site, String identity, String psk) {
  private static final Duration LIMIT = Duration.ofSeconds(40);

  /** Changes some fields. */
  void patch(Map<String, Object> fields) {
    api.patch(id, fields);
  }

  /** Waits until status-service reports the tunnel at its primary POP as the condition says. */
  JsonNode awaitStatus(String what, Duration limit, Predicate<JsonNode> condition) {
    return Await.value(
        "status-service does not report " + what,
        limit,
        null,
        () -> api.status(id).map(status -> status.path("pops").path(0)).filter(condition));
  }

  /** Waits until it is reported up. */
  JsonNode awaitUp() {
    return awaitStatus("the tunnel up", LIMIT, pop -> pop.path("status").asText().equals("up"));
  }

  /** Waits until it is reported down. */
  JsonNode awaitDown(Duration limit) {
    return awaitStatus("the tunnel down", limit, pop -> pop.path("status").asText().equals("down"));
  }
}
