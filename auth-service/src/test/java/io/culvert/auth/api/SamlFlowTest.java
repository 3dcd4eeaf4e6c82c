package io.culvert.auth.api;

import static io.culvert.auth.api.SamlWorld.IDP;
import static io.culvert.auth.api.SamlWorld.ISSUER;
import static io.culvert.auth.api.SamlWorld.PAGE;
import static io.culvert.auth.api.SamlWorld.POP;
import static io.culvert.auth.api.SamlWorld.begin;
import static io.culvert.auth.api.SamlWorld.finish;
import static io.culvert.auth.api.SamlWorld.grant;
import static io.culvert.auth.api.SamlWorld.path;
import static io.culvert.auth.api.SamlWorld.post;
import static io.culvert.auth.api.SamlWorld.refused;
import static io.culvert.auth.api.SamlWorld.serviceKey;
import static io.culvert.auth.api.SamlWorld.tenant;
import static io.culvert.auth.api.SamlWorld.ticket;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.auth.saml.Idp;
import io.culvert.auth.saml.SpKey;
import io.culvert.auth.saml.SpKeys;
import io.culvert.contract.LoginGrant;
import io.culvert.contract.LoginSeal;
import io.culvert.contract.LoginTicket;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A log-in from a gateway's ticket to its grant, over HTTP. */
@QuarkusTest
@QuarkusTestResource(Backing.class)
class SamlFlowTest {
  @BeforeAll
  static void popIsKnown() {
    SamlWorld.popIsKnown();
  }

  @Test
  void aUserComesBackWithAGrantForHerHostOnly() throws Exception {
    String key = tenant("saml-good");
    String cookie = begin(ticket("saml-good", "nonce-good", key)).getCookie("culvert-login");
    Response begun = begin(ticket("saml-good", "nonce-good", key), cookie);
    assertThat(begun.getHeader("Location")).startsWith(ISSUER + "/sso?SAMLRequest=");
    assertThat(begun.getDetailedCookie("culvert-login").toString())
        .contains("HttpOnly", "Secure", "Path=/saml");
    String request = Idp.requested(begun.getHeader("Location"), serviceKey());

    Response answered = post(Idp.post(request, ISSUER, "ada@example.com", IDP), request);
    assertThat(answered.statusCode()).isEqualTo(303);
    Response finished = finish(answered, cookie);
    String location = finished.getHeader("Location");
    assertThat(location)
        .startsWith("https://return.example.net" + LoginGrant.PATH + "?" + LoginGrant.PARAMETER);

    LoginGrant grant = grant(finished, key);
    assertThat(grant.nonce()).isEqualTo("nonce-good");
    assertThat(grant.url()).isEqualTo(PAGE);
    assertThat(grant.session().user()).isEqualTo("ada@example.com");
    assertThat(grant.session().groups()).containsExactly("staff", "sales");
    assertThat(grant.session().userIp()).isEqualTo("192.168.1.20");
    assertThat(Duration.between(grant.session().since(), grant.session().until()))
        .isEqualTo(Duration.ofHours(2));

    // Neither the answer nor its end may be used twice.
    refused(post(Idp.post(request, ISSUER, "ada@example.com", IDP), request), "unknown-request");
    refused(finish(answered, cookie), "other-browser");
    // Another tab of hers goes on to its page at once.
    assertThat(begin(ticket("saml-good", "nonce-good", key), cookie).getHeader("Location"))
        .isEqualTo(PAGE);
  }

  @Test
  void aLoginIsEndedOnlyByTheBrowserThatBeganIt() throws Exception {
    String key = tenant("saml-browser");
    Response begun = begin(ticket("saml-browser", "nonce-browser", key));
    String request = Idp.requested(begun.getHeader("Location"), serviceKey());
    Response answered = post(Idp.post(request, ISSUER, "ada", IDP), null);
    refused(finish(answered, "0123456789abcdef0123456789abcdef"), "other-browser");
    refused(
        given().redirects().follow(false).get(path(answered.getHeader("Location"))),
        "other-browser");
    assertThat(finish(answered, begun.getCookie("culvert-login")).statusCode()).isEqualTo(303);
  }

  @Test
  void anAnswerThatIsNotToBeBelievedIsRefusedInWords() throws Exception {
    String key = tenant("saml-bad");
    String location = begin(ticket("saml-bad", "nonce-bad", key)).getHeader("Location");
    String request = Idp.requested(location, serviceKey());
    SpKey stranger = SpKeys.read(SpKeys.generate(Instant.now())).signing();
    refused(post(Idp.post(request, ISSUER, "ada", stranger), request), "SIGNATURE_WRONG");
    refused(post(Idp.post(request, "https://x", "ada", IDP), request), "ISSUER");
    refused(post(Idp.post(request, ISSUER, "ada", IDP), "https://evil.example/"), "relay-state");
    refused(post(Idp.post("_never", ISSUER, "ada", IDP), null), "unknown-request");
    refused(post("AAAA", null), "NOT_XML");
    refused(post("", null), "NOT_XML");
    // What was refused used nothing up.
    assertThat(post(Idp.post(request, ISSUER, "ada", IDP), request).statusCode()).isEqualTo(303);
  }

  @Test
  void aTicketThatIsNoneIsRefusedAndTellsNothing() throws Exception {
    String key = tenant("saml-ticket");
    refused(begin("x"), "ticket-MALFORMED");
    refused(begin("saml1~AAAA"), "ticket-MALFORMED");
    refused(begin("nowhere~AAAA"), "ticket-UNKNOWN_POP");
    LoginTicket old =
        new LoginTicket("saml-ticket", 7, "10.0.0.1", PAGE, "n", Instant.now().minusSeconds(3_600));
    refused(begin(LoginSeal.seal(old, "saml1", POP, key)), "ticket-EXPIRED");
    refused(begin(ticket("saml-nobody", "nonce-nobody", key)), "not-configured");
  }
}
