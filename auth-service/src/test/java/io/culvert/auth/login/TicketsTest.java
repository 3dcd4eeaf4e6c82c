package io.culvert.auth.login;

import static io.culvert.auth.login.LoginParts.NOW;
import static io.culvert.auth.login.LoginParts.ticket;
import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.contract.LoginSeal;
import io.culvert.contract.LoginTicket;
import io.culvert.contract.PskSeal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TicketsTest {
  private static final LoginTicket TICKET = ticket("https://example.com/a?b=c");

  @TempDir private static Path folder;

  private LoginParts parts;
  private Tickets tickets;

  @BeforeEach
  void start() throws IOException {
    parts = LoginParts.in(folder);
    tickets = new Tickets(parts.keys(), parts.pops());
  }

  @Test
  void aTicketOpensAndNamesItsPop() {
    assertThat(tickets.open(parts.sealed(TICKET), NOW))
        .isEqualTo(new Opening.Opened(new LoginSeal.Issued("sfo1", TICKET)));
  }

  @Test
  void aTicketIsGoodForTenMinutesAndTwoOfSkewEitherWay() {
    String sealed = parts.sealed(TICKET);
    Duration oldest = Duration.ofMinutes(12);
    Duration newest = Duration.ofMinutes(2);
    assertThat(tickets.open(sealed, NOW.plus(oldest))).isInstanceOf(Opening.Opened.class);
    assertRefused(Opening.Reason.EXPIRED, tickets.open(sealed, NOW.plus(oldest).plusMillis(1)));
    assertThat(tickets.open(sealed, NOW.minus(newest))).isInstanceOf(Opening.Opened.class);
    assertRefused(
        Opening.Reason.NOT_YET_VALID, tickets.open(sealed, NOW.minus(newest).minusMillis(1)));
  }

  @Test
  void aTicketOfAPopThatIsNotKnownIsToldApart() {
    parts.pops().follow(Map.of());
    assertRefused(Opening.Reason.UNKNOWN_POP, tickets.open(parts.sealed(TICKET), NOW));
  }

  @Test
  void aTicketThatSomebodyElseSealedIsMalformed() {
    String forged =
        LoginSeal.seal(TICKET, "sfo1", PskSeal.generate(), parts.keys().pair().publicKey());
    assertRefused(Opening.Reason.MALFORMED, tickets.open(forged, NOW));
    assertRefused(Opening.Reason.MALFORMED, tickets.open("", NOW));
    assertRefused(Opening.Reason.MALFORMED, tickets.open("sfo1~AAAA", NOW));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://example.com/",
        "javascript:alert(1)",
        "https://",
        "https:///example.com",
        "https://good.example\\@evil.example/",
        "https://user@evil.example/",
        "https://good.example\tevil.example/",
        "//example.com/"
      })
  void aPageThatIsNoneOfTheWebIsMalformed(String url) {
    assertRefused(Opening.Reason.MALFORMED, tickets.open(parts.sealed(ticket(url)), NOW));
  }

  private static void assertRefused(Opening.Reason reason, Opening opening) {
    assertThat(opening).isEqualTo(new Opening.Refused(reason));
  }
}
