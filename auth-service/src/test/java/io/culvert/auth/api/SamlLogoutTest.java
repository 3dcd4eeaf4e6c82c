package io.culvert.auth.api;

import static io.culvert.auth.api.SamlWorld.IDP;
import static io.culvert.auth.api.SamlWorld.ISSUER;
import static io.culvert.auth.api.SamlWorld.begin;
import static io.culvert.auth.api.SamlWorld.finish;
import static io.culvert.auth.api.SamlWorld.grant;
import static io.culvert.auth.api.SamlWorld.login;
import static io.culvert.auth.api.SamlWorld.logout;
import static io.culvert.auth.api.SamlWorld.opened;
import static io.culvert.auth.api.SamlWorld.post;
import static io.culvert.auth.api.SamlWorld.refused;
import static io.culvert.auth.api.SamlWorld.serviceKey;
import static io.culvert.auth.api.SamlWorld.sessions;
import static io.culvert.auth.api.SamlWorld.tenant;
import static io.culvert.auth.api.SamlWorld.ticket;
import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;

import io.culvert.auth.saml.Idp;
import io.culvert.auth.saml.SpKey;
import io.culvert.auth.saml.SpKeys;
import io.culvert.contract.LoginGrant;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Single log-out, begun at either end. */
@QuarkusTest
@QuarkusTestResource(Backing.class)
class SamlLogoutTest {
  private static final String ANSWER =
      """
      <samlp:LogoutResponse xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="_a" Version="2.0">
        <samlp:Status>
          <samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:%s"/>
        </samlp:Status>
      </samlp:LogoutResponse>
      """;

  @BeforeAll
  static void popIsKnown() {
    SamlWorld.popIsKnown();
  }

  @Test
  void aLogOutAtTheProviderEndsTheSessionHere() throws Exception {
    String key = tenant("saml-slo");
    LoginGrant grant = login("saml-slo", "out@example.com", key);
    opened(grant);

    SpKey stranger = SpKeys.read(SpKeys.generate(Instant.now())).signing();
    refused(logout(Idp.logout(ISSUER, "out@example.com", stranger)), "SIGNATURE_WRONG");
    refused(logout(Idp.logout("https://x", "out@example.com", IDP)), "ISSUER");
    assertThat(sessions("saml-slo")).isEqualTo(1);

    Response done = logout(Idp.logout(ISSUER, "out@example.com", IDP));
    assertThat(done.statusCode()).isEqualTo(303);
    assertThat(done.getHeader("Location"))
        .startsWith(ISSUER + "/slo?SAMLResponse=")
        .contains("&RelayState=back&");
    assertThat(sessions("saml-slo")).isZero();
  }

  @Test
  void aUserIsToldWhenTheProviderDoesNotConfirmThatSheIsLoggedOutThere() {
    for (String answer : List.of(ANSWER.formatted("Responder"), "no answer at all")) {
      answered(answer).body(containsString("did not confirm"));
    }
    answered(ANSWER.formatted("Success"))
        .body(containsString("You are logged out<"))
        .body(not(containsString("confirm")));
  }

  private static ValidatableResponse answered(String document) {
    return given()
        .formParam("SAMLResponse", Base64.getEncoder().encodeToString(document.getBytes(UTF_8)))
        .post("/saml/slo")
        .then()
        .statusCode(200);
  }

  @Test
  void aUserLogsOutInTheBrowserThatSheLoggedInWith() throws Exception {
    String key = tenant("saml-out");
    Response begun = begin(ticket("saml-out", "nonce-out", key));
    String cookie = begun.getCookie("culvert-login");
    String request = Idp.requested(begun.getHeader("Location"), serviceKey());
    Response finished = finish(post(Idp.post(request, ISSUER, "ada", IDP), request), cookie);
    LoginGrant grant = grant(finished, key);
    opened(grant);
    given().get("/saml/slo").then().statusCode(200).body(containsString("logged out"));
    assertThat(sessions("saml-out")).isEqualTo(1);
    Response out =
        given().redirects().follow(false).cookie("culvert-login", cookie).get("/saml/slo");
    assertThat(out.getHeader("Location")).startsWith(ISSUER + "/slo?SAMLRequest=");
    assertThat(sessions("saml-out")).isZero();
  }
}
