package io.culvert.auth.api;

import static io.culvert.auth.api.SamlWorld.PAGE;
import static io.culvert.auth.api.SamlWorld.SELF;
import static io.culvert.auth.api.SamlWorld.begin;
import static io.culvert.auth.api.SamlWorld.change;
import static io.culvert.auth.api.SamlWorld.grant;
import static io.culvert.auth.api.SamlWorld.imported;
import static io.culvert.auth.api.SamlWorld.logInAt;
import static io.culvert.auth.api.SamlWorld.opened;
import static io.culvert.auth.api.SamlWorld.refused;
import static io.culvert.auth.api.SamlWorld.sessions;
import static io.culvert.auth.api.SamlWorld.testUrl;
import static io.culvert.auth.api.SamlWorld.ticket;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;

import io.culvert.contract.LoginGrant;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Logging in at, and out of, an identity provider that others made: pysaml2. */
@QuarkusTest
@QuarkusTestResource(Backing.class)
class Pysaml2Test {
  private static final String TENANT = "pysaml2";

  private static @Nullable Pysaml2 running;
  private static int account;
  private static String key = "";

  private final Browser browser = new Browser();

  /** It learns of this service before this service learns of it, as people do it. */
  @BeforeEach
  void bothKnowEachOther() throws Exception {
    if (running == null) {
      SamlWorld.popIsKnown();
      running = Pysaml2.start(given().get("/saml/metadata").asByteArray());
      account = account(TENANT, "redirect");
      key = logInAt(TENANT, account).key();
    }
  }

