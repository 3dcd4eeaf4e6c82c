package io.culvert.config;

import static io.culvert.config.Calls.TUNNELS;
import static io.culvert.config.Calls.admin;
import static io.culvert.config.Calls.createTunnel;
import static io.culvert.config.Calls.operator;
import static io.culvert.config.Calls.pop;
import static io.culvert.config.Calls.sharedPop;
import static io.culvert.config.Calls.tenant;
import static io.culvert.config.Calls.tunnel;
import static io.culvert.config.Calls.with;
import static io.culvert.config.ImportCalls.IMPORTS;
import static io.culvert.config.ImportCalls.csv;
import static io.culvert.config.ImportCalls.imported;
import static io.culvert.config.ImportCalls.review;
import static io.culvert.config.ImportCalls.row;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.culvert.contract.PskSeal;
import io.culvert.contract.Topic;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** That no pre-shared key is in the log, whatever the level and whatever becomes of the request. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class LogSecretTest {
  private @Nullable CapturedLog captured;

  @BeforeEach
  void listen() {
    captured = CapturedLog.start();
  }

  @AfterEach
  void stopListening() {
    log().close();
  }

  private CapturedLog log() {
    return Objects.requireNonNull(captured);
  }

  private void assertNotLogged(String psk) {
    byte[] bytes = psk.getBytes(StandardCharsets.UTF_8);
    String base64 = Base64.getEncoder().withoutPadding().encodeToString(bytes);
    assertThat(log().heard()).isTrue();
    assertThat(log().has(psk)).isFalse();
    assertThat(log().has(base64)).isFalse();
  }

  private static String unique(String text) {
    return text + "-" + Calls.next();
  }

  private static String quoted(String text) {
    return "\"" + text + "\"";
  }

  private static void patch(String tenant, long id, String psk, int status) {
    admin(tenant).body("{\"psk\":" + psk + "}").patch(TUNNELS + "/" + id).then().statusCode(status);
  }

  @Test
  void theLogIsHeardDownToTheStatementsOfTheDatabase() {
    createTunnel(tenant(), tunnel(sharedPop()));
    assertThat(log().has("insert into config.tunnel")).isTrue();
  }

  @Test
  void theKeyOfANewTunnelAndItsNextOneAreNotLogged() {
    String first = unique("first-key-of-a-tunnel");
    String next = unique("next-key-of-a-tunnel");
    String tenant = tenant();
    String pop = pop(",\"publicKey\":\"%s\"".formatted(PskSeal.generate().publicKey()));
    long id = createTunnel(tenant, with(tunnel(pop), "psk", quoted(first)));
    patch(tenant, id, quoted(next), 200);
    operator().body("{\"licences\":[]}").patch(Calls.TENANTS + "/" + tenant).then().statusCode(200);
    assertThat(Records.of(Topic.TUNNEL_CHANGES, Long.toString(id), 3)).hasSize(3);
    admin(tenant).delete(TUNNELS + "/" + id).then().statusCode(200);
    assertNotLogged(first);
    assertNotLogged(next);
  }

  @Test
  void theSecretOfAnApiTokenIsNotLogged() {
    String tenant = tenant();
    String secret = Calls.secret(tenant, TUNNELS + "=read");
    Calls.as(secret).get(TUNNELS).then().statusCode(200);
    Calls.as(secret).delete(TUNNELS + "/1").then().statusCode(403);
    given().header("Netskope-Api-Token", secret).get(TUNNELS).then().statusCode(200);
    given().header("Netskope-Api-Token", secret + "x").get(TUNNELS).then().statusCode(401);
    assertNotLogged(secret);
  }

  @Test
  void aKeyOfARequestThatMayBeRepeatedIsNotLogged() {
    String key = unique("key-of-a-repeated-request");
    String json = with(tunnel(sharedPop()), "psk", quoted(key));
    String tenant = tenant();
    for (int i = 0; i < 2; i++) {
      admin(tenant).header("Idempotency-Key", "k").body(json).post(TUNNELS).then().statusCode(201);
    }
    assertNotLogged(key);
  }

  @Test
  void aKeyThatIsRefusedIsNotLogged() {
    String tenant = tenant();
    long id = createTunnel(tenant, tunnel(sharedPop()));
    String bad = unique("a-bad-key");
    patch(tenant, id, quoted("k" + Calls.next()), 400);
    patch(tenant, id, quoted(bad + "\\u0007"), 400);
    patch(tenant, id, quoted(bad + "k".repeat(256)), 400);
    patch(tenant, id, "[" + quoted(bad) + "]", 400);
    patch(tenant, id, "{" + quoted(bad) + ":1}", 400);
    patch(tenant, id, quoted(bad) + ",", 400);
    patch(tenant, id, quoted(bad) + ",\"psk\":" + quoted(bad), 400);
    patch(tenant, id, quoted(bad) + ",\"bandwidth\":0", 400);
    patch(tenant, 999_999_999, quoted(bad), 404);
    assertNotLogged(bad);
  }

  @Test
  void aKeyThatIsTakenIsNotLogged() {
    String taken = unique("a-key-that-is-taken");
    String tenant = tenant();
    createTunnel(tenant, with(tunnel(sharedPop()), "psk", quoted(taken)));
    admin(tenant)
        .body(with(tunnel(sharedPop()), "psk", quoted(taken)))
        .post(TUNNELS)
        .then()
        .statusCode(409);
    long other = createTunnel(tenant, tunnel(sharedPop()));
    patch(tenant, other, quoted(taken), 409);
    assertThat(log().has("tunnel_psk_unique")).isTrue();
    assertNotLogged(taken);
  }

  @Test
  void aKeyThatCannotBeStoredBecauseTheDatabaseIsAwayIsNotLogged() {
    String lost = unique("a-key-without-a-database");
    String tenant = tenant();
    String json = with(tunnel(sharedPop()), "psk", quoted(lost));
    Surroundings.cable().cut();
    try {
      admin(tenant).body(json).post(TUNNELS).then().statusCode(503);
    } finally {
      Surroundings.cable().mend();
    }
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> admin(tenant).get(TUNNELS).then().statusCode(200));
    assertThat(log().has("database away")).isTrue();
    assertNotLogged(lost);
  }

  @Test
  void aKeyInAFileIsNotLogged() {
    String tenant = tenant();
    String key = unique("a-key-in-a-file");
    String row = row("hq", sharedPop()).replaceFirst("a very long[^,]*", key);
    imported(tenant, row);
    review(tenant, row).statusCode(201);
    review(tenant, row.replace(",50,", ",50,,,,")).statusCode(201);
    review(tenant, row.replace(sharedPop(), "no-such-pop")).statusCode(201);
    review(tenant, row.replace("hq", "\"hq")).statusCode(201);
    review(tenant, "\"x\"y" + row).statusCode(400);
    review(tenant(), row).statusCode(201);
    csv(tenant).body(row + row).post(IMPORTS).then().statusCode(400);
    assertNotLogged(key);
  }
}
