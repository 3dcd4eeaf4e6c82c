package io.culvert.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import io.culvert.standalone.login.Logins;
import io.culvert.standalone.net.Internet;
import io.culvert.standalone.net.WebSite;
import io.culvert.standalone.stack.Await;
import io.culvert.standalone.stack.StackAddresses;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A user with Chromium behind a real router, who is sent to a real Keycloak and comes back. */
@UsersLogIn
class BrowserLoginIT {
  private static final String SITE = "www." + Internet.DOMAIN;
  private static final Duration LIMIT = Duration.ofSeconds(40);

  private final World world;
  private final Logins logins;
  @TempDir Path folder;

  BrowserLoginIT(World world) {
    this.world = world;
    this.logins = world.logins();
  }

  @Test
  void aUserWhoOpensAPageLogsInAndLandsOnItOverHttpAndOverHttpsAndAgainAfterBeingRevoked()
      throws Exception {
    Tunnel tunnel = world.tunnel("AES256-CBC");
    try (Device device = world.device();
        Browser browser = Browser.start(device.user(), folder, logins.trusted())) {
      device.connect(device.connection(tunnel));
      awaitLoginPage(browser.page(), "http://" + SITE + "/?first");
      logIn(browser.page());
      browser.page().waitForURL("http://" + SITE + "/?first");
      assertThat(browser.page().content()).contains("You are on the internet side");
      device.requirePing(WebSite.ADDRESS);

      JsonNode session = session(tunnel);
      assertThat(session.path("user").asText()).isEqualTo(Logins.USER);
      logins.settings().revoke(session);
      browser.forget();
      awaitLoginPage(browser.page(), "https://" + SITE + "/?second=a%20b&c");
      logIn(browser.page());
      browser.page().waitForURL("https://" + SITE + "/?second=a%20b&c");
      assertThat(browser.page().content()).contains("You are on the internet side");

      logins.settings().revoke(session(tunnel));
      Await.until("it still passes", LIMIT, null, () -> !device.pings(WebSite.ADDRESS));
      // Keycloak still knows her: she is sent there and comes back without a word.
      browser.page().navigate("https://" + SITE + "/?third");
      browser.page().waitForURL("https://" + SITE + "/?third");
      assertThat(browser.page().content()).contains("You are on the internet side");
      device.requirePing(WebSite.ADDRESS);
    }
  }

  /** Opens a page until the gateway, which may not know yet, sends the browser to log in. */
  private static void awaitLoginPage(Page page, String url) {
    Await.until(
        "nobody is sent to log in",
        LIMIT,
        null,
        () -> {
          try {
            page.navigate(url);
          } catch (PlaywrightException e) {
            // A certificate error is one that a user would see too; the network may not be there
            // yet.
            assertThat(e.getMessage()).doesNotContain("ERR_CERT");
            return false;
          }
          return page.url().startsWith(StackAddresses.IDENTITY_URL);
        });
  }

  private void logIn(Page page) {
    page.fill("#username", Logins.USER);
    page.fill("#password", logins.password());
    page.click("#kc-login");
  }

  private JsonNode session(Tunnel tunnel) {
    return Await.value(
        "no session",
        LIMIT,
        null,
        () -> logins.settings().sessions(tunnel.id()).valueStream().findAny());
  }
}
