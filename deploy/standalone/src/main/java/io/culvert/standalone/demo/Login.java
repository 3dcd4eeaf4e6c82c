package io.culvert.standalone.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.culvert.standalone.login.Logins;
import io.culvert.standalone.login.UserBrowser;
import io.culvert.standalone.net.Internet;
import io.culvert.standalone.net.Namespace;
import io.culvert.standalone.stack.Await;
import io.culvert.standalone.stack.Progress;
import io.culvert.standalone.stack.Stack;
import io.culvert.standalone.stack.StackAddresses;
import java.time.Duration;

/** A user behind the tunnel must log in, does so, and is on the page that she asked for. */
final class Login {
  private static final String PAGE = "https://www." + Internet.DOMAIN + "/";
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Logins logins;
  private final Namespace user;
  private final Progress progress;

  Login(Stack stack, Namespace user, Progress progress) {
    this.logins = new Logins(stack);
    this.user = user;
    this.progress = progress;
  }

  /** Shows it; afterwards nobody must log in again. */
  void run(long tunnel) {
    logins.require();
    try (UserBrowser browser = logins.browser(user)) {
      Await.until("nobody is sent to log in", LIMIT, null, () -> sentToLogIn(browser));
      progress.say("Users must log in now: the user asks for " + PAGE + " and is sent to Keycloak");
      UserBrowser.Page page = browser.logIn(PAGE, Logins.USER, logins.password());
      if (page.status() != 200 || !page.url().equals(PAGE)) {
        throw new IllegalStateException(
            "the user is not back at her page: " + page.status() + " " + page.url());
      }
      JsonNode session =
          Await.value(
              "the session is not listed",
              LIMIT,
              null,
              () -> logins.settings().sessions(tunnel).valueStream().findAny());
      progress.say(
          "She logs in over SAML as %s and is on her page; the session is listed, address %s"
              .formatted(session.path("user").asText(), session.path("userIp").asText()));
    } finally {
      logins.settings().lift();
    }
  }

  private static boolean sentToLogIn(UserBrowser browser) {
    return browser.open(PAGE).url().startsWith(StackAddresses.IDENTITY_URL);
  }
}
