package io.culvert.auth.api;

import static io.culvert.auth.api.Calls.ACCOUNTS;
import static io.culvert.auth.api.Calls.AUTH;
import static io.culvert.auth.api.Calls.account;
import static io.culvert.auth.api.Calls.as;
import static io.culvert.auth.api.Calls.awaitEvent;
import static io.culvert.auth.api.Calls.createAccount;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import io.culvert.contract.AuthChange;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Settings and accounts, against a real database and a real broker; each test is its own tenant.
 */
@QuarkusTest
@QuarkusTestResource(Backing.class)
class AuthenticationResourceTest {
  @Test
  void settingsStartOpenAndAreReplaced() {
    RequestSpecification admin = as("admin", "settings");
    given()
        .spec(admin)
        .get(AUTH)
        .then()
        .statusCode(200)
        .body("status", is(200))
        .body("result.enabled", is(false))
        .body("result.type", is("SAML"))
        .body("result.account", nullValue())
        .body("result.webPorts", equalTo(List.of(80, 443)))
        .body("result.passWhileAway", is(false))
        .body("result.organisation", is("settings"))
        .body("result.colour", is("#1f4e79"))
        .body("result.version", is(0));
    int account = createAccount("settings", "idp");
    given()
        .spec(admin)
        .body(
            Map.of(
                "enabled",
                true,
                "account",
                account,
                "idleTimeoutSeconds",
                600,
                "passWhileAway",
                true,
                "organisation",
                "Acme",
                "colour",
                "#0A5C36"))
        .put(AUTH)
        .then()
        .statusCode(200)
        .body("result.passWhileAway", is(true))
        .body("result.organisation", is("Acme"))
        .body("result.colour", is("#0a5c36"))
        .body("result.enabled", is(true))
        .body("result.sessionLifetimeSeconds", is(28_800))
        .body("result.version", is(2));
    AuthChange event = awaitEvent("settings", 2);
    assertThat(event.enabled()).isTrue();
    assertThat(event.idleTimeoutSeconds()).isEqualTo(600);
    given()
        .spec(admin)
        .delete(ACCOUNTS + "/" + account)
        .then()
        .statusCode(409)
        .contentType("application/problem+json")
        .body("violations.field", equalTo(List.of("account")));
  }

  @Test
  void everyWrongSettingIsToldInWords() {
    as("admin", "wrong")
        .body(Map.of("enabled", true, "sessionLifetimeSeconds", 1, "webPorts", List.of(0)))
        .put(AUTH)
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body("status", is(400))
        .body(
            "violations.field",
            equalTo(List.of("account", "sessionLifetimeSeconds", "webPorts[0]")));
    as("admin", "wrong")
        .body("{\"enabled\":{}}")
        .put(AUTH)
        .then()
        .statusCode(400)
        .body("violations.field", equalTo(List.of("enabled")));
    as("admin", "wrong")
        .body("{\"enabled\":")
        .put(AUTH)
        .then()
        .statusCode(400)
        .body("violations.field", equalTo(List.of("body")));
    as("admin", "wrong").put(AUTH).then().statusCode(400);
    as("admin", "wrong").get(AUTH).then().body("result.version", is(0));
  }

  @Test
  void samlAccountsAreCreatedReadReplacedAndRemoved() {
    int id = createAccount("accounts", "idp");
    RequestSpecification admin = as("admin", "accounts");
    given()
        .spec(admin)
        .get(ACCOUNTS + "/" + id)
        .then()
        .statusCode(200)
        .body("result.name", is("idp"))
        .body("result.certificate.subject", is("CN=idp.example.com"));
    given()
        .spec(admin)
        .body(account("IDP"))
        .post(ACCOUNTS)
        .then()
        .statusCode(409)
        .body("violations.field", equalTo(List.of("name")));
    given()
        .spec(admin)
        .body(account("other"))
        .put(ACCOUNTS + "/" + id)
        .then()
        .statusCode(200)
        .body("result.name", is("other"))
        .body("result.id", is(id));
    given().spec(admin).get(ACCOUNTS).then().body("total", is(1));
    given().spec(admin).delete(ACCOUNTS + "/" + id).then().statusCode(204);
    given().spec(admin).delete(ACCOUNTS + "/" + id).then().statusCode(404);
    given().spec(admin).get(ACCOUNTS + "/nonsense").then().statusCode(404);
    awaitEvent("accounts", 3);
  }

  @Test
  void everyMistakeInAnAccountIsTold() {
    as("admin", "mistakes")
        .body(Map.of("name", " ", "idpUrl", "http://x", "idpCertificate", "none"))
        .post(ACCOUNTS)
        .then()
        .statusCode(400)
        .body(
            "violations.field", equalTo(List.of("name", "idpUrl", "idpEntityId", "idpCertificate")))
        .body("violations.message[1]", is("must begin with https://"));
  }
}
