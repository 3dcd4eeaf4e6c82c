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
import static io.culvert.config.Reports.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import io.culvert.config.app.KeyEncryptionKey;
import io.culvert.config.app.KeyRing;
import io.culvert.config.app.SecretStore;
import io.culvert.config.app.StoredKeys;
import io.culvert.contract.PskSeal;
import io.culvert.contract.Topic;
import io.culvert.contract.TunnelChange;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The key-encryption key is changed while the service serves. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class ResealTest {
  private static final String SECRETS = "/api/v2/secrets";
  private static final String CURRENT = "current";

  @Inject SecretStore store;

  private static String makeCurrent(Path file) throws IOException {
    byte[] octets = new byte[KeyEncryptionKey.LENGTH];
    new SecureRandom().nextBytes(octets);
    String id = new KeyEncryptionKey(octets).id();
    // Written beside and renamed, as secret stores do: nobody reads half a key.
    Path half =
        Files.writeString(file.resolveSibling(".half"), Base64.getEncoder().encodeToString(octets));
    Files.move(half, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    awaitCurrent(id);
    return id;
  }

  private static void awaitCurrent(String id) {
    soon()
        .untilAsserted(
            () ->
                operator()
                    .get(SECRETS)
                    .then()
                    .statusCode(200)
                    .body("result[0].keys[0].id", equalTo(id))
                    .body("result[0].keys[0].current", equalTo(true)));
  }

  private static void reseal() {
    operator().post(SECRETS + "/reseal").then().statusCode(202);
    soon()
        .untilAsserted(
            () ->
                operator()
                    .get(SECRETS)
                    .then()
                    .body("result[0].remaining", equalTo(0))
                    .body("result[0].reseal.finished", notNullValue()));
  }

  /** The others go on with the key they began with. */
  @AfterEach
  void goBack() throws IOException {
    Files.deleteIfExists(Surroundings.keks().resolve(CURRENT));
    KeyEncryptionKey first = new KeyEncryptionKey(Base64.getDecoder().decode(Surroundings.KEK));
    awaitCurrent(first.id());
    reseal();
  }

  private static void execute(String sql) throws SQLException {
    try (Connection connection = Surroundings.database().connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String value(String sql) throws SQLException {
    try (Connection connection = Surroundings.database().connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      assertThat(rows.next()).isTrue();
      return rows.getString(1);
    }
  }

  private static void assertEverythingIsUnder(String id) throws SQLException {
    for (String places :
        List.of(
            "select psk_sealed from config.tunnel",
            "select previous_psk_sealed from config.tunnel where previous_psk_sealed is not null",
            "select sealed from config.service_key",
            "select key_sealed from config.certificate")) {
      assertThat(
              value(
                  "select count(*) from (%s) s(v) where v not like 'k1.%s.%%'"
                      .formatted(places, id)))
          .isEqualTo("0");
    }
  }

  @Test
  void everySecretMovesToANewKeyWithoutARestartAndIsWhatItWas() throws Exception {
    PskSeal.KeyPair key = PskSeal.generate();
    String pop = pop(",\"publicKey\":\"%s\"".formatted(key.publicKey()));
    String tenant = tenant();
    String first = "first secret to seal anew " + Calls.next();
    String second = "second secret to seal anew " + Calls.next();
    String old = "secret without a key id " + Calls.next();
    long rotated = createTunnel(tenant, with(tunnel(pop), "psk", "\"" + first + "\""));
    admin(tenant)
        .body("{\"psk\":\"" + second + "\"}")
        .post(TUNNELS + "/" + rotated + "/psk/rotate")
        .then()
        .statusCode(200);
    long unnamed = createTunnel(tenant, with(tunnel(pop), "psk", "\"" + old + "\""));
    execute(
        "update config.tunnel set psk_sealed = split_part(psk_sealed, '.', 3) where id = "
            + unnamed);

    String id = makeCurrent(Surroundings.keks().resolve(CURRENT));
    reseal();

    assertEverythingIsUnder(id);
    admin(tenant).body("{\"bandwidth\":7}").patch(TUNNELS + "/" + rotated).then().statusCode(200);
    admin(tenant).body("{\"bandwidth\":7}").patch(TUNNELS + "/" + unnamed).then().statusCode(200);
    TunnelChange told =
        Records.tunnel(Records.of(Topic.TUNNEL_CHANGES, Long.toString(rotated), 3).getLast());
    assertThat(told.psks())
        .extracting(
            psk -> new String(new PskSeal.Opener(key).open(psk, rotated), StandardCharsets.UTF_8))
        .containsExactly(second, first);
    // The digests stayed: a key that is taken is still known to be.
    admin(tenant)
        .body(with(tunnel(sharedPop()), "psk", "\"" + second + "\""))
        .post(TUNNELS)
        .then()
        .statusCode(409);
  }

  @Test
  void aServiceThatIsNotGivenTheKeyDoesNotStart() {
    createTunnel(tenant(), tunnel(sharedPop()));
    KeyEncryptionKey other =
        new KeyEncryptionKey(
            "another key of thirty-two octets".getBytes(StandardCharsets.US_ASCII));
    KeyRing ring = new KeyRing(() -> List.of(other), new SecureRandom());
    assertThatThrownBy(() -> new StoredKeys(ring, store, new SecureRandom()).check())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("give the service the key-encryption key");
  }

  @Test
  void onlyAnOperatorSeesAndOrders() {
    admin("demo").get(SECRETS).then().statusCode(403);
    admin("demo").post(SECRETS + "/reseal").then().statusCode(403);
  }
}
