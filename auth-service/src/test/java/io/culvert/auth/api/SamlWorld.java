package io.culvert.auth.api;

import static io.culvert.auth.api.Calls.ACCOUNTS;
import static io.culvert.auth.api.Calls.AUTH;
import static io.culvert.auth.api.Calls.as;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;

import io.culvert.auth.saml.Idp;
import io.culvert.auth.saml.SpKey;
import io.culvert.auth.saml.SpKeys;
import io.culvert.contract.AuthChange;
import io.culvert.contract.LoginGrant;
import io.culvert.contract.LoginSeal;
import io.culvert.contract.LoginTicket;
import io.culvert.contract.PopChange;
import io.culvert.contract.PskSeal;
import io.culvert.contract.Topic;
import io.restassured.response.Response;
import java.io.ByteArrayInputStream;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A browser, a gateway and an identity provider around a log-in over HTTP, for tests. */
final class SamlWorld {
  static final String SELF = "https://login.example.net";
  static final String ISSUER = "https://idp.example.com";
  static final String PAGE = "https://news.example.org/today?page=2";
  static final PskSeal.KeyPair POP = PskSeal.generate();
  static final String IDP_PEM = SpKeys.generate(Instant.parse("2026-01-01T00:00:00Z"));
  static final SpKey IDP = SpKeys.read(IDP_PEM).signing();

  private SamlWorld() {}

  static void popIsKnown() {
    PopChange pop =
        new PopChange("0x01", "saml1", 1, "-", List.of("192.0.2.1"), null, true, POP.publicKey());
    Backing.publish(Topic.POP_CHANGES, pop.name(), pop);
  }

  static LoginGrant login(String tenant, String user, String key) throws Exception {
    Response begun = begin(ticket(tenant, "nonce-" + tenant, key));
    String request = Idp.requested(begun.getHeader("Location"), serviceKey());
    Response answered = post(Idp.post(request, ISSUER, user, IDP), request);
    return grant(finish(answered, begun.getCookie("culvert-login")), key);
  }

  static LoginGrant grant(Response finished, String key) throws Exception {
    String location = finished.getHeader("Location");
    return LoginSeal.openGrant(location.substring(location.indexOf('=') + 1), "saml1", POP, key);
  }

  static int sessions(String tenant) {
    Response list = as("admin", tenant).get(AUTH + "/sessions");
    return list.statusCode() == 200 ? list.path("total") : -1;
  }

  static Response logout(String query) {
    return given().redirects().follow(false).urlEncodingEnabled(false).get("/saml/slo?" + query);
  }

  /** A tenant whose users must log in here; answers the public key that its gateways were told. */
  static String tenant(String tenant) {
    int account =
        as("admin", tenant)
            .body(
                Map.of(
                    "name",
                    "Idp",
                    "idpUrl",
                    ISSUER + "/sso",
                    "idpEntityId",
                    ISSUER,
                    "idpLogoutUrl",
                    ISSUER + "/slo",
                    "idpCertificate",
                    IDP_PEM.substring(IDP_PEM.indexOf("-----BEGIN CERT")),
                    "groupAttribute",
                    "groups"))
            .post(ACCOUNTS)
            .then()
            .statusCode(201)
            .extract()
            .path("result.id");
    AuthChange.Login login = logInAt(tenant, account);
    assertThat(login.url()).isEqualTo(SELF);
    assertThat(login.hosts()).contains("login.example.net", "idp.example.com");
    return login.key();
  }

  /** From now on users of a tenant log in there; what its gateways were told. */
  static AuthChange.Login logInAt(String tenant, int account) {
    int version =
        as("admin", tenant)
            .body(Map.of("enabled", true, "account", account, "sessionLifetimeSeconds", 7_200))
            .put(AUTH)
            .then()
            .statusCode(200)
            .extract()
            .path("result.version");
    AuthChange.Login login = Objects.requireNonNull(Calls.awaitEvent(tenant, version).login());
    String key = login.key();
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> begin(ticket(tenant, "warm-" + tenant, key)).statusCode() != 403);
    return login;
  }

  static Response imported(String tenant, String metadata) {
    return as("admin", tenant)
        .contentType("application/xml")
        .body(metadata)
        .post(ACCOUNTS + "/import-metadata");
  }

  /** Changes some fields of an account. */
  static void change(String tenant, int account, Map<String, Object> fields) {
    Map<String, Object> changed =
        new HashMap<>(
            as("admin", tenant).get(ACCOUNTS + "/" + account).<Map<String, Object>>path("result"));
    changed.keySet().removeAll(Set.of("id", "certificate", "certificates"));
    changed.putAll(fields);
    as("admin", tenant).body(changed).put(ACCOUNTS + "/" + account).then().statusCode(200);
  }

  /** Where a test of an account begins. */
  static String testUrl(String tenant, int account) {
    return as("admin", tenant)
        .post(ACCOUNTS + "/" + account + "/test")
        .then()
        .statusCode(200)
        .extract()
        .path("result.url");
  }

  /** The gateway says that a grant has opened a host; known when this returns. */
  static void opened(LoginGrant grant) throws Exception {
    Backing.publish(Topic.USER_SESSIONS, grant.session().key(), grant.session());
    await().atMost(Duration.ofSeconds(60)).until(() -> sessions(grant.session().tenant()) == 1);
  }

  static String ticket(String tenant, String nonce, String key) {
    return LoginSeal.seal(
        new LoginTicket(tenant, 7, "192.168.1.20", PAGE, nonce, Instant.now()), "saml1", POP, key);
  }

  static Response begin(String ticket) {
    return given().redirects().follow(false).queryParam("ticket", ticket).get("/saml/login");
  }

  static Response begin(String ticket, String cookie) {
    return given()
        .redirects()
        .follow(false)
        .cookie("culvert-login", cookie)
        .queryParam("ticket", ticket)
        .get("/saml/login");
  }

  static Response post(String answer, @Nullable String relayState) {
    var call = given().redirects().follow(false).formParam("SAMLResponse", answer);
    return (relayState == null ? call : call.formParam("RelayState", relayState)).post("/saml/acs");
  }

  static Response finish(Response answered, String cookie) {
    return given()
        .redirects()
        .follow(false)
        .cookie("culvert-login", cookie)
        .get(path(answered.getHeader("Location")));
  }

  static String path(String url) {
    assertThat(url).startsWith(SELF);
    return url.substring(SELF.length());
  }

  static void refused(Response response, String code) {
    response.then().statusCode(403).body(containsString("<code>" + code + "</code>"));
  }

  /** From the metadata, as an identity provider learns it. */
  static PublicKey serviceKey() throws Exception {
    String metadata = given().get("/saml/metadata").then().statusCode(200).extract().asString();
    String certificate =
        metadata.replaceAll("(?s).*<ds:X509Certificate>(.*?)</ds:X509Certificate>.*", "$1");
    return CertificateFactory.getInstance("X.509")
        .generateCertificate(new ByteArrayInputStream(Base64.getDecoder().decode(certificate)))
        .getPublicKey();
  }

  static byte[] encoded(SpKey key) {
    try {
      return key.certificate().getEncoded();
    } catch (java.security.cert.CertificateEncodingException e) {
      throw new AssertionError(e);
    }
  }
}
