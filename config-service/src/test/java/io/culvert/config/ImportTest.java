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
import static io.culvert.config.ImportCalls.HEADER;
import static io.culvert.config.ImportCalls.IMPORTS;
import static io.culvert.config.ImportCalls.csv;
import static io.culvert.config.ImportCalls.imported;
import static io.culvert.config.ImportCalls.review;
import static io.culvert.config.ImportCalls.row;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The review of a file: what it says, and that it changes nothing. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class ImportTest {
  @Test
  void aReviewHasTheDocumentedShapeAndChangesNothing() {
    String tenant = tenant();
    String id =
        review(tenant, row("north", sharedPop()))
            .statusCode(201)
            .body("state", equalTo("reviewed"))
            .body("totals.create", equalTo(1))
            .body("totals.update", equalTo(0))
            .body("totals.unchanged", equalTo(0))
            .body("totals.error", equalTo(0))
            .body("total", equalTo(1))
            .body("rows", hasSize(1))
            .body("rows[0].line", equalTo(2))
            .body("rows[0].name", equalTo("north"))
            .body("rows[0].action", equalTo("create"))
            .body("rows[0].errors", empty())
            .body("rows[0].changes.find {it.field == 'tunnel name'}.from", equalTo(""))
            .body("rows[0].changes.find {it.field == 'tunnel name'}.to", equalTo("north"))
            .body("rows[0].changes.find {it.field == 'psk'}.to", equalTo("***"))
            .body("rows[0].warnings[0]", containsString("failover"))
            .body(not(containsString("very long secret")))
            .extract()
            .path("id");
    admin(tenant).get(TUNNELS).then().body("total", equalTo(0));
    csv(tenant)
        .get(IMPORTS + "/" + id)
        .then()
        .statusCode(200)
        .body("id", equalTo(id))
        .body("rows[0].name", equalTo("north"));
  }

  @Test
  void differencesAreShownFieldByField() {
    String tenant = tenant();
    String first = pop();
    String second = pop();
    imported(
        tenant,
        "hq,hq-%s.example.com,,%s,,Null,a key for hq %s,50,true\n"
            .formatted(tenant, first, tenant));
    review(
            tenant,
            "hq,HQ-%s.example.com.,192.0.2.7,%s,%s,AES128-CBC,another key %s,,no\n"
                .formatted(tenant, first, second, tenant))
        .body("totals.update", equalTo(1))
        .body("rows[0].action", equalTo("update"))
        .body(
            "rows[0].changes.field",
            contains(
                "source ip address",
                "failover pop",
                "encryption cipher",
                "maximum bandwidth",
                "enabled",
                "psk"))
        .body("rows[0].changes.from", contains("", "", "Null", "50", "true", "***"))
        .body(
            "rows[0].changes.to", contains("192.0.2.7", second, "AES128-CBC", "", "false", "***"));
  }

  @Test
  void aRowThatSaysWhatIsIsUnchangedWithItsKeyAndWithoutAny() {
    String tenant = tenant();
    String row = row("hq", sharedPop());
    imported(tenant, row);
    review(tenant, row).body("totals.unchanged", equalTo(1)).body("rows[0].changes", empty());
    review(tenant, row.replaceFirst("a very long[^,]*", "")).body("totals.unchanged", equalTo(1));
  }

  @Test
  void aNewTunnelWithoutKeyIsAnError() {
    review(tenant(), row("hq", sharedPop()).replaceFirst("a very long[^,]*", ""))
        .statusCode(201)
        .body("totals.error", equalTo(1))
        .body("rows[0].name", equalTo("hq"))
        .body("rows[0].action", equalTo("error"))
        .body("rows[0].errors.column", contains("psk"))
        .body("rows[0].errors.message", contains("is needed for a new tunnel"));
  }

  @Test
  void theSameNameIdentityOrKeyTwiceNamesTheOtherLine() {
    String one = row("one", sharedPop());
    String[] cells = one.strip().split(",", -1);
    String two = row("two", sharedPop());
    String three =
        row("three", sharedPop()).replaceFirst("branch[^,]*", cells[1].toUpperCase(Locale.ROOT));
    String four = row("four", sharedPop()).replaceFirst("a very long[^,]*", cells[6]);
    review(tenant(), one + two + row("two", sharedPop()) + three + four)
        .body("totals.create", equalTo(2))
        .body("totals.error", equalTo(3))
        .body("rows.action", contains("create", "create", "error", "error", "error"))
        .body("rows[2].errors[0].column", equalTo("tunnel name"))
        .body("rows[2].errors[0].message", equalTo("is the same as in line 3"))
        .body("rows[3].errors[0].column", equalTo("source identity"))
        .body("rows[3].errors[0].message", equalTo("is the same as in line 2"))
        .body("rows[4].errors[0].column", equalTo("psk"))
        .body("rows[4].errors[0].message", equalTo("is the same as in line 2"));
  }

  @Test
  void anIdentityOrKeyOfAnotherTenantIsTakenAndNotToldWhose() {
    String other = tenant();
    String theirs = row("theirs", sharedPop());
    imported(other, theirs);
    review(tenant(), theirs)
        .statusCode(201)
        .body("totals.error", equalTo(1))
        .body("rows[0].name", equalTo("theirs"))
        .body("rows[0].errors.column", contains("psk", "source identity"))
        .body(
            "rows[0].errors.message",
            contains("is in use already; choose another one", "is taken by another tunnel"))
        .body(not(containsString(other)));
  }

  @Test
  void aKeyThatARotationLeftToAnotherTunnelIsTaken() {
    String tenant = tenant();
    String old = "an old key of " + tenant;
    long id = createTunnel(tenant, with(tunnel(sharedPop()), "psk", "\"" + old + "\""));
    admin(tenant)
        .body("{\"psk\":\"the next key of %s\"}".formatted(tenant))
        .post(TUNNELS + "/" + id + "/psk/rotate")
        .then()
        .statusCode(200);
    review(tenant(), row("hq", sharedPop()).replaceFirst("a very long[^,]*", old))
        .body("rows[0].errors.column", contains("psk"));
  }

  @Test
  void popsOfOneMetroAndReleaseDayNeedForce() {
    String place = "\"latitude\":-47.0,\"longitude\":-172.0,\"releaseDeploymentDay\":\"Day-Y\"";
    String first = twin(place);
    String second = twin(place);
    String tenant = tenant();
    String row = row("hq", first).replace("," + first + ",,", "," + first + "," + second + ",");
    review(tenant, row)
        .body("rows[0].errors.column", contains("failover pop"))
        .body("rows[0].errors[0].message", containsString("same metro"));
    csv(tenant)
        .queryParam("force", true)
        .body(HEADER + row)
        .post(IMPORTS)
        .then()
        .body("totals.create", equalTo(1));
  }

  private static String twin(String place) {
    String name = "twins" + Calls.next();
    operator()
        .body(
            "{\"name\":\"%s\",\"region\":\"NZ\",\"location\":\"X\",\"gateways\":[\"192.0.2.9\"],%s}"
                .formatted(name, place))
        .post(Calls.OPERATOR_POPS)
        .then()
        .statusCode(201);
    return name;
  }

  @Test
  void rowsArePagedAndChosenByAction() {
    String tenant = tenant();
    String rows =
        IntStream.range(0, 120)
            .mapToObj(i -> row(i == 110 ? "" : "site" + i, sharedPop()))
            .collect(Collectors.joining());
    String id =
        review(tenant, rows)
            .body("total", equalTo(120))
            .body("rows", hasSize(100))
            .extract()
            .path("id");
    csv(tenant)
        .queryParam("offset", 100)
        .queryParam("limit", 5)
        .get(IMPORTS + "/" + id)
        .then()
        .body("total", equalTo(120))
        .body("rows.line", contains(102, 103, 104, 105, 106));
    csv(tenant)
        .queryParam("action", "error")
        .get(IMPORTS + "/" + id)
        .then()
        .body("total", equalTo(1))
        .body("rows[0].line", equalTo(112))
        .body("rows[0].name", nullValue())
        .body("rows[0].errors[0].column", equalTo("tunnel name"));
    csv(tenant)
        .queryParam("action", "explode")
        .queryParam("limit", 5)
        .get(IMPORTS + "/" + id)
        .then()
        .statusCode(400)
        .body("violations.field", contains("action"));
  }
}
