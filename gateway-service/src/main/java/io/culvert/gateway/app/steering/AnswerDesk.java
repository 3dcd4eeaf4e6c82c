package io.culvert.gateway.app.steering;

import io.culvert.gateway.app.steering.LoginDesk.Refusal;
import io.culvert.gateway.core.notice.Notice.Reason;
import io.culvert.gateway.core.steer.Answers;
import io.culvert.gateway.core.steer.Effect;
import io.culvert.gateway.core.steer.Effect.Asker;
import io.culvert.gateway.core.steer.PageReason;
import io.culvert.gateway.core.wire.Bytes;
import org.jspecify.annotations.Nullable;

/** Says what a host is answered, where the proxy answers it. */
public final class AnswerDesk {
  private static final int FOUND = 302;
  private static final int TEMPORARY_REDIRECT = 307;
  private static final int TOO_MANY = 429; // RFC 6585 §4

  private final LoginDesk desk;
  private final Pages pages;
  private final Probes probes;

  /** Sends users to this desk. */
  public AnswerDesk(LoginDesk desk, Pages pages, Probes probes) {
    this.desk = desk;
    this.pages = pages;
    this.probes = probes;
  }

  /**
   * What a host is answered.
   *
   * @param response the whole HTTP response; the connection ends after it
   * @param refused why it is not what was asked for; null when nothing was refused
   */
  public record Answer(Bytes response, @Nullable Reason refused) {}

  /** The answer to that. */
  public Answer to(SteeredHost host, Effect.Reply reply) {
    return switch (reply) {
      case Effect.SendToLogIn(String url, Asker asker) -> logIn(host, url, asker);
      case Effect.Redeem(String grant, Asker asker) -> redeem(host, grant, asker);
      case Effect.Show(PageReason reason, Asker asker) -> show(host, reason, reason.name(), asker);
      case Effect.Again(String url, Asker _) ->
          new Answer(Answers.redirect(TEMPORARY_REDIRECT, url), null);
      case Effect.TellInside() -> new Answer(tell(host), null);
      case Effect.Refuse(int status) -> new Answer(Answers.bare(status), Reason.BAD_REQUEST);
    };
  }

  private Bytes tell(SteeredHost host) {
    return probes
        .inside(host)
        .map(inside -> Answers.json(inside.json()))
        .orElseGet(() -> Answers.bare(TOO_MANY));
  }

  private Answer logIn(SteeredHost host, String url, Asker asker) {
    return desk.loginAddress(host, url)
        .map(
            login ->
                new Answer(
                    asker.page()
                        ? Answers.redirect(FOUND, login)
                        : Answers.logInFirst(login, asker),
                    Reason.LOGIN_REQUIRED))
        .orElseGet(() -> show(host, PageReason.LOGIN_AWAY, PageReason.LOGIN_AWAY.name(), asker));
  }

  private Answer redeem(SteeredHost host, String grant, Asker asker) {
    return switch (desk.redeem(host, grant)) {
      case LoginDesk.Opened(String url) -> new Answer(Answers.redirect(FOUND, url), null);
      case LoginDesk.Refused(Refusal refusal) ->
          show(
              host,
              refusal == Refusal.SUSPENDED ? PageReason.SUSPENDED : PageReason.GRANT_REFUSED,
              PageReason.GRANT_REFUSED + " " + refusal,
              asker);
    };
  }

  private Answer show(SteeredHost host, PageReason reason, String code, Asker asker) {
    return new Answer(
        asker.page()
            ? Answers.page(reason.status(), pages.html(reason, host.look(), code), asker)
            : Answers.problem(reason.status(), Pages.title(reason), asker),
        Reason.of(reason));
  }
}
