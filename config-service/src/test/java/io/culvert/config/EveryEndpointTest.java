package io.culvert.config;

import static io.culvert.config.Calls.AUDIT;
import static io.culvert.config.Calls.POPS;
import static io.culvert.config.Calls.TENANTS;
import static io.culvert.config.Calls.TOKENS;
import static io.culvert.config.Calls.TUNNELS;
import static io.culvert.config.Calls.admin;
import static io.culvert.config.Calls.operator;
import static io.culvert.config.Calls.sharedPop;
import static io.culvert.config.Calls.tenant;
import static io.culvert.config.Endpoints.Who.ANYBODY;
import static io.culvert.config.Endpoints.Who.OPERATOR;
import static io.culvert.config.Endpoints.Who.TENANT;
import static io.culvert.config.ImportCalls.IMPORTS;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.config.Endpoints.Row;
import io.culvert.config.Endpoints.Victim;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every endpoint the service has, as its own OpenAPI document lists them, tried by everybody who
 * has no business there. Whoever adds an endpoint adds its row to {@link Endpoints}.
 */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class EveryEndpointTest {
  private static final int NOBODY = 999_999_999;
  private static final String NOWHERE = "00000000-0000-0000-0000-000000000000";

  static List<Row> rows() {
    return Endpoints.rows();
  }

  /**
   * Has one thing of each kind. One for all tests: each sees afterwards that it has them as before.
   */
  private static @Nullable Victim made;

  private Victim victim = new Victim("", "", "", 0, 0, "", "");

  @BeforeEach
  void findVictim() {
    Victim known = made;
    victim = known == null ? makeVictim() : known;
    made = victim;
  }

  private static Victim makeVictim() {
    String tenant = tenant();
    String json = Calls.tunnel(sharedPop());
    JsonPath sent = new JsonPath(json);
    long tunnel = Calls.createTunnel(tenant, json);
    long token =
        admin(tenant)
            .body(Calls.token(TUNNELS + "=read"))
            .post(TOKENS)
            .then()
            .statusCode(201)
            .extract()
            .jsonPath()
            .getLong("data[0].id");
    String pop =
        admin(tenant)
            .queryParam("name", sharedPop())
            .get(POPS)
            .then()
            .extract()
            .path("result[0].id");
    return new Victim(
        tenant,
        sent.getString("site"),
        sent.getString("srcidentity"),
        tunnel,
        token,
        pop,
        ImportCalls.reviewed(tenant, ImportCalls.row("not yet", sharedPop())));
  }

  /** Without when tokens were used last, which is written a while after they were. */
  private static String unused(String tokens) {
    return tokens.replaceAll("\"lastused\":\"[^\"]*\"", "\"lastused\":null");
  }

  /** What the victim has, to see afterwards that it is as it was. */
  private List<String> possessions() {
    return List.of(
        admin(victim.tenant()).get(TUNNELS).then().statusCode(200).extract().asString(),
        unused(admin(victim.tenant()).get(TOKENS).then().statusCode(200).extract().asString()),
        admin(victim.tenant()).get(AUDIT).then().statusCode(200).extract().asString(),
        operator()
            .get(TENANTS + "/" + victim.tenant())
            .then()
            .statusCode(200)
            .extract()
            .asString());
  }

  /** Asks for the very things the victim has. */
  private String body(Row row) {
    if (!row.body().isEmpty()) {
      return row.body();
    }
    return row.call().endsWith(TOKENS)
        ? Calls.token(TUNNELS + "=read")
        : Calls.with(Calls.tunnel(sharedPop()), "srcidentity", "\"" + victim.identity() + "\"");
  }

  private Response call(Row row, String token) {
    return call(row, victim, token);
  }

  private Response call(Row row, Victim owner, String token) {
    var request = given().contentType(ContentType.JSON);
    if (!token.isEmpty()) {
      request.auth().oauth2(token);
    }
    if (row.call().equals("POST " + IMPORTS)) {
      request
          .contentType("text/csv")
          .body(ImportCalls.HEADER + ImportCalls.row("own", sharedPop()));
    } else if (!row.method().equals("GET")) {
      request.body(body(row));
    }
    return request.request(row.method(), row.path(owner));
  }

  private void assertNothingOfTheVictim(Response answer) {
    assertThat(answer.asString())
        .doesNotContain(victim.tenant(), victim.site())
        .doesNotContain(victim.identity());
  }

  @Test
  void everyEndpointHasItsRow() {
    Map<String, Map<String, Object>> paths =
        given()
            .queryParam("format", "json")
            .get("/q/openapi")
            .then()
            .statusCode(200)
            .extract()
            .jsonPath()
            .getMap("paths");
    Set<String> calls = new TreeSet<>();
    new TreeMap<>(paths)
        .forEach(
            (path, methods) ->
                methods.keySet().forEach(m -> calls.add(m.toUpperCase(Locale.ROOT) + " " + path)));
    assertThat(calls).containsExactlyInAnyOrderElementsOf(rows().stream().map(Row::call).toList());
  }

  @ParameterizedTest
  @MethodSource("rows")
  void withoutATokenItIsClosed(Row row) {
    List<String> before = possessions();
    Response answer = call(row, "");
    assertThat(answer.statusCode()).isEqualTo(row.who() == ANYBODY ? 200 : 401);
    assertNothingOfTheVictim(answer);
    assertThat(possessions()).isEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource("rows")
  void anotherTenantsAdminFindsNothingAndChangesNothing(Row row) {
    List<String> before = possessions();
    Response answer = call(row, Tokens.of(tenant(), "admin"));
    assertThat(answer.statusCode()).isEqualTo(strangersStatus(row));
    assertNothingOfTheVictim(answer);
    assertThat(possessions()).isEqualTo(before);
  }

  private static int strangersStatus(Row row) {
    if (row.who() == OPERATOR) {
      return 403;
    }
    if (row.ownedThing()) {
      return 404;
    }
    return switch (row.call()) {
      // The identity is taken; whose it is is not told. Names of tokens are each tenant's own.
      case "POST " + TUNNELS -> 409;
      case "POST " + TOKENS, "POST " + IMPORTS -> 201;
      default -> 200;
    };
  }

  @ParameterizedTest
  @MethodSource("rows")
  void whatIsAnothersIsAnsweredAsWhatIsNowhere(Row row) {
    if (row.ownedThing()) {
      String stranger = Tokens.of(tenant(), "admin");
      String foreign = call(row, stranger).asString();
      Victim nowhere =
          new Victim(
              victim.tenant(), victim.site(), victim.identity(), NOBODY, NOBODY, "", NOWHERE);
      assertThat(call(row, nowhere, stranger).asString()).isEqualTo(foreign);
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void aViewerOfTheTenantSeesAndDoesNotTouch(Row row) {
    List<String> before = possessions();
    Response answer = call(row, Tokens.of(victim.tenant(), "viewer"));
    assertThat(answer.statusCode())
        .isEqualTo(row.who() == TENANT || row.who() == ANYBODY ? 200 : 403);
    assertThat(possessions()).isEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource("rows")
  void aLoginWithoutARoleIsRefused(Row row) {
    List<String> before = possessions();
    Response answer = call(row, Tokens.of(victim.tenant(), "stranger"));
    assertThat(answer.statusCode()).isEqualTo(row.who() == ANYBODY ? 200 : 403);
    assertNothingOfTheVictim(answer);
    assertThat(possessions()).isEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource("rows")
  void anAdminOfNoTenantSeesNothingButThePops(Row row) {
    List<String> before = possessions();
    Response answer = call(row, Tokens.withoutTenant("admin"));
    assertThat(answer.statusCode()).isEqualTo(ofNoTenant(row) ? 200 : 403);
    assertNothingOfTheVictim(answer);
    assertThat(possessions()).isEqualTo(before);
  }

  private static boolean ofNoTenant(Row row) {
    return row.who() == ANYBODY
        || row.call().contains(POPS)
        || row.call().endsWith(IMPORTS + "/template");
  }

  static Stream<Row> closedToTokens() {
    return rows().stream().filter(row -> row.who() == OPERATOR || row.call().contains(TOKENS));
  }

  @ParameterizedTest
  @MethodSource("closedToTokens")
  void noApiTokenOfTheTenantOpensWhatIsForPeople(Row row) {
    String secret =
        Calls.secret(
            victim.tenant(),
            TUNNELS + "=read+write",
            POPS + "=read+write",
            AUDIT + "=read+write",
            "/api/v2/certificates=read+write");
    List<String> before = possessions();
    Response answer = call(row, secret);
    assertThat(answer.statusCode()).isEqualTo(403);
    assertNothingOfTheVictim(answer);
    assertThat(possessions()).isEqualTo(before);
  }
}
