package io.culvert.config;

import static io.restassured.RestAssured.given;

import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The calls tests make again and again, each with values nobody else uses. */
final class Calls {
  static final String TUNNELS = "/api/v2/steering/ipsec/tunnels";
  static final String POPS = "/api/v2/steering/ipsec/pops";
  static final String OPERATOR_POPS = "/api/v2/pops";
  static final String TENANTS = "/api/v2/tenants";
  static final String TOKENS = "/api/v2/tokens";
  static final String AUDIT = "/api/v2/audit";

  private static final AtomicInteger COUNTER = new AtomicInteger();

  private static @Nullable String shared;

  private Calls() {}

  static RequestSpecification as(String token) {
    return given().auth().oauth2(token);
  }

  static RequestSpecification admin(String tenant) {
    return as(Tokens.of(tenant, "admin")).contentType(ContentType.JSON);
  }

  static RequestSpecification viewer(String tenant) {
    return as(Tokens.of(tenant, "viewer")).contentType(ContentType.JSON);
  }

  static RequestSpecification operator() {
    return as(Tokens.withoutTenant("operator")).contentType(ContentType.JSON);
  }

  static int next() {
    return COUNTER.incrementAndGet();
  }

  /** A new licensed tenant; its id. */
  static String tenant() {
    String id = "tenant-" + next();
    operator()
        .body("{\"id\":\"%s\",\"name\":\"T\",\"licences\":[\"secure-web-gateway\"]}".formatted(id))
        .post(TENANTS)
        .then()
        .statusCode(201);
    return id;
  }

  /** A new POP, on a day and in a place of its own; its name. */
  static String pop() {
    return pop("");
  }

  /** A new POP with these further fields, such as {@code ,"publicKey":"…"}; its name. */
  static String pop(String fields) {
    int number = next();
    String name = "pop" + number;
    operator()
        .body(
            """
            {"name":"%s","region":"US-CA","location":"Town %d, CA, US","latitude":%d,"longitude":%d,
             "gateways":["192.0.2.%d"],"probe":"10.140.6.%d","releaseDeploymentDay":"Day-%d"%s}
            """
                .formatted(
                    name,
                    number,
                    number % 60,
                    number % 170,
                    number % 250 + 1,
                    number % 250 + 1,
                    number,
                    fields))
        .post(OPERATOR_POPS)
        .then()
        .statusCode(201);
    return name;
  }

  /** The JSON of a valid tunnel with values nobody else uses, over these POPs. */
  static String tunnel(String... pops) {
    int number = next();
    return """
    {"site":"site-%d","srcidentity":"router%d.example.com","psk":"a very long secret number %d",
     "encryption":"AES256-GCM","pops":["%s"],"bandwidth":50}
    """
        .formatted(number, number, number, String.join("\",\"", pops));
  }

  /** Makes a tunnel; its id. */
  static long createTunnel(String tenant, String json) {
    return admin(tenant)
        .body(json)
        .post(TUNNELS)
        .then()
        .statusCode(201)
        .extract()
        .jsonPath()
        .getLong("data[0].id");
  }

  /** The JSON of a token with a name nobody else uses; scopes as {@code path=access}. */
  static String token(String... scopes) {
    String list =
        Arrays.stream(scopes)
            .map(scope -> scope.split("=", 2))
            .map(s -> "{\"endpoint\":\"%s\",\"access\":\"%s\"}".formatted(s[0], s[1]))
            .collect(Collectors.joining(","));
    return "{\"name\":\"token-%d\",\"scopes\":[%s]}".formatted(next(), list);
  }

  /** Makes an API token; its secret. */
  static String secret(String tenant, String... scopes) {
    return admin(tenant)
        .body(token(scopes))
        .post(TOKENS)
        .then()
        .statusCode(201)
        .extract()
        .path("data[0].token");
  }

  /** One POP for the tests that need any. */
  static synchronized String sharedPop() {
    if (shared == null) {
      shared = pop();
    }
    return shared;
  }

  /** The JSON with one field set. */
  static String with(String json, String field, String value) {
    String without = json.replaceAll("\"" + field + "\":(\"[^\"]*\"|\\[[^]]*]|[^,}]*),?", "");
    String open = without.strip().replaceFirst(",?\\s*}$", "");
    return open + ",\"" + field + "\":" + value + "}";
  }
}
