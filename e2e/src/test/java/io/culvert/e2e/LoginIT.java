package io.culvert.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.culvert.standalone.backing.KeycloakServer;
import io.culvert.standalone.net.WebSite;
import io.culvert.standalone.stack.Await;
import io.culvert.standalone.stack.StackAddresses;
import io.culvert.standalone.state.SystemCommand;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Users behind a real router must log in at a real Keycloak before their traffic passes. The user's
 * machine asks through the tunnel; the log-in pages themselves are asked for from outside of it.
 */
@ExtendWith(StackExtension.class)
class LoginIT {
  private static final String PAGE = "http://" + WebSite.ADDRESS + "/";
  private static final String RETURN_HOST = "return.culvert.internal";
  private static final Duration LIMIT = Duration.ofSeconds(40);

  private final World world;

  LoginIT(World world) {
    this.world = world;
  }

  @BeforeEach
  void usersMustLogIn() throws Exception {
    long account = importKeycloak();
    put("", Map.of("enabled", true, "account", account, "organisation", "Demo Ltd"));
  }

  @AfterEach
  void nobodyMustLogIn() {
    put("/bypass/networks", Map.of("networks", List.of()));
    put("", Map.of("enabled", false));
  }

  @Test
  void aUserLogsInAndGoesOnToHerPageUntilSheIsRevoked() throws Exception {
    Tunnel tunnel = world.tunnel("AES256-CBC");
    try (Device device = world.device()) {
      device.connect(device.connection(tunnel));
      String login = awaitSentToLogIn(device);
      assertThat(curl(device, PAGE).split(" ", 2)[0]).as("a program is told").isEqualTo("511");
      assertThat(device.pings(WebSite.ADDRESS)).isFalse();

      String grant = new LoginBrowser().logIn(login, "viewer", password("viewer"));
      assertThat(grant).startsWith("https://" + RETURN_HOST + "/.well-known/culvert-login?grant=");
      assertThat(bring(device, grant)).isEqualTo("302 " + PAGE);

      assertThat(browse(device, PAGE)).isEqualTo("200 ");
      device.requirePing(WebSite.ADDRESS);
      JsonNode session = awaitSession(tunnel);
      assertThat(session.path("user").asText()).isEqualTo("viewer");
      assertThat(session.path("groups").toString()).contains("\"viewer\"");
      assertThat(bring(device, grant)).as("a grant is good once").doesNotStartWith("302");

      send("DELETE", "/sessions/" + session.path("id").asText(), null);
      awaitSentToLogIn(device);
    }
  }

  @Test
  void aBypassedAddressPassesWithoutALogIn() {
    Tunnel tunnel = world.tunnel("AES256-CBC");
    try (Device device = world.device()) {
      device.connect(device.connection(tunnel));
      awaitSentToLogIn(device);
      long location =
          world
              .stack()
              .http()
              .send(
                  "POST",
                  StackAddresses.authUrl(world.stack().ports()) + "/api/v2/network-locations",
                  token(),
                  Map.of("name", "desk " + tunnel.id(), "ranges", List.of("192.168.1.0/24")))
              .require("location")
              .body()
              .path("result")
              .path("id")
              .asLong();
      put(
          "/bypass/networks",
          Map.of("networks", List.of(Map.of("location", location, "match", "user-ip"))));
      Await.until("it does not pass", LIMIT, null, () -> browse(device, PAGE).equals("200 "));
      device.requirePing(WebSite.ADDRESS);
    }
  }

