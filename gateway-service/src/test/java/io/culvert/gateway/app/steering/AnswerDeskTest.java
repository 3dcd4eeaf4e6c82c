package io.culvert.gateway.app.steering;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.gateway.app.steering.LoginDesk.Opened;
import io.culvert.gateway.app.steering.LoginDesk.Redeemed;
import io.culvert.gateway.app.steering.LoginDesk.Refusal;
import io.culvert.gateway.app.steering.LoginDesk.Refused;
import io.culvert.gateway.app.steering.SteeredHost.Look;
import io.culvert.gateway.core.notice.Notice.Reason;
import io.culvert.gateway.core.steer.Effect;
import io.culvert.gateway.core.steer.Effect.Asker;
import io.culvert.gateway.core.steer.Names;
import io.culvert.gateway.core.steer.PageReason;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AnswerDeskTest {
  private static final Asker BROWSER = new Asker(true, false);
  private static final Asker PROGRAM = new Asker(false, false);

  private Optional<String> login = Optional.of("https://login.example/saml/login?ticket=x");
  private Redeemed redeemed = new Opened("https://www.example/a");
  private Look look = new Look("Acme", "#0a5c36");

  private final LoginDesk desk =
      new LoginDesk() {
        @Override
        public Optional<String> loginAddress(SteeredHost host, String url) {
          return login.map(address -> address + "&for=" + url);
        }

        @Override
        public Redeemed redeem(SteeredHost host, String grant) {
          return grant.equals("good") ? redeemed : new Refused(Refusal.UNREADABLE);
        }
      };

  private AnswerDesk.Answer answer(Effect.Reply reply) {
    SteeredHost host = new SteeredHost("t", 1, 2, 3, 4, _ -> new Names.LogIn(), false, look);
    return new AnswerDesk(desk, new Pages(), Probes.NONE).to(host, reply);
  }

  private String to(Effect.Reply reply) {
    return new String(answer(reply).response().toArray(), StandardCharsets.UTF_8);
  }

  @Test
  void browserIsRedirectedAndProgramIsTold() {
    assertThat(to(new Effect.SendToLogIn("http://a/", BROWSER)))
        .startsWith("HTTP/1.1 302 ")
        .contains("\r\nLocation: https://login.example/saml/login?ticket=x&for=http://a/\r\n");
    assertThat(to(new Effect.SendToLogIn("http://a/", PROGRAM)))
        .startsWith("HTTP/1.1 511 ")
        .contains("\"login\":\"https://login.example/saml/login?ticket=x&for=http://a/\"");
  }

  @Test
  void whenNobodyCanLogInTheUserReadsThat() {
    login = Optional.empty();
    assertThat(to(new Effect.SendToLogIn("http://a/", BROWSER)))
        .startsWith("HTTP/1.1 503 ")
        .contains("<header>Acme</header>", "background: #0a5c36", "LOGIN_AWAY");
    assertThat(to(new Effect.SendToLogIn("http://a/", PROGRAM)))
        .startsWith("HTTP/1.1 503 ")
        .contains("application/problem+json");
  }

  @Test
  void grantOpensAndLeadsToThePage() {
    assertThat(to(new Effect.Redeem("good", BROWSER)))
        .startsWith("HTTP/1.1 302 ")
        .contains("\r\nLocation: https://www.example/a\r\n");
  }

  @Test
  void refusedGrantIsExplained() {
    assertThat(to(new Effect.Redeem("bad", BROWSER)))
        .startsWith("HTTP/1.1 403 ")
        .contains("GRANT_REFUSED UNREADABLE", "not accepted here");
    redeemed = new Refused(Refusal.SUSPENDED);
    assertThat(to(new Effect.Redeem("good", BROWSER))).contains("Please wait a few minutes");
  }

  @Test
  void everyReasonHasAPage() {
    for (PageReason reason : PageReason.values()) {
      assertThat(to(new Effect.Show(reason, BROWSER)))
          .startsWith("HTTP/1.1 " + reason.status() + " ")
          .contains("say: " + reason)
          .doesNotContain("{title}", "{text}", "{code}", "{colour}", "<script", "answer\r\n");
    }
  }

  @Test
  void whatTheTenantCallsItselfIsEscaped() {
    look = new Look("<script>'\"&{code}", "red;}</style><script>");
    assertThat(to(new Effect.Show(PageReason.SUSPENDED, BROWSER)))
        .contains("<header>&lt;script&gt;&#39;&quot;&amp;{code}</header>", "background: #3c4650")
        .doesNotContain("<script>", "red;");
  }

  @Test
  void whyItIsRefusedIsSaidBesides() {
    assertThat(answer(new Effect.SendToLogIn("http://a/", BROWSER)).refused())
        .isEqualTo(Reason.LOGIN_REQUIRED);
    login = Optional.empty();
    assertThat(answer(new Effect.SendToLogIn("http://a/", BROWSER)).refused())
        .isEqualTo(Reason.LOGIN_AWAY);
    assertThat(answer(new Effect.Redeem("bad", PROGRAM)).refused()).isEqualTo(Reason.GRANT_REFUSED);
    assertThat(answer(new Effect.Redeem("good", PROGRAM)).refused()).isNull();
    assertThat(answer(new Effect.Refuse(400)).refused()).isEqualTo(Reason.BAD_REQUEST);
    assertThat(answer(new Effect.Again("http://a/", BROWSER)).refused()).isNull();
  }

  @Test
  void hostThatAsksTooOftenIsToldNothing() {
    assertThat(to(new Effect.TellInside())).startsWith("HTTP/1.1 429 ").doesNotContain("tunnel");
  }

  @Test
  void whatMayPassNowIsAskedForAgain() {
    assertThat(to(new Effect.Again("https://a/b", BROWSER)))
        .startsWith("HTTP/1.1 307 ")
        .contains("\r\nConnection: close\r\n", "\r\nLocation: https://a/b\r\n");
  }
}
