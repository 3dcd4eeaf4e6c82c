package io.culvert.gateway.app.steering;

import io.culvert.gateway.app.steering.LoginDesk.Refusal;
import io.culvert.gateway.core.steer.Answers;
import io.culvert.gateway.core.steer.Effect;
import io.culvert.gateway.core.steer.Effect.Asker;
import io.culvert.gateway.core.steer.PageReason;
import io.culvert.gateway.core.wire.Bytes;

/** Says what a host is answered, where the proxy answers it. */
public final class AnswerDesk {
  private static final int FOUND = 302;
  private static final int TEMPORARY_REDIRECT = 307;

  private final LoginDesk desk;
  private final Pages pages;

  /** Sends users to this desk. */
  public AnswerDesk(LoginDesk desk, Pages pages) {
    this.desk = desk;
    this.pages = pages;
  }

  /** The whole HTTP response; the connection ends after it. */
  public Bytes to(SteeredHost host, Effect.Reply reply) {
    return switch (reply) {
      case Effect.SendToLogIn(String url, Asker asker) -> logIn(host, url, asker);
      case Effect.Redeem(String grant, Asker asker) -> redeem(host, grant, asker);
      case Effect.Show(PageReason reason, Asker asker) -> show(host, reason, reason.name(), asker);
      case Effect.Again(String url, Asker _) -> Answers.redirect(TEMPORARY_REDIRECT, url);
      case Effect.Refuse(int status) -> Answers.bare(status);
    };
  }

  private Bytes logIn(SteeredHost host, String url, Asker asker) {
    return desk.loginAddress(host, url)
        .map(
            login ->
                asker.page() ? Answers.redirect(FOUND, login) : Answers.logInFirst(login, asker))
        .orElseGet(() -> show(host, PageReason.LOGIN_AWAY, PageReason.LOGIN_AWAY.name(), asker));
  }

  private Bytes redeem(SteeredHost host, String grant, Asker asker) {
    return switch (desk.redeem(host, grant)) {
      case LoginDesk.Opened(String url) -> Answers.redirect(FOUND, url);
      case LoginDesk.Refused(Refusal refusal) ->
          show(
              host,
              refusal == Refusal.SUSPENDED ? PageReason.SUSPENDED : PageReason.GRANT_REFUSED,
              PageReason.GRANT_REFUSED + " " + refusal,
              asker);
    };
  }

  private Bytes show(SteeredHost host, PageReason reason, String code, Asker asker) {
    return asker.page()
        ? Answers.page(reason.status(), pages.html(reason, host.look(), code), asker)
        : Answers.problem(reason.status(), Pages.title(reason), asker);
  }
}
