package io.culvert.config;

import static io.culvert.config.Calls.TUNNELS;
import static io.culvert.config.Calls.as;
import static io.culvert.config.Calls.sharedPop;
import static io.culvert.config.Calls.tenant;
import static io.culvert.config.ImportCalls.HEADER;
import static io.culvert.config.ImportCalls.IMPORTS;
import static io.culvert.config.ImportCalls.csv;
import static io.culvert.config.ImportCalls.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** How much may be sent where. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class ImportLimitTest {
  private static final int TEN_MEGABYTES = 10 * 1024 * 1024;
  private static final String SAID = "the file has more than 10 MB (10485760 octets)";

  private static byte[] file(int octets) {
    String start = HEADER + row("hq", sharedPop());
    return (start + "\n".repeat(octets - start.length())).getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void tenMegabytesAreTakenAndOneOctetMoreIsNot() {
    String tenant = tenant();
    csv(tenant)
        .body(file(TEN_MEGABYTES))
        .post(IMPORTS)
        .then()
        .statusCode(201)
        .body("totals.create", equalTo(1));
    csv(tenant)
        .body(file(TEN_MEGABYTES + 1))
        .post(IMPORTS)
        .then()
        .statusCode(413)
        .contentType("application/problem+json")
        .body("status", equalTo(413))
        .body("detail", equalTo(SAID));
  }

  @Test
  void aFileInAFormHasTheSameLimit() {
    String token = Tokens.of(tenant(), "admin");
    as(token)
        .multiPart("file", "tunnels.csv", file(TEN_MEGABYTES), "text/csv")
        .post(IMPORTS)
        .then()
        .statusCode(201);
    as(token)
        .multiPart("file", "tunnels.csv", file(TEN_MEGABYTES + 1), "text/csv")
        .post(IMPORTS)
        .then()
        .statusCode(413)
        .body("detail", equalTo(SAID));
  }

  @Test
  void aFileThatSaysItIsTooLargeIsRefusedBeforeItIsRead() throws IOException {
    for (long length : new long[] {20_000_000, 1_000_000_000_000L}) {
      assertThat(RawHttp.announced(IMPORTS, "text/csv", length))
          .startsWith("HTTP/1.1 413 ")
          .contains("application/problem+json", SAID);
    }
  }

  @Test
  void whatIsNoFileMayNotBeLargeEither() throws IOException {
    assertThat(RawHttp.announced(TUNNELS, "application/json", 1_048_577))
        .startsWith("HTTP/1.1 413 ")
        .contains("application/problem+json", "the body has more than 1048576 octets");
    as(Tokens.of("demo", "admin"))
        .contentType("application/json")
        .body(new byte[100_000])
        .post(TUNNELS)
        .then()
        .statusCode(413)
        .body("detail", containsString("65536"));
  }

  /** The status of a body that comes in chunks and so does not say how large it is. */
  private static HttpResponse<String> chunked(String path, String type, byte[] body)
      throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + RestAssured.port + path))
              .version(HttpClient.Version.HTTP_1_1)
              .header("Authorization", "Bearer " + Tokens.of("demo", "admin"))
              .header("Content-Type", type)
              .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))
              .build(),
          BodyHandlers.ofString());
    }
  }

  @Test
  void aFileThatDoesNotSayHowLargeItIsHasTheSameLimit() throws Exception {
    assertThat(chunked(IMPORTS, "text/csv", file(TEN_MEGABYTES)).statusCode()).isEqualTo(201);
    HttpResponse<String> refused = chunked(IMPORTS, "text/csv", file(TEN_MEGABYTES + 1));
    assertThat(refused.statusCode()).isEqualTo(413);
    assertThat(refused.body()).contains(SAID);
  }

  @Test
  void whatIsNoFileIsLimitedEvenIfItDoesNotSayHowLargeItIs() throws Exception {
    assertThat(chunked(TUNNELS, "application/json", file(1024 * 1024 + 1)).statusCode())
        .isEqualTo(413);
  }
}
