package io.culvert.config;

import static io.culvert.config.Calls.AUDIT;
import static io.culvert.config.Calls.admin;
import static io.culvert.config.Calls.as;
import static io.culvert.config.Calls.createTunnel;
import static io.culvert.config.Calls.sharedPop;
import static io.culvert.config.Calls.tenant;
import static io.culvert.config.Calls.tunnel;
import static io.culvert.config.Calls.with;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The audit log as a file. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class AuditExportTest {
  private static final String EXPORT = AUDIT + "/export";
  private static final String NDJSON = "application/x-ndjson";

  private String tenant = "";

  @BeforeEach
  void makeTenant() {
    tenant = tenant();
  }

  private ValidatableResponse export(String accept) {
    return as(Tokens.of(tenant, "viewer")).accept(accept).get(EXPORT).then();
  }

  /** As many entries as several batches have; they are numbered from 1. */
  private void fill(int entries) {
    Sql.execute(
        """
        insert into config.audit (time, tenant, actor_kind, actor_id, actor_name, address, action,
          object_type, object_id, object_name, fields_before, fields_after)
        select now(), '%s', 'user', 'i', 'n', 'a', 'update', 'pop', n, 'p', '{}', '{"notes":"x"}'
        from generate_series(1, %d) n order by n
        """
            .formatted(tenant, entries));
  }

  @Test
  void csvHasAHeaderAndALineForEachChange() {
    createTunnel(tenant, with(tunnel(sharedPop()), "site", "\"a, \\\"b\\\"\""));
    List<String> lines =
        export("text/csv")
            .statusCode(200)
            .contentType(startsWith("text/csv"))
            .header("Content-Disposition", containsString("audit.csv"))
            .extract()
            .asString()
            .lines()
            .toList();
    assertThat(lines).hasSize(2);
    assertThat(lines.getFirst())
        .isEqualTo(
            "id,time,tenant,actor kind,actor id,actor,address,action,object type,object id,object,before,after");
    assertThat(lines.getLast())
        .contains("," + tenant + ",user,someone,someone,127.0.0.1,create,tunnel,")
        .contains(",\"a, \"\"b\"\"\",{},\"{\"\"site\"\":");
  }

  @Test
  void aNameThatASpreadsheetWouldRunIsDefused() {
    createTunnel(tenant, with(tunnel(sharedPop()), "site", "\"=cmd|' /C calc'!A0\""));
    String file = export("text/csv").statusCode(200).extract().asString();
    assertThat(file).contains(",\"'=cmd|' /C calc'!A0\",").doesNotContain(",=cmd");
  }

  @Test
  void everyBatchIsThereOnceAndInOrder() {
    fill(1234);
    List<String> lines =
        export("text/csv").statusCode(200).extract().asString().lines().skip(1).toList();
    assertThat(lines.stream().map(line -> line.split(",", -1)[9]))
        .containsExactlyElementsOf(numbers(1234));
  }

  private static List<String> numbers(int last) {
    return IntStream.iterate(last, n -> n > 0, n -> n - 1).mapToObj(Integer::toString).toList();
  }

  @Test
  void ndjsonHasAnObjectInEachLine() throws Exception {
    fill(501);
    List<String> lines =
        export(NDJSON)
            .statusCode(200)
            .contentType(startsWith(NDJSON))
            .extract()
            .asString()
            .lines()
            .toList();
    assertThat(lines).hasSize(501);
    JsonNode first = new ObjectMapper().readTree(lines.getFirst());
    assertThat(first.at("/object/id").asText()).isEqualTo("501");
    assertThat(first.at("/after/notes").asText()).isEqualTo("x");
    assertThat(first.at("/tenant").asText()).isEqualTo(tenant);
  }

  @Test
  void nothingToTellIsAnEmptyFile() {
    assertThat(export("text/csv").statusCode(200).extract().asString().lines()).hasSize(1);
    assertThat(export(NDJSON).statusCode(200).extract().asString()).isEmpty();
    assertThat(export("*/*").statusCode(200).extract().asString()).startsWith("id,time,");
  }

  @Test
  void whatIsChosenIsExported() {
    fill(3);
    assertThat(
            as(Tokens.of(tenant, "viewer"))
                .queryParam("object", "2")
                .get(EXPORT)
                .then()
                .statusCode(200)
                .extract()
                .asString()
                .lines())
        .hasSize(2);
    admin(tenant).queryParam("from", "x").get(EXPORT).then().statusCode(400);
  }

  @Test
  void aTenantExportsItsOwnAndNobodyWithoutAToken() {
    fill(3);
    String other = tenant();
    String file =
        as(Tokens.of(other, "admin")).get(EXPORT).then().statusCode(200).extract().asString();
    assertThat(file.lines()).hasSize(1);
    given().get(EXPORT).then().statusCode(401);
  }

  @Test
  void withoutADatabaseOneIsToldToTryAgain() {
    Surroundings.cable().cut();
    try {
      export("text/csv").statusCode(503).contentType("application/problem+json");
      export(NDJSON).statusCode(503);
    } finally {
      Surroundings.cable().mend();
    }
  }
}
