package io.culvert.config;

import static io.culvert.config.Calls.TUNNELS;
import static io.culvert.config.Calls.as;
import static io.culvert.config.Calls.createTunnel;
import static io.culvert.config.Calls.pop;
import static io.culvert.config.Calls.sharedPop;
import static io.culvert.config.Calls.tenant;
import static io.culvert.config.Calls.tunnel;
import static io.culvert.config.Calls.with;
import static io.culvert.config.ImportCalls.HEADER;
import static io.culvert.config.ImportCalls.IMPORTS;
import static io.culvert.config.ImportCalls.csv;
import static io.culvert.config.ImportCalls.imported;
import static io.culvert.config.ImportCalls.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The export, and that what was exported can be imported. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class ExportTest {
  private static String export(String tenant) {
    return as(Tokens.of(tenant, "viewer"))
        .get(TUNNELS + "/export")
        .then()
        .statusCode(200)
        .contentType("text/csv;charset=UTF-8")
        .header("Content-Disposition", containsString("tunnels.csv"))
        .extract()
        .asString();
  }

  /** What was exported, imported again, is unchanged row by row. */
  private static void assertRoundTrip(String tenant, String exported, int rows) {
    csv(tenant)
        .body(exported)
        .post(IMPORTS)
        .then()
        .statusCode(201)
        .body("totals.unchanged", equalTo(rows))
        .body("total", equalTo(rows));
  }

  @Test
  void theColumnsAreThoseOfTheImportAndTheKeyIsEmpty() {
    String tenant = tenant();
    String first = pop();
    String second = pop();
    createTunnel(
        tenant,
        """
        {"site":"hq, \\"north\\"","srcidentity":"HQ-%s.example.com","srcipidentity":"192.0.2.7","psk":"key of %s",
         "encryption":"AES128-CBC","pops":["%s","%s"],"bandwidth":50,"enable":false}
        """
            .formatted(tenant, tenant, first, second));
    String exported = export(tenant);
    assertThat(exported.replace("\r\n", "\n"))
        .isEqualTo(
            """
            "tunnel name","source identity","source ip address","primary pop","failover pop","encryption cipher","psk","maximum bandwidth","enabled"
            "hq, ""north""\","hq-%s.example.com","192.0.2.7","%s","%s","AES128-CBC","","50","false"
            """
                .formatted(tenant, first, second));
    assertRoundTrip(tenant, exported, 1);
  }

  @Test
  void whatASpreadsheetWouldRunIsDefusedAndComesBackAsItWas() {
    String tenant = tenant();
    List<String> names =
        List.of("=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "'=1", "'plain", "caf\u00e9", "1,5");
    for (String name : names) {
      createTunnel(tenant, with(tunnel(sharedPop()), "site", "\"" + name + "\""));
    }
    createTunnel(
        tenant,
        with(tunnel(sharedPop()), "srcidentity", "\"=x@%s.example.com\"".formatted(tenant)));
    String exported = export(tenant);
    assertThat(exported)
        .contains("\"'=cmd|' /C calc'!A0\"", "\"'+1\"", "\"'-1\"", "\"'@SUM(A1)\"", "\"''=1\"")
        .contains("\"'plain\"", "\"'=x@" + tenant)
        .doesNotContain("\"=", "\"+", "\"-", "\"@");
    assertRoundTrip(tenant, exported, names.size() + 1);
  }

  @Test
  void moreTunnelsThanAreReadAtOnceAreExportedAllAndOnce() {
    String tenant = tenant();
    imported(
        tenant,
        IntStream.range(0, 2_500)
            .mapToObj(i -> row("site" + i, sharedPop()))
            .collect(Collectors.joining()));
    createTunnel(tenant(), tunnel(sharedPop()));
    String exported = export(tenant);
    assertThat(exported.lines().skip(1).map(line -> line.split(",", -1)[0]).distinct())
        .hasSize(2_500);
    assertRoundTrip(tenant, exported, 2_500);
  }

  @Test
  void theTemplateIsTheHeaderAndImportsNothing() {
    String tenant = tenant();
    String template =
        as(Tokens.of(tenant, "viewer"))
            .get(IMPORTS + "/template")
            .then()
            .statusCode(200)
            .contentType("text/csv;charset=UTF-8")
            .extract()
            .asString();
    assertThat(template.strip()).isEqualTo(HEADER.strip());
    assertRoundTrip(tenant, template, 0);
  }

  @Test
  void theExportIsForThoseWhoMaySeeTheTunnels() {
    String tenant = tenant();
    for (String role : List.of("admin", "viewer", "operator")) {
      as(Tokens.of(tenant, role)).get(TUNNELS + "/export").then().statusCode(200);
    }
    as(Tokens.of(tenant, "other")).get(TUNNELS + "/export").then().statusCode(403);
    as(Tokens.of("stranger", "admin")).get(TUNNELS + "/export").then().statusCode(403);
    as("garbage").get(TUNNELS + "/export").then().statusCode(401);
  }
}
