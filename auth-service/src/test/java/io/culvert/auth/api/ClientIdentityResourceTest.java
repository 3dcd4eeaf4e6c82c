package io.culvert.auth.api;

import static io.culvert.auth.api.Calls.AUTH;
import static io.culvert.auth.api.Calls.IDENTITY;
import static io.culvert.auth.api.Calls.as;
import static io.culvert.auth.api.Calls.with;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;

import io.culvert.contract.EventJson;
import io.culvert.contract.LoginGrant;
import io.culvert.contract.LoginSeal;
import io.culvert.contract.LoginTicket;
import io.culvert.contract.PopChange;
import io.culvert.contract.PskSeal;
import io.culvert.contract.Topic;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A device client with a gateway's ticket; each test is its own user. */
@QuarkusTest
@QuarkusTestResource(Backing.class)
class ClientIdentityResourceTest {
  private static final PskSeal.KeyPair POP = PskSeal.generate();

  private String authKey;

  @BeforeEach
  void thePopIsKnown() throws Exception {
    Path keyFile = ConfigProvider.getConfig().getValue("culvert.auth.login-key-file", Path.class);
    authKey = EventJson.read(Files.readAllBytes(keyFile), PskSeal.KeyPair.class).publicKey();
    PopChange pop =
        new PopChange(
            "0x01", "sfo1", 1, "US-CA", List.of("192.0.2.1"), null, true, POP.publicKey());
    Backing.publish(Topic.POP_CHANGES, "sfo1", pop);
    String ticket = ticket("known", Instant.now());
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(300))
        .until(() -> identify(client("known"), ticket).extract().statusCode() == 200);
  }

  @Test
  void aClientBringsItsUserForTheHostOfTheTicket() throws Exception {
    as("admin", "acme")
        .body(Map.of("enabled", false, "sessionLifetimeSeconds", 7200))
        .put(AUTH)
        .then()
        .statusCode(200);
    Instant before = Instant.now();
    Response answer =
        identify(
                with(
                    Jwt.subject("s-ada")
                        .claim("preferred_username", "ada")
                        .claim("email", "ada@example.com")
                        .groups(java.util.Set.of("staff", "admins")),
                    "acme"),
                ticket("acme", Instant.now()))
            .statusCode(200)
            .extract()
            .response();
    String sealed = answer.path("result.grant");
    LoginGrant grant = LoginSeal.openGrant(sealed, "sfo1", POP, authKey);
    assertThat(grant.nonce()).isEqualTo("bm9uY2U");
    assertThat(grant.session().key()).isEqualTo("acme/7/192.168.1.20");
    assertThat(grant.session().user()).isEqualTo("ada");
    assertThat(grant.session().groups()).containsExactly("admins", "staff");
    assertThat(grant.session().method()).isEqualTo("client");
    Instant until = grant.session().until();
    assertThat(until).isEqualTo(grant.session().since().plusSeconds(7200));
    assertThat(answer.<String>path("result.url"))
        .isEqualTo("https://return.example.net/.well-known/culvert-login?grant=" + sealed);
    assertThat(Instant.parse(answer.path("result.expires"))).isEqualTo(until);
    assertThat(Instant.parse(answer.path("result.renewAfter")))
        .isBetween(before.plusSeconds(3600).minusMillis(2), Instant.now().plusSeconds(3600));
  }

  @Test
  void aUserWithoutANameIsTheEmailAddressOrTheSubject() throws Exception {
    assertThat(userOf(Jwt.subject("s-mail").claim("email", "eve@example.com")))
        .isEqualTo("eve@example.com");
    assertThat(userOf(Jwt.subject("s-sub").claim("preferred_username", " "))).isEqualTo("s-sub");
    String endless = "x".repeat(257);
    identify(
            with(Jwt.subject("s-long").claim("preferred_username", endless), "acme"),
            ticket("acme", Instant.now()))
        .statusCode(403);
  }

  @Test
  void aTicketThatIsNotGoodIsRefusedInWords() {
    RequestSpecification client = client("tickets");
    Instant now = Instant.now();
    refused(identify(client, ticket("other", now)), "is not of a tunnel of the user's tenant");
    refused(
        identify(client, ticket("tickets", now.minusSeconds(800))),
        "has expired; ask the gateway for another one");
    refused(
        identify(client, "lax1~AAAA"),
        "is of a point of presence that is not known here, or not yet");
    refused(identify(client, "sfo1~AAAA"), "is not one that a gateway gave for this service");
  }

  @Test
  void aTicketMustBeThere() {
    RequestSpecification client = client("absent");
    refused(given().spec(client).body("{}").post(IDENTITY).then(), "is missing");
    refused(given().spec(client).post(IDENTITY).then(), "is missing");
    refused(identify(client, "x".repeat(16_385)), "must have at most 16384 characters");
  }

  @Test
  void whoIsNotSignedInOrHasNoTenantGetsNothing() {
    given().contentType("application/json").body("{}").post(IDENTITY).then().statusCode(401);
    given()
        .spec(with(Jwt.subject("s-none"), null))
        .body("{}")
        .post(IDENTITY)
        .then()
        .statusCode(403);
  }

  @Test
  void aClientThatAsksTooOftenMustWait() {
    RequestSpecification client = client("often");
    Response refused =
        IntStream.range(0, 200)
            .mapToObj(_ -> given().spec(client).body("{}").post(IDENTITY))
            .filter(answer -> answer.statusCode() == 429)
            .findFirst()
            .orElseThrow();
    refused
        .then()
        .contentType("application/problem+json")
        .header("Retry-After", "1")
        .body("status", is(429))
        .body("detail", is("At most 4 times a second."));
    identify(client("patient"), "x").statusCode(400);
  }

  private String userOf(JwtClaimsBuilder claims) throws Exception {
    String sealed =
        identify(with(claims, "acme"), ticket("acme", Instant.now()))
            .statusCode(200)
            .extract()
            .path("result.grant");
    return LoginSeal.openGrant(sealed, "sfo1", POP, authKey).session().user();
  }

  /** The client of a user who, as the tenant, is only of this test. */
  private static RequestSpecification client(String name) {
    return with(Jwt.subject("s-" + name).claim("preferred_username", name), name);
  }

  private static ValidatableResponse identify(RequestSpecification client, String ticket) {
    return given().spec(client).body(Map.of("ticket", ticket)).post(IDENTITY).then();
  }

  private static void refused(ValidatableResponse answer, String message) {
    answer
        .statusCode(400)
        .body("violations.field", equalTo(List.of("ticket")))
        .body("violations.message", equalTo(List.of(message)));
  }

  private String ticket(String tenant, Instant issued) {
    LoginTicket ticket =
        new LoginTicket(tenant, 7, "192.168.1.20", "http://10.140.6.216/probe", "bm9uY2U", issued);
    return LoginSeal.seal(ticket, "sfo1", POP, authKey);
  }
}
