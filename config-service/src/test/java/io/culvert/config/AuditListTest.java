package io.culvert.config;

import static io.culvert.config.Calls.AUDIT;
import static io.culvert.config.Calls.OPERATOR_POPS;
import static io.culvert.config.Calls.TENANTS;
import static io.culvert.config.Calls.TUNNELS;
import static io.culvert.config.Calls.as;
import static io.culvert.config.Calls.createTunnel;
import static io.culvert.config.Calls.operator;
import static io.culvert.config.Calls.pop;
import static io.culvert.config.Calls.sharedPop;
import static io.culvert.config.Calls.tenant;
import static io.culvert.config.Calls.tunnel;
import static io.culvert.config.Calls.viewer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who sees which changes, and how to find them. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class AuditListTest {
  private String tenant = "";

  @BeforeEach
  void makeTenant() {
    tenant = tenant();
  }

  private static ValidatableResponse list(String tenant, String... query) {
    var request = viewer(tenant);
    for (int i = 0; i < query.length; i += 2) {
      request.queryParam(query[i], query[i + 1]);
    }
    return request.get(AUDIT).then();
  }

  private JsonPath entries() {
    return list(tenant).statusCode(200).extract().jsonPath();
  }

  private static JsonPath operatorsLog(String type, String id) {
    return operator()
        .queryParam("type", type)
        .queryParam("object", id)
        .get(AUDIT)
        .then()
        .statusCode(200)
        .extract()
        .jsonPath();
  }

  @Test
  void theOperatorsOwnChangesAreInTheOperatorsLogAlone() {
    String pop = pop();
    operator().body("{\"region\":\"FJ\"}").patch(OPERATOR_POPS + "/" + pop).then().statusCode(200);
    operator().delete(OPERATOR_POPS + "/" + pop).then().statusCode(200);
    operator().body("{\"licences\":[]}").patch(TENANTS + "/" + tenant).then().statusCode(200);

    JsonPath pops = operatorsLog("pop", pop);
    assertThat(pops.getList("result.action")).containsExactly("delete", "update", "create");
    assertThat(pops.getMap("result[1].before")).isEqualTo(Map.of("region", "US-CA"));
    assertThat(pops.getMap("result[1].after")).isEqualTo(Map.of("region", "FJ"));
    assertThat(pops.getList("result.tenant")).containsOnlyNulls();
    JsonPath tenants = operatorsLog("tenant", tenant);
    assertThat(tenants.getList("result.action")).containsExactly("update", "create");
    assertThat(tenants.getMap("result[0].before"))
        .isEqualTo(Map.of("licences", List.of("secure-web-gateway")));
    assertThat(tenants.getMap("result[0].after"))
        .containsOnlyKeys("licences", "licenceGraceUntil")
        .containsEntry("licences", List.of());
    assertThat(entries().getInt("total")).isZero();
    list(tenant, "type", "pop").body("total", equalTo(0));
  }

  @Test
  void theOperatorSeesEveryTenantAndMayAskForOne() {
    long id = createTunnel(tenant, tunnel(sharedPop()));
    assertThat(operatorsLog("tunnel", Long.toString(id)).getList("result.tenant"))
        .containsExactly(tenant);
    operator()
        .queryParam("tenant", tenant)
        .get(AUDIT)
        .then()
        .statusCode(200)
        .body("total", equalTo(1));
    String other = tenant();
    list(other).statusCode(200).body("total", equalTo(0));
    list(other, "object", Long.toString(id)).body("total", equalTo(0));
    list(other, "tenant", tenant).statusCode(400).body("violations.field", contains("tenant"));
  }

  @Test
  void entriesAreChosenByWhoWhatAndWhen() {
    long first = createTunnel(tenant, tunnel(sharedPop()));
    long second = createTunnel(tenant, tunnel(sharedPop()));
    String path = TUNNELS + "/" + first;
    as(Tokens.named("grace", tenant, "admin"))
        .contentType("application/json")
        .body("{\"notes\":\"x\"}")
        .patch(path)
        .then()
        .statusCode(200);
    list(tenant, "actor", "grace").body("result.action", contains("update"));
    list(tenant, "actor", "someone").body("total", equalTo(3));
    list(tenant, "actor", "grac_").body("total", equalTo(0));
    list(tenant, "action", "create").body("total", equalTo(2));
    list(tenant, "object", Long.toString(second)).body("total", equalTo(1));
    String time = entries().getString("result[0].time");
    list(tenant, "from", time).body("result.action", contains("update"));
    list(tenant, "to", time).body("result.action", contains("create", "create"));
    list(tenant, "limit", "1", "offset", "1")
        .body("total", equalTo(3))
        .body("result", hasSize(1))
        .body("result[0].object.id", equalTo(Long.toString(second)));
  }

  @ParameterizedTest
  @CsvSource({
    "action, burn",
    "type, house",
    "from, yesterday",
    "to, 7",
    "limit, 101",
    "offset, -1",
    "actor, 'a\tb'",
    "object, 'a\tb'"
  })
  void aFilterThatIsNoneIsNamed(String name, String value) {
    list(tenant, name, value).statusCode(400).body("violations.field", hasItem(name));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "update config.audit set actor_name = 'nobody'",
        "delete from config.audit",
        "delete from config.audit where false",
        "truncate config.audit"
      })
  void whatIsWrittenStaysAsItIs(String sql) {
    createTunnel(tenant, tunnel(sharedPop()));
    assertThatThrownBy(() -> Sql.execute(sql))
        .hasMessageContaining("the audit log can only be added to");
    assertThat(entries().getInt("total")).isEqualTo(1);
  }
}
