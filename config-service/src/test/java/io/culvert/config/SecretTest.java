package io.culvert.config;

import static io.culvert.config.Calls.TUNNELS;
import static io.culvert.config.Calls.admin;
import static io.culvert.config.Calls.createTunnel;
import static io.culvert.config.Calls.operator;
import static io.culvert.config.Calls.pop;
import static io.culvert.config.Calls.tenant;
import static io.culvert.config.Calls.tunnel;
import static io.culvert.config.Calls.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;

import io.culvert.contract.PskSeal;
import io.culvert.contract.SealedPsk;
import io.culvert.contract.Topic;
import io.culvert.contract.TunnelChange;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Where a pre-shared key goes, and where it must not. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class SecretTest {
  @Test
  void theKeyOnKafkaOpensOnlyForThePopItWasSealedTo() throws Exception {
    PskSeal.KeyPair here = PskSeal.generate();
    PskSeal.KeyPair there = PskSeal.generate();
    String first = popWithKey(here);
    String second = popWithKey(there);
    String psk = "secret-for-two-pops-" + Calls.next();
    long id = createTunnel(tenant(), withPsk(psk, first, second));
    TunnelChange change = published(id, found -> found.psks().size() == 2);
    SealedPsk sealed = change.psks().getFirst();
    assertThat(sealed.pop()).isEqualTo(first);
    assertThat(new PskSeal.Opener(here).open(sealed, id))
        .isEqualTo(psk.getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> new PskSeal.Opener(there).open(sealed, id))
        .isInstanceOf(GeneralSecurityException.class);
  }

  @Test
  void aPopThatGetsItsKeyLaterGetsTheTunnelsKeyThen() throws Exception {
    String late = pop();
    String psk = "secret-for-a-late-pop-" + Calls.next();
    long id = createTunnel(tenant(), withPsk(psk, late));
    assertThat(published(id, _ -> true).psks()).isEmpty();
    PskSeal.KeyPair key = PskSeal.generate();
    operator()
        .body("{\"publicKey\":\"%s\"}".formatted(key.publicKey()))
        .patch(Calls.OPERATOR_POPS + "/" + late)
        .then()
        .statusCode(200);
    TunnelChange change = published(id, found -> !found.psks().isEmpty());
    assertThat(new PskSeal.Opener(key).open(change.psks().getFirst(), id))
        .isEqualTo(psk.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void theKeyIsInNoAnswerAndNotInTheDatabase() throws SQLException {
    String tenant = tenant();
    String psk = "secret-to-look-for-" + Calls.next();
    long id = createTunnel(tenant, withPsk(psk, Calls.sharedPop()));
    admin(tenant).get(TUNNELS + "/" + id).then().body(not(containsString(psk)));
    admin(tenant).get(TUNNELS).then().body(not(containsString(psk)));
    String next = "another-secret-" + Calls.next();
    admin(tenant)
        .body("{\"psk\":\"%s\"}".formatted(next))
        .patch(TUNNELS + "/" + id)
        .then()
        .statusCode(200)
        .body(not(containsString(next)));
    String row = row(id);
    assertThat(row).contains(tenant).doesNotContain(psk).doesNotContain(next);
  }

  /** The tunnel's whole row as text. */
  private static String row(long id) throws SQLException {
    try (Connection connection = Surroundings.database().connect();
        Statement statement = connection.createStatement();
        ResultSet found =
            statement.executeQuery("select t::text from config.tunnel t where id = " + id)) {
      assertThat(found.next()).isTrue();
      return found.getString(1);
    }
  }

  private static String popWithKey(PskSeal.KeyPair key) {
    return pop(",\"publicKey\":\"%s\"".formatted(key.publicKey()));
  }

  private static String withPsk(String psk, String... pops) {
    return with(tunnel(pops), "psk", "\"" + psk + "\"");
  }

  /** The first event of a tunnel that is as wanted. */
  private static TunnelChange published(long id, Predicate<TunnelChange> wanted) {
    return Records.of(
            Topic.TUNNEL_CHANGES,
            Long.toString(id),
            told -> told.stream().map(Records::tunnel).anyMatch(wanted))
        .stream()
        .map(Records::tunnel)
        .filter(wanted)
        .findFirst()
        .orElseThrow();
  }
}
