package io.culvert.config;

import static io.culvert.config.Calls.TUNNELS;
import static io.culvert.config.Calls.as;

import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;

/** The calls of imports, and rows with values nobody else uses. */
final class ImportCalls {
  static final String IMPORTS = TUNNELS + "/imports";
  static final String HEADER =
      "tunnel name,source identity,source ip address,primary pop,failover pop,encryption"
          + " cipher,psk,maximum bandwidth,enabled\n";

  private ImportCalls() {}

  /** A row of the tunnel of that name over the POP, with an identity and a key of its own. */
  static String row(String site, String pop) {
    int number = Calls.next();
    return "%s,branch%d.example.com,,%s,,AES256-GCM,a very long secret number %d,50,true\n"
        .formatted(site, number, pop, number);
  }

  static RequestSpecification csv(String tenant) {
    return as(Tokens.of(tenant, "admin")).contentType("text/csv; charset=UTF-8");
  }

  static ValidatableResponse review(String tenant, String rows) {
    return csv(tenant).body(HEADER + rows).post(IMPORTS).then();
  }

  /** The id of a review of these rows. */
  static String reviewed(String tenant, String rows) {
    return review(tenant, rows).statusCode(201).extract().path("id");
  }

  static ValidatableResponse commit(String tenant, String id) {
    return csv(tenant).post(IMPORTS + "/" + id + "/commit").then();
  }

  /** Imports these rows. */
  static void imported(String tenant, String rows) {
    commit(tenant, reviewed(tenant, rows)).statusCode(200);
  }
}
