package io.culvert.auth.api;

import static io.culvert.auth.api.Calls.ACCOUNTS;
import static io.culvert.auth.api.Calls.AUTH;
import static io.culvert.auth.api.Calls.as;
import static io.culvert.auth.api.SamlWorld.IDP;
import static io.culvert.auth.api.SamlWorld.ISSUER;
import static io.culvert.auth.api.SamlWorld.begin;
import static io.culvert.auth.api.SamlWorld.change;
import static io.culvert.auth.api.SamlWorld.encoded;
import static io.culvert.auth.api.SamlWorld.finish;
import static io.culvert.auth.api.SamlWorld.imported;
import static io.culvert.auth.api.SamlWorld.path;
import static io.culvert.auth.api.SamlWorld.post;
import static io.culvert.auth.api.SamlWorld.refused;
import static io.culvert.auth.api.SamlWorld.serviceKey;
import static io.culvert.auth.api.SamlWorld.tenant;
import static io.culvert.auth.api.SamlWorld.testUrl;
import static io.culvert.auth.api.SamlWorld.ticket;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import io.culvert.auth.saml.Idp;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Import of metadata, tests of accounts, and accounts of single tunnels. */
@QuarkusTest
@QuarkusTestResource(Backing.class)
class SamlSetupTest {
  @BeforeAll
  static void popIsKnown() {
    SamlWorld.popIsKnown();
  }

  @Test
  void aTestShowsWhatWouldBeReadAndLogsNobodyIn() throws Exception {
    tenant("saml-test");
    int account = as("admin", "saml-test").get(ACCOUNTS).path("result[0].id");
    String url = testUrl("saml-test", account);
    Response begun = given().redirects().follow(false).get(path(url));
    String request = Idp.requested(begun.getHeader("Location"), serviceKey());
    refused(given().redirects().follow(false).get(path(url)), "unknown-request");
    Response answered = post(Idp.post(request, ISSUER, "&lt;b&gt;ada&lt;/b&gt;", IDP), request);
    finish(answered, begun.getCookie("culvert-login"))
        .then()
        .statusCode(200)
        .body(containsString("&lt;b&gt;ada&lt;/b&gt;"))
        .body(containsString("sales"))
        .body(containsString("ada.l@example.com"));
  }

  @Test
  void metadataIsImportedAndAgainWhenTheProviderChangesItsCertificate() {
    String body =
        "<?xml version=\"1.0\"?><!-- made by hand --><md:EntityDescriptor"
            + " xmlns:md=\"urn:oasis:names:tc:SAML:2.0:metadata\" entityID=\""
            + ISSUER
            + "\"><md:IDPSSODescriptor"
            + " protocolSupportEnumeration=\"urn:oasis:names:tc:SAML:2.0:protocol\">%s"
            + "<md:SingleSignOnService"
            + " Binding=\"urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST\""
            + " Location=\"https://idp.example.com/post\"/></md:IDPSSODescriptor>"
            + "</md:EntityDescriptor>";
    String key =
        "<md:KeyDescriptor><ds:KeyInfo xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\">"
            + "<ds:X509Data><ds:X509Certificate>"
            + Base64.getEncoder().encodeToString(encoded(IDP))
            + "</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>";
    imported("saml-import", body.formatted(key))
        .then()
        .statusCode(200)
        .body("result.name", is("idp.example.com"))
        .body("result.binding", is("post"))
        .body("result.certificates.size()", is(1));
    imported("saml-import", body.formatted(key + key))
        .then()
        .body("result.certificates.size()", is(2));
    as("admin", "saml-import").get(ACCOUNTS).then().body("total", is(1));
    imported("saml-import", body.formatted(""))
        .then()
        .statusCode(400)
        .body("violations[0].message", containsString("no certificate"));
    imported("saml-import", "<!DOCTYPE x>" + body.formatted(key))
        .then()
        .statusCode(400)
        .body("violations[0].message", containsString("document type"));
    imported("saml-import", "<html/>").then().statusCode(400);
  }

  @Test
  void aTunnelMayHaveAnAccountOfItsOwn() throws Exception {
    String key = tenant("saml-tunnel");
    int other = Calls.createAccount("saml-tunnel", "Other");
    String path = AUTH + "/tunnel-accounts/7";
    as("admin", "saml-tunnel").body(Map.of("account", 99)).put(path).then().statusCode(400);
    as("admin", "saml-tunnel")
        .body(Map.of("account", other))
        .put(path)
        .then()
        .statusCode(200)
        .body("result[0].tunnel", is(7));
    assertThat(begin(ticket("saml-tunnel", "nonce-tunnel", key)).getHeader("Location"))
        .startsWith("https://idp.example.com/sso?");
    as("admin", "saml-tunnel").delete(ACCOUNTS + "/" + other).then().statusCode(409);
  }

  @Test
  void aProviderThatWantsRequestsPostedGetsAFormThatSendsItself() {
    String key = tenant("saml-post");
    int account = as("admin", "saml-post").get(ACCOUNTS).path("result[0].id");
    change("saml-post", account, Map.of("binding", "post"));
    begin(ticket("saml-post", "nonce-post", key))
        .then()
        .statusCode(200)
        .cookie("culvert-login")
        .header("Content-Security-Policy", containsString("script-src 'sha256-"))
        .body(containsString("action=\"https://idp.example.com/sso\""))
        .body(containsString("name=\"SAMLRequest\""))
        .body(containsString("document.forms[0].submit();"));
  }
}
