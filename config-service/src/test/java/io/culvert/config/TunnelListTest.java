package io.culvert.config;

import static io.culvert.config.Calls.TUNNELS;
import static io.culvert.config.Calls.admin;
import static io.culvert.config.Calls.createTunnel;
import static io.culvert.config.Calls.pop;
import static io.culvert.config.Calls.sharedPop;
import static io.culvert.config.Calls.tenant;
import static io.culvert.config.Calls.tunnel;
import static io.culvert.config.Calls.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.culvert.config.app.Transactions;
import io.culvert.config.app.TunnelOrder;
import io.culvert.config.app.TunnelStore;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** GET of tunnels: pages, filters, and only one's own. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class TunnelListTest {
  @Inject Transactions transactions;
  @Inject TunnelStore tunnels;

  private static long named(String tenant, String site, String... pops) {
    return createTunnel(tenant, with(tunnel(pops), "site", "\"" + site + "\""));
  }

  @Test
  void aTenantSeesItsOwnTunnelsAlone() {
    String tenant = tenant();
    String other = tenant();
    long mine = named(tenant, "mine", sharedPop());
    named(other, "theirs", sharedPop());
    admin(tenant)
        .get(TUNNELS)
        .then()
        .statusCode(200)
        .body("status", equalTo(200))
        .body("total", equalTo(1))
        .body("result.id", contains((int) mine));
  }

  @Test
  void theTotalFollowsWhatIsMadeAndDeletedAndSummedUp() throws Throwable {
    String tenant = tenant();
    long first = named(tenant, "one", sharedPop());
    named(tenant, "two", sharedPop());
    named(tenant, "three", sharedPop());
    admin(tenant).delete(TUNNELS + "/" + first).then().statusCode(200);
    assertTotal(tenant);

    VertxContextSupport.subscribeAndAwait(() -> transactions.run(tunnels::sumUp));
    assertTotal(tenant);
    VertxContextSupport.subscribeAndAwait(() -> transactions.run(tunnels::sumUp));
    assertTotal(tenant);
  }

  private static void assertTotal(String tenant) {
    admin(tenant)
        .queryParam("limit", 1)
        .get(TUNNELS)
        .then()
        .body("total", equalTo(2))
        .body("result.site", contains("two"));
  }

  @Test
  void aListThatTheDatabaseDoesNotAnswerIsGivenUp() throws SQLException {
    String tenant = tenant();
    try (Connection holder = Surroundings.database().connect();
        Statement lock = holder.createStatement()) {
      holder.setAutoCommit(false);
      lock.execute("lock table config.tunnel in access exclusive mode");
      admin(tenant).get(TUNNELS).then().statusCode(503);
      holder.rollback();
    }
    admin(tenant).get(TUNNELS).then().statusCode(200);
  }

  @Test
  void aPageBehindTheEndIsEmptyAndTellsTheTotal() {
    String tenant = tenant();
    named(tenant, "one", sharedPop());
    for (String filter : new String[] {"", "one"}) {
      admin(tenant)
          .queryParam("site", filter)
          .queryParam("offset", 5)
          .get(TUNNELS)
          .then()
          .body("total", equalTo(1))
          .body("result", hasSize(0));
    }
  }

  @Test
  void pagesFollowEachOtherAndTellTheTotal() {
    String tenant = tenant();
    for (String site : new String[] {"one", "two", "three"}) {
      named(tenant, site, sharedPop());
    }
    admin(tenant)
        .queryParam("limit", 2)
        .get(TUNNELS)
        .then()
        .body("total", equalTo(3))
        .body("result.site", contains("one", "two"));
    admin(tenant)
        .queryParam("limit", 2)
        .queryParam("offset", 2)
        .get(TUNNELS)
        .then()
        .body("total", equalTo(3))
        .body("result.site", contains("three"));
  }

  @Test
  void partOfTheNamePopAndStatusFilter() {
    String tenant = tenant();
    String elsewhere = pop();
    named(tenant, "north-shop", sharedPop());
    named(tenant, "south-shop", elsewhere);
    admin(tenant)
        .queryParam("site", "north")
        .get(TUNNELS)
        .then()
        .body("result.site", contains("north-shop"));
    admin(tenant)
        .queryParam("pop", elsewhere)
        .get(TUNNELS)
        .then()
        .body("result.site", contains("south-shop"));
    admin(tenant).queryParam("status", "up").get(TUNNELS).then().body("result", hasSize(0));
    admin(tenant).queryParam("status", "unknown").get(TUNNELS).then().body("total", equalTo(2));
  }

  @Test
  void aSignOfSqlInTheNameIsJustASign() {
    String tenant = tenant();
    named(tenant, "100%_off", sharedPop());
    named(tenant, "plain", sharedPop());
    admin(tenant).queryParam("site", "%").get(TUNNELS).then().body("total", equalTo(1));
    admin(tenant).queryParam("site", "' or 1=1 --").get(TUNNELS).then().body("total", equalTo(0));
  }

  @Test
  void aSignThatNoNameHasIsToldByName() {
    admin(tenant())
        .urlEncodingEnabled(false)
        .get(TUNNELS + "?site=a%00b&pop=%00")
        .then()
        .statusCode(400)
        .body("violations.field.sort()", contains("pop", "site"));
  }

  @Test
  void aWrongQueryIsToldByName() {
    admin(tenant())
        .queryParam("limit", 101)
        .queryParam("offset", -1)
        .queryParam("status", "sideways")
        .get(TUNNELS)
        .then()
        .statusCode(400)
        .body("violations.field.sort()", contains("limit", "offset", "status"));
  }

  @Test
  void eachColumnFilters() {
    String tenant = tenant();
    String one = with(with(tunnel(sharedPop()), "encryption", "\"Null\""), "vendor", "\"Cisco\"");
    long id = createTunnel(tenant, with(with(one, "sourcetype", "\"IoT\""), "enable", "false"));
    createTunnel(tenant, tunnel(sharedPop()));
    String identity =
        admin(tenant).get(TUNNELS + "/" + id).then().extract().path("result[0].srcidentity");
    for (String filter :
        List.of(
            "encryption=null",
            "vendor=CISC",
            "sourcetype=iot",
            "enabled=false",
            "srcidentity=" + identity.toUpperCase(Locale.ROOT),
            "encryption=Null&enabled=false&vendor=cisco")) {
      admin(tenant).get(TUNNELS + "?" + filter).then().body("result.id", contains((int) id));
    }
    admin(tenant).get(TUNNELS + "?encryption=Null&enabled=true").then().body("total", equalTo(0));
    admin(tenant)
        .get(TUNNELS + "?encryption=DES&sourcetype=x&sort=colour&enabled=maybe")
        .then()
        .statusCode(400)
        .body("violations.field.sort()", contains("enabled", "encryption", "sort", "sourcetype"));
  }

  @Test
  void eachColumnSortsBothWaysAndWhatIsEqualIsInOrderOfId() {
    String tenant = tenant();
    String pop = sharedPop();
    int a = (int) createTunnel(tenant, with(with(tunnel(pop), "site", "\"b\""), "bandwidth", "7"));
    int b = (int) createTunnel(tenant, with(with(tunnel(pop), "site", "\"c\""), "bandwidth", "9"));
    int c =
        (int) createTunnel(tenant, with(with(tunnel(pop), "site", "\"a\""), "bandwidth", "null"));
    Map<String, List<Integer>> orders =
        Map.of(
            "site", List.of(c, a, b),
            "-site", List.of(b, a, c),
            "bandwidth", List.of(a, b, c),
            "-bandwidth", List.of(b, a, c),
            "primary", List.of(a, b, c),
            "-primary", List.of(a, b, c),
            "status", List.of(a, b, c),
            "-id", List.of(c, b, a));
    orders.forEach(
        (sort, ids) ->
            assertThat(
                    admin(tenant)
                        .queryParam("sort", sort)
                        .get(TUNNELS)
                        .then()
                        .statusCode(200)
                        .extract()
                        .<List<Integer>>path("result.id"))
                .as(sort)
                .isEqualTo(ids));
    for (TunnelOrder.Column column : TunnelOrder.Column.values()) {
      admin(tenant).get(TUNNELS + "?sort=-" + column.id()).then().body("total", equalTo(3));
    }
  }
}
