package io.culvert.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.culvert.standalone.backing.KeycloakServer;
import io.culvert.standalone.net.Internet;
import io.culvert.standalone.stack.Await;
import io.culvert.standalone.stack.StackAddresses;
import io.culvert.standalone.state.SystemCommand;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who must log in, and how, as an admin says it over REST. */
final class Authentication {
  /** A user of the identity provider, and her only group. */
  static final String USER = "viewer";

  private static final Duration LIMIT = Duration.ofSeconds(40);

  private final World world;

  Authentication(World world) {
    this.world = world;
  }

  /** Users of the tenant must log in at Keycloak. */
  void require() throws IOException, InterruptedException {
    put("", Map.of("enabled", true, "account", importKeycloak(), "organisation", "Demo Ltd"));
  }

  /** Nobody must, and nothing is bypassed. */
  void lift() {
    put("/bypass/networks", Map.of("networks", List.of()));
    put("/bypass/domains", Map.of("domains", List.of()));
    put("/bypass/categories", Map.of("categories", List.of()));
    put("", Map.of("enabled", false));
  }

  /** The tunnel's one session, once it is there. */
  JsonNode awaitSession(Tunnel tunnel) {
    String list = "/sessions?tunnel=" + tunnel.id();
    Await.until(
        "no session", LIMIT, null, () -> send("GET", list, null).path("total").asInt() == 1);
    return send("GET", list, null).path("result").path(0);
  }

  /** Ends a session. */
  void revoke(JsonNode session) {
    JsonNode unused = send("DELETE", "/sessions/" + session.path("id").asText(), null);
  }

  /** Lets a network pass, as this kind of address. */
  void bypass(String name, String range, String match) {
    JsonNode location =
        post(
            StackAddresses.authUrl(world.stack().ports()) + "/api/v2/network-locations",
            Map.of("name", name, "ranges", List.of(range)));
    put(
        "/bypass/networks",
        Map.of(
            "networks",
            List.of(
                Map.of("location", location.path("result").path("id").asLong(), "match", match))));
  }

  /** Replaces a part of the settings. */
  void put(String path, Map<String, Object> body) {
    JsonNode unused = send("PUT", path, body);
  }

  /** The password of {@link #USER}. */
  String password() {
    return world.stack().state().secret(KeycloakServer.passwordSecret(USER));
  }

  /** What a user's machine trusts: the authority of the internet, and the service's root; PEM. */
  List<String> trusted() throws IOException, InterruptedException {
    String url = StackAddresses.configUrl(world.stack().ports()) + "/api/v2/certificates/root.pem";
    return List.of(
        Files.readString(Internet.authority(world.stack().state())),
        text(HttpRequest.newBuilder(URI.create(url)).header("Authorization", "Bearer " + token())));
  }

  private long importKeycloak() throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create(authUrl() + "/saml-accounts/import-metadata?name=Keycloak"))
            .header("Authorization", "Bearer " + token())
            .header("Content-Type", "application/xml")
            .POST(HttpRequest.BodyPublishers.ofString(keycloakMetadata()));
    long id = new ObjectMapper().readTree(text(request)).path("result").path("id").asLong();
    Map<String, Object> account =
        new ObjectMapper()
            .convertValue(
                send("GET", "/saml-accounts/" + id, null).path("result"), new TypeReference<>() {});
    account.keySet().removeAll(List.of("id", "certificate", "certificates"));
    account.put("groupAttribute", "groups");
    put("/saml-accounts/" + id, account);
    return id;
  }

  /** As the internet sees it: Keycloak calls itself by the name that it is asked by. */
  private String keycloakMetadata() {
    String authority = Internet.authority(world.stack().state()).toString();
    String url = StackAddresses.IDENTITY_URL + "/protocol/saml/descriptor";
    SystemCommand.Result result =
        Internet.NAMESPACE.attempt("curl", "-sf", "--cacert", authority, url);
    assertThat(result.ok()).as(result.output()).isTrue();
    return result.output();
  }

  private static String text(HttpRequest.Builder request) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      return answer.body();
    }
  }

  private JsonNode send(String method, String path, @Nullable Map<String, Object> body) {
    return world.stack().http().send(method, authUrl() + path, token(), body).require(path).body();
  }

  private JsonNode post(String url, Map<String, Object> body) {
    return world.stack().http().send("POST", url, token(), body).require(url).body();
  }

  private String authUrl() {
    return StackAddresses.authUrl(world.stack().ports()) + "/api/v2/authentication";
  }

  private String token() {
    return world.stack().tokens().token("admin");
  }
}
