package io.culvert.operation;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IdentityProviderTest {
  private static final String REALM = "/realms/culvert";

  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    answer(REALM, 200);
    answer("/realms/broken", 500);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(String realm, int status) {
    server.createContext(
        realm + "/.well-known/openid-configuration",
        exchange -> {
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
  }

  private String url(String realm) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + realm;
  }

  @Test
  void aRealmThatAnswersIsNoTrouble() {
    assertThat(IdentityProvider.trouble(url(REALM))).isEmpty();
  }

  @Test
  void aRealmThatIsNotThereIsNamedWithWhatToDo() {
    assertThat(IdentityProvider.trouble(url("/realms/other")))
        .hasValueSatisfying(
            said ->
                assertThat(said)
                    .startsWith("the identity provider has no realm at " + url("/realms/other"))
                    .contains("QUARKUS_OIDC_AUTH_SERVER_URL")
                    .doesNotContain("\n"));
  }

  @Test
  void aRealmThatFailsIsNamedWithItsStatus() {
    assertThat(IdentityProvider.trouble(url("/realms/broken")))
        .hasValueSatisfying(said -> assertThat(said).contains("answers 500 at"));
  }

  @Test
  void aServerThatIsAwayIsNamedWithWhatToDo() throws IOException {
    int closed;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = socket.getLocalPort();
    }
    assertThat(IdentityProvider.trouble("http://127.0.0.1:" + closed + REALM))
        .hasValueSatisfying(
            said ->
                assertThat(said)
                    .startsWith("the identity provider does not answer at http://127.0.0.1:")
                    .contains("QUARKUS_OIDC_AUTH_SERVER_URL")
                    .doesNotContain("\n"));
  }

  @Test
  void whatIsNoAddressIsSaidToBeNone() {
    assertThat(IdentityProvider.trouble("keycloak realm"))
        .hasValueSatisfying(said -> assertThat(said).contains("'keycloak realm' is no address"));
  }
}
