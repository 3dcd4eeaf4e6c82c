package io.culvert.config;

import static io.culvert.config.Calls.as;
import static io.culvert.config.Calls.operator;
import static io.culvert.config.Calls.sharedPop;
import static io.culvert.config.Calls.tenant;
import static io.culvert.config.ImportCalls.HEADER;
import static io.culvert.config.ImportCalls.IMPORTS;
import static io.culvert.config.ImportCalls.csv;
import static io.culvert.config.ImportCalls.review;
import static io.culvert.config.ImportCalls.reviewed;
import static io.culvert.config.ImportCalls.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** How a file may be sent, by whom, and how many rows it may have. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class ImportCallTest {
  @Test
  void aFileMayComeAsAPartOfAForm() {
    String tenant = tenant();
    as(Tokens.of(tenant, "admin"))
        .multiPart(
            "file",
            "tunnels.csv",
            (HEADER + row("hq", sharedPop())).getBytes(StandardCharsets.UTF_8),
            "text/csv")
        .post(IMPORTS)
        .then()
        .statusCode(201)
        .body("totals.create", equalTo(1));
    as(Tokens.of(tenant, "admin"))
        .multiPart("other", "x")
        .post(IMPORTS)
        .then()
        .statusCode(400)
        .body("violations.field", contains("file"));
  }

  @Test
  void aFileThatIsNoSuchFileIsRefusedAndNotKept() {
    String tenant = tenant();
    String id = UUID.randomUUID().toString();
    csv(tenant)
        .queryParam("id", id)
        .body(HEADER + row("hq", sharedPop()).repeat(2_500) + "\"x\"y\n")
        .post(IMPORTS)
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body("violations.field", contains("file"))
        .body("detail", containsString("line 2502"));
    csv(tenant).get(IMPORTS + "/" + id).then().statusCode(404);
    csv(tenant).body(HEADER.replace(",psk", "")).post(IMPORTS).then().statusCode(400);
    csv(tenant).post(IMPORTS).then().statusCode(400);
    as(Tokens.of(tenant, "admin"))
        .contentType("application/json")
        .body("{}")
        .post(IMPORTS)
        .then()
        .statusCode(415)
        .contentType("application/problem+json");
  }

  @Test
  void theClientMayChooseTheIdOnceAndAnotherTenantMayChooseTheSame() {
    String tenant = tenant();
    String id = UUID.randomUUID().toString();
    for (int status : new int[] {201, 409}) {
      csv(tenant)
          .queryParam("id", id)
          .body(HEADER + row("hq", sharedPop()))
          .post(IMPORTS)
          .then()
          .statusCode(status);
    }
    csv(tenant())
        .queryParam("id", id)
        .body(HEADER + row("hq", sharedPop()))
        .post(IMPORTS)
        .then()
        .statusCode(201)
        .body("id", equalTo(id));
    csv(tenant)
        .queryParam("id", "mine")
        .body(HEADER)
        .post(IMPORTS)
        .then()
        .statusCode(400)
        .body("violations.field", contains("id"));
  }

  @Test
  void anImportOfAnotherTenantIsNotThere() {
    String id = reviewed(tenant(), row("hq", sharedPop()));
    String stranger = tenant();
    for (String path : List.of("", "/progress")) {
      csv(stranger).get(IMPORTS + "/" + id + path).then().statusCode(404);
    }
    csv(stranger).post(IMPORTS + "/" + id + "/commit").then().statusCode(404);
  }

  @Test
  void importsAreForAdminsOfLicensedTenants() {
    String tenant = tenant();
    String id = reviewed(tenant, row("hq", sharedPop()));
    for (String role : List.of("viewer", "operator")) {
      String token = Tokens.of(tenant, role);
      as(token).contentType("text/csv").body(HEADER).post(IMPORTS).then().statusCode(403);
      as(token).get(IMPORTS + "/" + id).then().statusCode(403);
      as(token).get(IMPORTS + "/" + id + "/progress").then().statusCode(403);
      as(token).post(IMPORTS + "/" + id + "/commit").then().statusCode(403);
    }
    operator().body("{\"licences\":[]}").patch(Calls.TENANTS + "/" + tenant).then().statusCode(200);
    review(tenant, row("hq", sharedPop()))
        .statusCode(403)
        .body("title", equalTo("Licence missing"));
    csv("stranger").body(HEADER).post(IMPORTS).then().statusCode(403);
    as("garbage").contentType("text/csv").body(HEADER).post(IMPORTS).then().statusCode(401);
  }

  @Test
  void twoHundredThousandRowsAreReviewed() {
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < 200_000; i++) {
      rows.append('s')
          .append(i)
          .append(",s")
          .append(i)
          .append(".a,,")
          .append(sharedPop())
          .append(",,Null,b")
          .append(1_000_000 + i)
          .append(",,1\n");
    }
    assertThat(rows.length()).isLessThan(10 * 1024 * 1024);
    review(tenant(), rows.toString())
        .statusCode(201)
        .body("totals.create", equalTo(200_000))
        .body("totals.error", equalTo(0));
  }
}