  @AfterAll
  static void end() {
    if (running != null) {
      running.close();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "assertion,",
    "response,",
    "both,",
    "assertion,aes256-gcm",
    "response,aes256-gcm",
    "both,aes256-gcm",
    "both,tripledes"
  })
  void aUserLogsInHoweverTheAnswerIsSignedAndEncrypted(String signed, @Nullable String encrypted)
      throws Exception {
    Response answer = answered(browser.open(loginUrl(TENANT, key)), signed, encrypted);
    boolean isEncrypted = !message(answer).contains("ada@example.com");
    assertThat(isEncrypted).isEqualTo(encrypted != null);
    Response finished = browser.submit(answer, Map.of());
    if ("tripledes".equals(encrypted)) {
      refused(finished, "ENCRYPTION_ALGORITHM");
      return;
    }
    LoginGrant grant = grant(finished, key);
    assertThat(grant.url()).isEqualTo(PAGE);
    assertThat(grant.session().user()).isEqualTo("ada@example.com");
    assertThat(grant.session().groups()).containsExactly("staff", "Führung & Rat");
    // The tenant wants two hours, but the session there ends after one.
    assertThat(Duration.between(grant.session().since(), grant.session().until()))
        .isBetween(Duration.ofMinutes(58), Duration.ofHours(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"assertion", "response"})
  void aUserWhoIsNotLetInThereIsToldSoHere(String signed) {
    Response asked = browser.open(loginUrl(TENANT, key));
    Map<String, String> typed = Map.of("user", "ada", "password", "wrong", "signed", signed);
    refused(browser.submit(browser.submit(asked, typed), Map.of()), "STATUS");
  }

  @Test
  void anAnswerIsTakenOnce() {
    Response answer = answered(browser.open(loginUrl(TENANT, key)), "both", null);
    assertThat(browser.submit(answer, Map.of()).statusCode()).isEqualTo(303);
    refused(browser.submit(answer, Map.of()), "unknown-request");
  }

  @Test
  void anAnswerThatWasAlteredOnItsWayIsRefused() {
    Response answer = answered(browser.open(loginUrl(TENANT, key)), "assertion", null);
    String altered = message(answer).replace("ada@example.com", "eve@example.com");
    refused(browser.submit(answer, Map.of("SAMLResponse", encoded(altered))), "SIGNATURE_WRONG");
  }

  @Test
  void aTestShowsWhatItSaysOfAUserAndLogsNobodyIn() {
    Response asked = browser.open(testUrl(TENANT, account));
    browser
        .submit(answered(asked, "assertion", null), Map.of())
        .then()
        .statusCode(200)
        .body(containsString("ada@example.com"))
        .body(containsString("Führung &amp; Rat"))
        .body(containsString(Pysaml2.GROUPS));
  }

  @Test
  void aSignedRequestInAQueryIsTakenThereAndNoOther() {
    String location = begin(ticket(TENANT, fresh(), key)).getHeader("Location");
    String other = begin(ticket(TENANT, fresh(), key)).getHeader("Location");
    String signature = location.substring(location.indexOf("&Signature="));
    String unsigned = location.substring(0, location.indexOf("&SigAlg="));
    String foreign = other.substring(0, other.indexOf("&Signature=")) + signature;
    for (String tampered : new String[] {unsigned, foreign}) {
      browser.open(tampered).then().statusCode(403).body(containsString("Refused: "));
    }
    assertThat(Browser.action(browser.open(location))).endsWith("/login");
  }

  @Test
  void aSignedRequestThatIsPostedIsTakenThereAndNoOther() throws Exception {
    String tenant = "pysaml2-post";
    String postKey = logInAt(tenant, account(tenant, "post")).key();
    Response asking = browser.open(loginUrl(tenant, postKey));
    Map<String, String> sent = Browser.fields(asking);
    String request = decoded(sent.getOrDefault("SAMLRequest", ""));
    String altered = request.replace("AllowCreate=\"true\"", "AllowCreate=\"false\"");
    String unsigned = request.replaceAll("(?s)<ds:Signature .*</ds:Signature>", "");
    for (String tampered : new String[] {altered, unsigned}) {
      assertThat(tampered).isNotEqualTo(request);
      browser
          .submit(asking, Map.of("SAMLRequest", encoded(tampered)))
          .then()
          .statusCode(403)
          .body(containsString("IncorrectlySigned"));
    }
    Response answer = answered(browser.submit(asking, Map.of()), "both", null);
    LoginGrant grant = grant(browser.submit(answer, Map.of()), postKey);
    assertThat(grant.session().user()).isEqualTo("ada@example.com");
  }

  @Test
  void aLogOutHereEndsTheSessionThere() throws Exception {
    loggedIn();
    String location = browser.ask(SELF + "/saml/slo").getHeader("Location");
    assertThat(sessions(TENANT)).isZero();
    String unsigned = location.substring(0, location.indexOf("&SigAlg="));
    browser.open(unsigned).then().statusCode(403);
    browser.open(idp().url()).then().body(not(containsString("nobody")));
    browser.open(location).then().statusCode(200).body(containsString("You are logged out"));
    browser.open(idp().url()).then().body(containsString("nobody"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"redirect", "post"})
  void aLogOutThereEndsTheSessionHere(String binding) throws Exception {
    loggedIn();
    Response out = browser.open(idp().url() + "/logout?binding=" + binding);
    (binding.equals("post") ? browser.submit(out, Map.of()) : out)
        .then()
        .statusCode(200)
        .body(containsString("logged out there: True out"));
    assertThat(sessions(TENANT)).isZero();
  }

  private void loggedIn() throws Exception {
    Response answer = answered(browser.open(loginUrl(TENANT, key)), "assertion", null);
    opened(grant(browser.submit(answer, Map.of()), key));
    browser.open(idp().url()).then().body(not(containsString("nobody")));
  }

  /** The page with the answer of a user who was asked who she is. */
  private Response answered(Response asked, String signed, @Nullable String encrypted) {
    Map<String, String> typed =
        new HashMap<>(Map.of("user", "ada", "password", Pysaml2.PASSWORD, "signed", signed));
    if (encrypted != null) {
      typed.put("encrypted", encrypted);
    }
    return browser.submit(asked, typed);
  }

  private static int account(String tenant, String binding) {
    int made =
        imported(tenant, idp().metadata()).then().statusCode(200).extract().path("result.id");
    change(
        tenant,
        made,
        Map.of(
            "groupAttribute",
            Pysaml2.GROUPS,
            "alternateUserIdField",
            Pysaml2.MAIL,
            "binding",
            binding));
    return made;
  }

  private static Pysaml2 idp() {
    return Objects.requireNonNull(running);
  }

  private static String loginUrl(String tenant, String key) {
    return SELF + "/saml/login?ticket=" + ticket(tenant, fresh(), key);
  }

  private static String fresh() {
    return UUID.randomUUID().toString();
  }

  private static String message(Response answer) {
    return decoded(Browser.fields(answer).getOrDefault("SAMLResponse", ""));
  }

  private static String decoded(String message) {
    return new String(Base64.getDecoder().decode(message), StandardCharsets.UTF_8);
  }

  private static String encoded(String message) {
    return Base64.getEncoder().encodeToString(message.getBytes(StandardCharsets.UTF_8));
  }
}