  @Test
  void whileTheAuthServiceIsAwayWhoIsLoggedInGoesOnAndOthersAreToldSo() throws Exception {
    Tunnel tunnel = world.tunnel("AES256-CBC");
    Tunnel other = world.tunnel("AES256-CBC");
    try (Device device = world.device();
        Device late = world.device()) {
      device.connect(device.connection(tunnel));
      String login = awaitSentToLogIn(device);
      bring(device, new LoginBrowser().logIn(login, "viewer", password("viewer")));
      late.connect(late.connection(other));
      world
          .stack()
          .withoutAuthService(
              () -> {
                Await.until(
                    "nobody is told", LIMIT, null, () -> browse(late, PAGE).startsWith("503"));
                assertThat(browse(device, PAGE)).isEqualTo("200 ");
                assertThat(late.pings(WebSite.ADDRESS)).isFalse();
              });
      awaitSentToLogIn(late);
    }
  }

  /** Asks for the page until the gateway, which may not know yet, sends the user to log in. */
  private String awaitSentToLogIn(Device device) {
    Await.until(
        "nobody is sent to log in", LIMIT, null, () -> browse(device, PAGE).startsWith("302 "));
    String login = browse(device, PAGE).substring("302 ".length());
    assertThat(login)
        .startsWith(StackAddresses.authUrl(world.stack().ports()) + "/saml/login?ticket=");
    return login;
  }

  /** Status and redirect of a page that a browser asks for. */
  private static String browse(Device device, String url) {
    return curl(device, url, "-H", "Accept: text/html");
  }

  /** Brings a grant back over HTTPS; the certificate must be one under the service's root. */
  private String bring(Device device, String grant) throws Exception {
    Path root = Files.createTempFile("culvert-root", ".pem");
    try {
      Files.writeString(root, rootCertificate());
      return curl(
          device,
          grant,
          "-H",
          "Accept: text/html",
          "--cacert",
          root.toString(),
          "--resolve",
          RETURN_HOST + ":443:" + WebSite.ADDRESS);
    } finally {
      Files.delete(root);
    }
  }

  private static String curl(Device device, String url, String... options) {
    List<String> command = new ArrayList<>(List.of("curl", "-s", "-m", "10"));
    command.addAll(List.of(options));
    command.addAll(List.of("-o", "/dev/null", "-w", "%{http_code} %{redirect_url}", url));
    SystemCommand.Result result = device.user().attempt(command.toArray(String[]::new));
    return result.output().strip().equals("200") ? "200 " : result.output();
  }

  private JsonNode awaitSession(Tunnel tunnel) {
    String list = "/sessions?tunnel=" + tunnel.id();
    Await.until(
        "no session", LIMIT, null, () -> send("GET", list, null).path("total").asInt() == 1);
    return send("GET", list, null).path("result").path(0);
  }

  private long importKeycloak() throws Exception {
    String realm = KeycloakServer.realmUrl(world.stack().ports().keycloak());
    String metadata = text(HttpRequest.newBuilder(URI.create(realm + "/protocol/saml/descriptor")));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create(authUrl() + "/saml-accounts/import-metadata?name=Keycloak"))
            .header("Authorization", "Bearer " + token())
            .header("Content-Type", "application/xml")
            .POST(HttpRequest.BodyPublishers.ofString(metadata));
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

  private String rootCertificate() throws IOException, InterruptedException {
    String url = StackAddresses.configUrl(world.stack().ports()) + "/api/v2/certificates/root.pem";
    return text(
        HttpRequest.newBuilder(URI.create(url)).header("Authorization", "Bearer " + token()));
  }

  private static String text(HttpRequest.Builder request) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      return answer.body();
    }
  }

  private void put(String path, Map<String, Object> body) {
    JsonNode unused = send("PUT", path, body);
  }

  private JsonNode send(String method, String path, @Nullable Map<String, Object> body) {
    return world.stack().http().send(method, authUrl() + path, token(), body).require(path).body();
  }

  private String authUrl() {
    return StackAddresses.authUrl(world.stack().ports()) + "/api/v2/authentication";
  }

  private String token() {
    return world.stack().tokens().token("admin");
  }

  private String password(String user) {
    return world.stack().state().secret(KeycloakServer.passwordSecret(user));
  }
}
