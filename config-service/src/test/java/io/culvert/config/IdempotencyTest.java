package io.culvert.config;

import static io.culvert.config.Calls.TENANTS;
import static io.culvert.config.Calls.TUNNELS;
import static io.culvert.config.Calls.admin;
import static io.culvert.config.Calls.operator;
import static io.culvert.config.Calls.sharedPop;
import static io.culvert.config.Calls.tenant;
import static io.culvert.config.Calls.tunnel;
import static io.culvert.config.Calls.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.culvert.contract.Topic;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A tunnel that is asked for twice under one key is made once. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class IdempotencyTest {
  private static final String KEY = "Idempotency-Key";
  private static final String REPLAYED = "Idempotency-Replayed";

  private String tenant = "";

  @BeforeEach
  void makeTenant() {
    tenant = tenant();
  }

  private Response post(String key, String json) {
    return post(tenant, key, json);
  }

  private static Response post(String tenant, String key, String json) {
    return admin(tenant).header(KEY, key).body(json).post(TUNNELS);
  }

  private void assertTunnels(int count) {
    admin(tenant).get(TUNNELS).then().statusCode(200).body("total", equalTo(count));
  }

  @Test
  void theSameRequestAgainGetsTheSameAnswer() {
    String json = tunnel(sharedPop());
    Response first = post("k1", json);
    first.then().statusCode(201).header("ETag", "\"1\"").header(REPLAYED, nullValue());
    Response again = post("k1", json);
    again
        .then()
        .statusCode(201)
        .header("ETag", "\"1\"")
        .header(REPLAYED, "true")
        .contentType("application/json");
    assertThat(again.asString()).isEqualTo(first.asString());
    assertTunnels(1);
    long id = first.jsonPath().getLong("data[0].id");
    assertThat(Records.of(Topic.TUNNEL_CHANGES, Long.toString(id), 1)).hasSize(1);
    admin(tenant).get(Calls.AUDIT).then().body("total", equalTo(1));
  }

  @Test
  void theAnswerIsThatWithoutAKey() {
    String json = tunnel(sharedPop());
    Response with = post("k1", json);
    String other =
        admin(tenant)
            .body(tunnel(sharedPop()))
            .post(TUNNELS)
            .then()
            .statusCode(201)
            .extract()
            .asString();
    assertThat(with.asString().replaceAll("[0-9]+", "n"))
        .isEqualTo(other.replaceAll("[0-9]+", "n"));
  }

  @Test
  void anotherRequestUnderTheKeyIsAConflict() {
    String json = tunnel(sharedPop());
    post("k1", json).then().statusCode(201);
    post("k1", tunnel(sharedPop()))
        .then()
        .statusCode(409)
        .contentType("application/problem+json")
        .body("detail", containsString("another request"));
    admin(tenant)
        .header(KEY, "k1")
        .queryParam("force", true)
        .body(json)
        .post(TUNNELS)
        .then()
        .statusCode(409);
    post("k1", with(json, "psk", "\"another secret altogether\"")).then().statusCode(409);
    assertTunnels(1);
  }

  @Test
  void keysOfDifferentTenantsHaveNothingToDoWithEachOther() {
    String other = tenant();
    post("k1", tunnel(sharedPop())).then().statusCode(201);
    post(other, "k1", tunnel(sharedPop())).then().statusCode(201).header(REPLAYED, nullValue());
  }

  @Test
  void aRefusedRequestDoesNotUseUpItsKey() {
    String json = tunnel(sharedPop());
    post("k1", with(json, "bandwidth", "0")).then().statusCode(400);
    operator().body("{\"licences\":[]}").patch(TENANTS + "/" + tenant).then().statusCode(200);
    post("k1", json).then().statusCode(403);
    assertThat(keys()).isEqualTo("0");
    operator()
        .body("{\"licences\":[\"secure-web-gateway\"]}")
        .patch(TENANTS + "/" + tenant)
        .then()
        .statusCode(200);
    post("k1", json).then().statusCode(201).header(REPLAYED, nullValue());
    assertThat(keys()).isEqualTo("1");
  }

  private String keys() {
    return Sql.value(
        "select count(*) from config.idempotency_key where tenant = '%s'".formatted(tenant));
  }

  @Test
  void ofManyAtOnceOneMakesTheTunnelAndTheOthersGetItsAnswer() throws Exception {
    String json = tunnel(sharedPop());
    List<Future<Response>> answers = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 12; i++) {
        answers.add(threads.submit(() -> post("k1", json)));
      }
    }
    int replayed = 0;
    String body = answers.getFirst().get().asString();
    for (Future<Response> answer : answers) {
      answer.get().then().statusCode(201);
      assertThat(answer.get().asString()).isEqualTo(body);
      replayed += "true".equals(answer.get().header(REPLAYED)) ? 1 : 0;
    }
    assertThat(replayed).isEqualTo(11);
    assertTunnels(1);
  }

  @Test
  void afterADayTheKeyIsFreeAgain() {
    post("k1", tunnel(sharedPop())).then().statusCode(201);
    Sql.execute(
        "update config.idempotency_key set created = created - interval '24 hours' where tenant = '%s'"
            .formatted(tenant));
    String json = tunnel(sharedPop());
    post("k1", json).then().statusCode(201).header(REPLAYED, nullValue());
    post("k1", json).then().statusCode(201).header(REPLAYED, "true");
    assertTunnels(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "é"})
  void aKeyThatIsNoneIsNamed(String key) {
    post(key, tunnel(sharedPop())).then().statusCode(400).body("violations.field", contains(KEY));
    assertTunnels(0);
  }

  @Test
  void aKeyThatIsEmptyIsRefused() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + RestAssured.port + TUNNELS))
            .header("Authorization", "Bearer " + Tokens.of(tenant, "admin"))
            .header("Content-Type", "application/json")
            .header(KEY, "")
            .POST(BodyPublishers.ofString(tunnel(sharedPop())))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(400);
    }
    assertTunnels(0);
  }

  @Test
  void aKeyThatIsTooLongOrSentTwiceIsNamed() {
    post("k".repeat(256), tunnel(sharedPop())).then().statusCode(400);
    admin(tenant)
        .header(KEY, "a", "b")
        .body(tunnel(sharedPop()))
        .post(TUNNELS)
        .then()
        .statusCode(400)
        .body("violations.field", contains(KEY));
    post("k".repeat(255), tunnel(sharedPop())).then().statusCode(201);
  }

  @Test
  void nothingOfASecretIsKept() {
    String psk = "secret-under-a-key-" + Calls.next();
    post("k1", with(tunnel(sharedPop()), "psk", "\"" + psk + "\"")).then().statusCode(201);
    assertThat(
            Sql.value(
                "select k::text from config.idempotency_key k where tenant = '%s'"
                    .formatted(tenant)))
        .contains("k1")
        .doesNotContain(psk);
  }
}
