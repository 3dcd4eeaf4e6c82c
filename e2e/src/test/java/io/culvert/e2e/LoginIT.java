package io.culvert.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.culvert.standalone.login.Logins;
import io.culvert.standalone.login.UserBrowser;
import io.culvert.standalone.net.Internet;
import io.culvert.standalone.net.WebSite;
import io.culvert.standalone.peer.Connection;
import io.culvert.standalone.stack.Await;
import io.culvert.standalone.stack.Pop;
import io.culvert.standalone.stack.StackAddresses;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * Users behind a real router must log in at a real Keycloak before their traffic passes, all
 * through the tunnel.
 */
@UsersLogIn
class LoginIT {
  private static final String PAGE = "http://www." + Internet.DOMAIN + "/";
  private static final String RETURN =
      "https://" + Internet.RETURN_HOST + "/.well-known/culvert-login?grant=";
  private static final Duration LIMIT = Duration.ofSeconds(40);

  private final World world;
  private final Logins logins;

  LoginIT(World world) {
    this.world = world;
    this.logins = world.logins();
  }

  @Test
  void aUserLogsInAndGoesOnToHerPageUntilSheIsRevoked() {
    Tunnel tunnel = world.tunnel("AES256-CBC");
    try (Device device = world.device();
        UserBrowser browser = logins.browser(device.user())) {
      device.connect(device.connection(tunnel));
      awaitSentToLogIn(device);
      assertThat(curl(device, "*/*").split(" ", 2)[0]).as("a program is told").isEqualTo("511");
      assertThat(device.pings(WebSite.ADDRESS)).isFalse();
      assertThat(http3(device)).as("so that browsers fall back").contains("refused");

      UserBrowser.Page page = logIn(browser);
      assertThat(page.url()).isEqualTo(PAGE);
      assertThat(page.status()).isEqualTo(200);
      device.requirePing(WebSite.ADDRESS);
      JsonNode session = session(tunnel);
      assertThat(session.path("user").asText()).isEqualTo(Logins.USER);
      assertThat(session.path("groups").toString()).contains("\"viewer\"");

      logins.settings().revoke(session);
      awaitSentToLogIn(device);
      assertThat(browser.open(grant(page)).url()).as("a grant is good once").isNotEqualTo(PAGE);
    }
  }

  @Test
  void whileTheAuthServiceIsAwayWhoIsLoggedInGoesOnAndOthersAreToldSo() {
    Tunnel tunnel = world.tunnel("AES256-CBC");
    Tunnel other = world.tunnel("AES256-CBC");
    try (Device device = world.device();
        Device late = world.device();
        UserBrowser browser = logins.browser(device.user())) {
      device.connect(device.connection(tunnel));
      awaitSentToLogIn(device);
      assertThat(logIn(browser).status()).isEqualTo(200);
      late.connect(late.connection(other));
      world
          .stack()
          .withoutAuthService(
              () -> {
                Await.until("nobody is told", LIMIT, null, () -> browse(late).startsWith("503"));
                assertThat(browse(device)).isEqualTo("200 ");
                assertThat(late.pings(WebSite.ADDRESS)).isFalse();
              });
      awaitSentToLogIn(late);
    }
  }

  @Test
  void aSessionGoesWithTheTunnelToTheOtherPopAndSurvivesACrashOfTheGateway() {
    Tunnel tunnel = world.tunnel("AES256-CBC");
    try (Device device = world.device();
        UserBrowser browser = logins.browser(device.user())) {
      device.connect(device.connection(tunnel));
      awaitSentToLogIn(device);
      assertThat(logIn(browser).status()).isEqualTo(200);
      move(device, tunnel, device.shortLived(tunnel));
      device.requirePing(WebSite.ADDRESS);
      world.stack().crashGateway(Pop.A);
      move(device, tunnel, device.connection(tunnel));
      Await.until("she must log in again", LIMIT, null, () -> device.pings(WebSite.ADDRESS));
      assertThat(browse(device)).isEqualTo("200 ");
    }
  }

  private static void move(Device device, Tunnel tunnel, Connection to) {
    assertThat(device.router().terminate(tunnel.site()).ok()).isTrue();
    device.connect(to);
  }

  private UserBrowser.Page logIn(UserBrowser browser) {
    return browser.logIn(PAGE, Logins.USER, logins.password());
  }

  private static String grant(UserBrowser.Page page) {
    return page.redirects().stream().filter(url -> url.startsWith(RETURN)).findAny().orElseThrow();
  }

  /** Asks for the page until the gateway, which may not know yet, sends the user to log in. */
  private static void awaitSentToLogIn(Device device) {
    Await.until("nobody is sent to log in", LIMIT, null, () -> browse(device).startsWith("302 "));
    assertThat(browse(device))
        .startsWith("302 " + StackAddresses.LOGIN_URL + "/saml/login?ticket=");
  }

  /** Status and redirect of the page, as a browser asks for it. */
  private static String browse(Device device) {
    return curl(device, "text/html");
  }

  private static String curl(Device device, String accept) {
    String header = "Accept: " + accept;
    String answer = "%{http_code} %{redirect_url}";
    return device
        .user()
        .attempt("curl", "-s", "-m", "10", "-H", header, "-o", "/dev/null", "-w", answer, PAGE)
        .output();
  }

  private static String http3(Device device) {
    String target = "UDP:" + WebSite.ADDRESS + ":443";
    return device
        .user()
        .attempt("sh", "-c", "(echo hello; sleep 1; echo again; sleep 1) | socat - " + target)
        .output();
  }

  private JsonNode session(Tunnel tunnel) {
    return Await.value(
        "no session",
        LIMIT,
        null,
        () -> logins.settings().sessions(tunnel.id()).valueStream().findAny());
  }
}
