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
import static io.culvert.config.ImportCalls.commit;
import static io.culvert.config.ImportCalls.csv;
import static io.culvert.config.ImportCalls.imported;
import static io.culvert.config.ImportCalls.reviewed;
import static io.culvert.config.ImportCalls.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** What has changed since a review stops its commit, all of it. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class ImportOutdatedTest {
  private static JsonPath only(String tenant) {
    return admin(tenant)
        .get(TUNNELS)
        .then()
        .body("total", equalTo(1))
        .extract()
        .jsonPath()
        .setRootPath("result[0]");
  }

  @Test
  void aTunnelThatChangedSinceStopsItAll() {
    String tenant = tenant();
    String row = row("hq", sharedPop());
    imported(tenant, row);
    long hq = only(tenant).getLong("id");
    String id = reviewed(tenant, row("branch", sharedPop()) + row.replace(",50,", ",60,"));
    admin(tenant).body("{\"notes\":\"x\"}").patch(TUNNELS + "/" + hq).then().statusCode(200);
    commit(tenant, id)
        .statusCode(409)
        .body("violations.field", contains("line 3, tunnel name"))
        .body("violations.message", contains("the tunnel has been changed or deleted"));
    admin(tenant)
        .get(TUNNELS)
        .then()
        .body("total", equalTo(1))
        .body("result.bandwidth", contains(50));
    csv(tenant)
        .get(IMPORTS + "/" + id)
        .then()
        .body("state", equalTo("failed"))
        .body("reason", containsString("line 3, tunnel name: the tunnel has been changed"));
    commit(tenant, id).statusCode(409).body("detail", containsString("cannot be committed"));
  }

  @Test
  void aTunnelThatWasDeletedSinceStopsItAll() {
    String tenant = tenant();
    String row = row("hq", sharedPop());
    imported(tenant, row);
    String id = reviewed(tenant, row);
    admin(tenant).delete(TUNNELS + "/" + only(tenant).getLong("id")).then().statusCode(200);
    commit(tenant, id).statusCode(409).body("violations.field", contains("line 2, tunnel name"));
  }

  @Test
  void aNameIdentityOrKeyThatWasTakenSinceStopsItAll() {
    String tenant = tenant();
    String other = tenant();
    String id =
        reviewed(
            tenant,
            row("name", sharedPop())
                + "identity,taken-%s.example.com,,%s,,Null,some key of %s,,1\n"
                    .formatted(tenant, sharedPop(), tenant)
                + "key,key-%s.example.com,,%s,,Null,key taken of %s,,1\n"
                    .formatted(tenant, sharedPop(), tenant));
    createTunnel(tenant, with(tunnel(sharedPop()), "site", "\"name\""));
    createTunnel(
        other,
        with(tunnel(sharedPop()), "srcidentity", "\"taken-%s.example.com\"".formatted(tenant)));
    createTunnel(other, with(tunnel(sharedPop()), "psk", "\"key taken of %s\"".formatted(tenant)));
    commit(tenant, id)
        .statusCode(409)
        .body(
            "violations.field",
            contains("line 2, tunnel name", "line 3, source identity", "line 4, psk"))
        .body(
            "violations.message",
            contains(
                "there is a tunnel of this name now",
                "has been taken by another tunnel",
                "is in use by now; choose another one"))
        .body(not(containsString(other)));
    admin(tenant).get(TUNNELS).then().body("total", equalTo(1));
  }

  @Test
  void aPopThatStoppedAcceptingOrOffersLessStopsItAll() {
    String tenant = tenant();
    String stopped = pop();
    String slower = pop(",\"bandwidths\":[1000]");
    String row = row("before", stopped);
    imported(tenant, row);
    String id =
        reviewed(
            tenant,
            row.replace(",50,", ",60,")
                + row("new", stopped)
                + row("fast", slower).replace(",50,", ",900,"));
    change(stopped, "{\"acceptingTunnels\":false}");
    change(slower, "{\"bandwidths\":[500]}");
    commit(tenant, id)
        .statusCode(409)
        .body("violations.field", contains("line 3, primary pop", "line 4, maximum bandwidth"))
        .body("violations.message", hasItem("must be at most 500 at these POPs"));
    assertThat(only(tenant).getInt("bandwidth")).isEqualTo(50);
  }

  private static void change(String pop, String json) {
    operator().body(json).patch(Calls.OPERATOR_POPS + "/" + pop).then().statusCode(200);
  }

  @Test
  void aLicenceThatEndedStopsItUntilItIsBack() {
    String tenant = tenant();
    String id = reviewed(tenant, row("hq", sharedPop()));
    licences(tenant, "");
    commit(tenant, id).statusCode(403).body("title", equalTo("Licence missing"));
    licences(tenant, "\"secure-web-gateway\"");
    csv(tenant).get(IMPORTS + "/" + id).then().body("reason", nullValue());
    commit(tenant, id).statusCode(200);
  }

  private static void licences(String tenant, String licences) {
    operator()
        .body("{\"licences\":[" + licences + "]}")
        .patch(Calls.TENANTS + "/" + tenant)
        .then()
        .statusCode(200);
  }

  @Test
  void keysThatNoLongerOpenStopItAll() throws SQLException {
    String tenant = tenant();
    String id = reviewed(tenant, row("hq", sharedPop()) + row("branch", sharedPop()));
    try (Connection connection = Surroundings.database().connect();
        PreparedStatement update =
            connection.prepareStatement(
                "update config.tunnel_import_row set psk_sealed = 'k1.0011223344556677.AAAA'"
                    + " where site = 'branch' and import ="
                    + " (select number from config.tunnel_import where tenant = ?)")) {
      update.setString(1, tenant);
      assertThat(update.executeUpdate()).isEqualTo(1);
    }
    commit(tenant, id).statusCode(409).body("detail", containsString("send the file again"));
    admin(tenant).get(TUNNELS).then().body("total", equalTo(0));
  }
}
