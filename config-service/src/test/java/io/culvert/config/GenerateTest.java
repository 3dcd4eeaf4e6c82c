package io.culvert.config;

import static io.culvert.config.Calls.TUNNELS;
import static io.culvert.config.Calls.admin;
import static io.culvert.config.Calls.createTunnel;
import static io.culvert.config.Calls.pop;
import static io.culvert.config.Calls.tenant;
import static io.culvert.config.Calls.tunnel;
import static io.culvert.config.Calls.viewer;
import static io.culvert.config.Calls.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import io.culvert.contract.PskSeal;
import io.culvert.contract.Topic;
import io.culvert.contract.TunnelChange;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The service makes a key itself. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class GenerateTest {
  private final PskSeal.KeyPair key = PskSeal.generate();
  private final String first = "the key before one is made " + Calls.next();
  private String tenant = "";
  private String path = "";
  private long id;

  @BeforeEach
  void makeTunnel() {
    tenant = tenant();
    String pop = pop(",\"publicKey\":\"%s\"".formatted(key.publicKey()));
    id = createTunnel(tenant, with(tunnel(pop), "psk", "\"" + first + "\""));
    path = TUNNELS + "/" + id + "/psk/generate";
  }

  @Test
  void aStrongKeyIsMadeRotatedToAndAnsweredOnce() throws Exception {
    String made =
        admin(tenant)
            .post(path)
            .then()
            .statusCode(200)
            .header("ETag", "\"2\"")
            .header("Cache-Control", "no-store")
            .body("result", equalTo("key generated"))
            .body("data[0].version", equalTo(2))
            .extract()
            .path("psk");
    assertThat(made).matches("[A-Za-z0-9]{32,}");
    TunnelChange told =
        Records.tunnel(Records.of(Topic.TUNNEL_CHANGES, Long.toString(id), 2).getLast());
    assertThat(told.psks())
        .extracting(
            psk -> new String(new PskSeal.Opener(key).open(psk, id), StandardCharsets.UTF_8))
        .containsExactly(made, first);
    admin(tenant).get(TUNNELS + "/" + id).then().body(not(containsString(made)));
  }

  @Test
  void theGraceIsAsForARotation() {
    String until =
        admin(tenant)
            .body("{\"grace\":\"PT2H\"}")
            .post(path)
            .then()
            .statusCode(200)
            .extract()
            .path("data[0].previouskeyuntil");
    assertThat(Duration.between(Instant.now(), Instant.parse(until)))
        .isBetween(Duration.ofMinutes(118), Duration.ofMinutes(120));
    admin(tenant).post(path).then().statusCode(409).body("violations.field", hasItem("psk"));
  }

  @ParameterizedTest
  @CsvSource({
    "'{\"grace\":\"P31D\"}', grace",
    "'{\"grace\":7}', grace",
    "'{\"psk\":\"a key of my own choice\"}', psk",
    "[], body",
    "{, body",
  })
  void whatIsWrongIsTold(String body, String field) {
    admin(tenant)
        .body(body)
        .post(path)
        .then()
        .statusCode(400)
        .body("violations.field", hasItem(field));
  }

  @Test
  void onlyAnAdminOfTheTenantMayAskAndOnlyForTheVersionHeSaw() {
    admin(tenant()).post(path).then().statusCode(404);
    viewer(tenant).post(path).then().statusCode(403);
    Calls.operator().post(path).then().statusCode(403);
    admin(tenant).header("If-Match", "\"9\"").post(path).then().statusCode(412);
  }
}
