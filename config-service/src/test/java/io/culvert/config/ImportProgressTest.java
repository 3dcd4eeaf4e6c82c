package io.culvert.config;

import static io.culvert.config.Calls.sharedPop;
import static io.culvert.config.Calls.tenant;
import static io.culvert.config.ImportCalls.HEADER;
import static io.culvert.config.ImportCalls.IMPORTS;
import static io.culvert.config.ImportCalls.commit;
import static io.culvert.config.ImportCalls.csv;
import static io.culvert.config.ImportCalls.reviewed;
import static io.culvert.config.ImportCalls.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** How far an import is, while it goes on. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class ImportProgressTest {
  private static String follow(String tenant, String id, boolean commit) {
    return csv(tenant)
        .accept("text/event-stream")
        .queryParam("commit", commit)
        .get(IMPORTS + "/" + id + "/progress")
        .then()
        .statusCode(200)
        .contentType("text/event-stream")
        .extract()
        .asString();
  }

  @Test
  void aReviewIsFollowedWhileTheFileIsOnItsWay() throws IOException {
    String tenant = tenant();
    String id = UUID.randomUUID().toString();
    String rest = row("last", sharedPop());
    StringBuilder rows = new StringBuilder(HEADER);
    for (int i = 0; i < 5_000; i++) {
      rows.append(row("site" + i, sharedPop()));
    }
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
      OutputStream out = socket.getOutputStream();
      out.write(request(tenant, id, rows.length() + rest.length()));
      out.write(rows.toString().getBytes(StandardCharsets.UTF_8));
      out.flush();
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> csv(tenant).get(IMPORTS + "/" + id).getStatusCode() == 200);
      commit(tenant, id).statusCode(409);
      CompletableFuture<String> events =
          CompletableFuture.supplyAsync(() -> follow(tenant, id, false));
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> csv(tenant).get(IMPORTS + "/" + id).path("state").equals("reviewing"));
      out.write(rest.getBytes(StandardCharsets.UTF_8));
      out.flush();
      assertThat(events.join())
          .contains("\"state\":\"reviewing\"", "\"phase\":\"read\"")
          .containsOnlyOnce("\"end\":true")
          .endsWith(
              "data:{\"state\":\"reviewed\",\"phase\":\"check\",\"done\":5001,\"total\":5001,\"end\":true}\n\n");
    }
  }

  private static byte[] request(String tenant, String id, int length) {
    return """
    POST %s?id=%s HTTP/1.1
    Host: localhost
    Authorization: Bearer %s
    Content-Type: text/csv
    Content-Length: %d

    """
        .formatted(IMPORTS, id, Tokens.of(tenant, "admin"), length)
        .replace("\n", "\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void aCommitIsFollowedFromBeforeItBeginsToItsEnd() {
    String tenant = tenant();
    String id = reviewed(tenant, row("hq", sharedPop()));
    assertThat(follow(tenant, id, false)).contains("\"state\":\"reviewed\"", "\"end\":true");
    CompletableFuture<String> events =
        CompletableFuture.supplyAsync(() -> follow(tenant, id, true));
    commit(tenant, id).statusCode(200);
    assertThat(events.join())
        .containsOnlyOnce("\"end\":true")
        .endsWith(
            "data:{\"state\":\"committed\",\"phase\":\"publish\",\"done\":1,\"total\":1,\"end\":true}\n\n");
  }

  @Test
  void anImportThatIsNotThereIsNotFollowed() {
    csv(tenant()).get(IMPORTS + "/" + UUID.randomUUID() + "/progress").then().statusCode(404);
  }

  @Test
  void aFileWhoseSenderGoesAwayIsForgotten() throws IOException {
    String tenant = tenant();
    String id = UUID.randomUUID().toString();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
      socket.getOutputStream().write(request(tenant, id, 1_000_000));
      socket
          .getOutputStream()
          .write((HEADER + row("hq", sharedPop())).getBytes(StandardCharsets.UTF_8));
      socket.getOutputStream().flush();
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> csv(tenant).get(IMPORTS + "/" + id).getStatusCode() == 200);
    }
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> csv(tenant).get(IMPORTS + "/" + id).getStatusCode() == 404);
  }
}
