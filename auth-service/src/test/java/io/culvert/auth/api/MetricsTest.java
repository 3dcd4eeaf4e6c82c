package io.culvert.auth.api;

import static io.culvert.auth.api.Calls.AUTH;
import static io.culvert.auth.api.Calls.IDENTITY;
import static io.culvert.auth.api.Calls.LOCATIONS;
import static io.culvert.auth.api.Calls.as;
import static io.culvert.auth.api.Calls.with;
import static io.culvert.auth.api.SamlWorld.begin;
import static io.culvert.auth.api.SamlWorld.login;
import static io.culvert.auth.api.SamlWorld.post;
import static io.culvert.auth.api.SamlWorld.refused;
import static io.culvert.auth.api.SamlWorld.tenant;
import static io.culvert.auth.api.SamlWorld.ticket;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.jwt.build.Jwt;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What Prometheus reads of the service. */
@QuarkusTest
@QuarkusTestResource(Backing.class)
class MetricsTest {
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");

  @BeforeAll
  static void popIsKnown() {
    SamlWorld.popIsKnown();
  }

  private static String scraped() {
    return given()
        .accept("text/plain")
        .get("/q/metrics")
        .then()
        .statusCode(200)
        .extract()
        .asString();
  }

  private static double value(String series) {
    return scraped()
        .lines()
        .filter(line -> line.startsWith(series + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
        .findFirst()
        .orElse(Double.NaN);
  }

  private static double logins(String method, String result, String reason) {
    return value(
        "culvert_logins_total{method=\"%s\",reason=\"%s\",result=\"%s\",}"
            .formatted(method, reason, result));
  }

  private static int identify(String tenant, String user, String ticket) {
    return given()
        .spec(with(Jwt.subject("s-" + user).claim("preferred_username", user), tenant))
        .body(Map.of("ticket", ticket))
        .post(IDENTITY)
        .statusCode();
  }

  @Test
  void logInsAreCountedByWhatBecameOfThem() throws Exception {
    String key = tenant("metrics-saml");
    double accepted = logins("saml", "accepted", "none");
    double malformed = logins("saml", "refused", "ticket-malformed");
    double notXml = logins("saml", "refused", "not-xml");

    login("metrics-saml", "zoe@metrics.example", key);
    refused(begin("x"), "ticket-MALFORMED");
    refused(post("AAAA", null), "NOT_XML");

    assertThat(logins("saml", "accepted", "none")).isEqualTo(accepted + 1);
    assertThat(logins("saml", "refused", "ticket-malformed")).isEqualTo(malformed + 1);
    assertThat(logins("saml", "refused", "not-xml")).isEqualTo(notXml + 1);
    assertThat(logins("saml", "refused", "other")).isZero();
  }

  @Test
  void logInsOfDeviceClientsAreCountedToo() {
    String key = tenant("metrics-client");
    double accepted = logins("client", "accepted", "none");
    double foreign = logins("client", "refused", "other-tenant");

    assertThat(identify("metrics-client", "zoe", ticket("metrics-client", "n1", key)))
        .isEqualTo(200);
    assertThat(identify("metrics-other", "eve", ticket("metrics-client", "n2", key)))
        .isEqualTo(400);

    assertThat(logins("client", "accepted", "none")).isEqualTo(accepted + 1);
    assertThat(logins("client", "refused", "other-tenant")).isEqualTo(foreign + 1);
  }

  @Test
  void theOutboxAndTheLagOfTopicsAreTold() {
    as("admin", "metrics-outbox").body(Map.of("enabled", false)).put(AUTH).then().statusCode(200);

    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> {
              assertThat(value("culvert_outbox_published_total")).isPositive();
              assertThat(value("culvert_outbox_waiting_events")).isZero();
              assertThat(value("culvert_outbox_healthy")).isEqualTo(1);
              assertThat(value("culvert_consumer_lag_records{topic=\"pop-changes\",}")).isZero();
              assertThat(value("culvert_consumer_lag_records{topic=\"user-sessions\",}")).isZero();
            });
  }

  @Test
  void whenTheCertificateForSamlEndsIsTold() {
    assertThat(value("culvert_certificate_expiry_timestamp_seconds{kind=\"saml\",}"))
        .isGreaterThan((double) Instant.now().plus(Duration.ofDays(3_000)).getEpochSecond());
  }

  @Test
  void pathsThatLeadNowhereMakeNoSeries() {
    as("admin", "metrics-uris").get(LOCATIONS).then().statusCode(200);
    for (int i = 0; i < 30; i++) {
      given().get("/saml/nowhere" + i);
      given().auth().oauth2("nonsense").get("/api/v2/odd" + i);
      given().get(LOCATIONS + "/" + i);
    }

    Map<String, Object> paths =
        given().accept("application/json").get("/q/openapi?format=json").jsonPath().get("paths");
    Set<String> uris =
        LABEL
            .matcher(scraped())
            .results()
            .filter(found -> found.group(1).equals("uri"))
            .map(found -> found.group(2))
            .collect(Collectors.toSet());
    assertThat(uris).contains(LOCATIONS);
    uris.removeAll(paths.keySet());
    assertThat(uris).isSubsetOf("NOT_FOUND", "UNKNOWN", "REDIRECTION", "root");
  }

  @Test
  void noSeriesOfOursNamesATenantOrAUserAndAllAreInTheOperatorsTable() throws Exception {
    String key = tenant("metrics-names");
    login("metrics-names", "zoe@metrics.example", key);
    String scraped = scraped();
    String table = Files.readString(Path.of("../docs/operations.md"));

    assertThat(scraped).doesNotContain("zoe", "metrics-names");
    assertThat(
            LABEL
                .matcher(
                    scraped
                        .lines()
                        .filter(line -> line.startsWith("culvert_"))
                        .collect(Collectors.joining("\n")))
                .results()
                .map(found -> found.group(1)))
        .containsOnly("topic", "method", "result", "reason", "kind");
    assertThat(scraped.lines().filter(line -> line.startsWith("# TYPE culvert_")))
        .hasSizeGreaterThan(5)
        .map(line -> line.replaceFirst("# TYPE (\\w+) .*", "$1"))
        .allSatisfy(name -> assertThat(table).contains("`" + name + "`"));
    assertThat(scraped).contains("jvm_memory_used_bytes");
  }
}
