package io.culvert.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoginSealTest {
  private static final PskSeal.KeyPair POP = PskSeal.generate();
  private static final PskSeal.KeyPair AUTH = PskSeal.generate();
  private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");
  private static final LoginTicket TICKET =
      new LoginTicket("acme", 7, "192.168.1.20", "https://example.com/a?b=c", "bm9uY2U", NOW);
  private static final LoginGrant GRANT =
      new LoginGrant(
          "bm9uY2U",
          new UserSession(
              "acme",
              7,
              "192.168.1.20",
              "ada",
              List.of("staff"),
              "saml",
              NOW,
              NOW.plusSeconds(28_800)),
          NOW,
          "https://example.com/a?b=c");

  @Test
  void aTicketOpensAtTheAuthServiceAndNamesItsPop() throws Exception {
    String sealed = LoginSeal.seal(TICKET, "sfo1", POP, AUTH.publicKey());
    assertThat(sealed).matches("sfo1~[A-Za-z0-9_-]+").doesNotContain("acme");
    assertThat(LoginSeal.openTicket(sealed, AUTH, LoginSealTest::popKey))
        .isEqualTo(new LoginSeal.Issued("sfo1", TICKET));
  }

  @Test
  void aTicketOfAPopWithAnotherKeyIsRefused() {
    String forged = LoginSeal.seal(TICKET, "sfo1", PskSeal.generate(), AUTH.publicKey());
    assertRefused(forged);
  }

  @Test
  void aTicketUnderAnotherPopsNameIsRefused() {
    String sealed = LoginSeal.seal(TICKET, "sfo1", POP, AUTH.publicKey());
    assertThatThrownBy(
            () ->
                LoginSeal.openTicket(
                    "lax1" + sealed.substring(4), AUTH, _ -> Optional.of(POP.publicKey())))
        .isInstanceOf(GeneralSecurityException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "~", "sfo1", "sfo1~", "sfo1~!", "sfo1~AAAA", "lax1~AAAA"})
  void whatIsNoTicketIsRefused(String text) {
    assertRefused(text);
  }

  @Test
  void aTicketOfAnyAlteredCharacterIsRefused() {
    String sealed = LoginSeal.seal(TICKET, "sfo1", POP, AUTH.publicKey());
    for (int i = 5; i < sealed.length() - 1; i += 7) {
      char other = sealed.charAt(i) == 'A' ? 'B' : 'A';
      assertRefused(sealed.substring(0, i) + other + sealed.substring(i + 1));
    }
  }

  @Test
  void aGrantOpensAtItsPopOnly() throws Exception {
    String sealed = LoginSeal.seal(GRANT, "sfo1", AUTH, POP.publicKey());
    assertThat(LoginSeal.openGrant(sealed, "sfo1", POP, AUTH.publicKey())).isEqualTo(GRANT);
    assertThatThrownBy(() -> LoginSeal.openGrant(sealed, "lax1", POP, AUTH.publicKey()))
        .isInstanceOf(GeneralSecurityException.class);
    assertThatThrownBy(
            () -> LoginSeal.openGrant(sealed, "sfo1", PskSeal.generate(), AUTH.publicKey()))
        .isInstanceOf(GeneralSecurityException.class);
  }

  @Test
  void aGrantThatAnotherServiceMadeIsRefused() {
    String forged = LoginSeal.seal(GRANT, "sfo1", PskSeal.generate(), POP.publicKey());
    assertThatThrownBy(() -> LoginSeal.openGrant(forged, "sfo1", POP, AUTH.publicKey()))
        .isInstanceOf(GeneralSecurityException.class);
  }

  @Test
  void aTicketIsNoGrant() {
    String ticket = LoginSeal.seal(TICKET, "sfo1", AUTH, POP.publicKey());
    assertThatThrownBy(
            () -> LoginSeal.openGrant(ticket.substring(5), "sfo1", POP, AUTH.publicKey()))
        .isInstanceOf(GeneralSecurityException.class);
  }

  private static void assertRefused(String sealed) {
    assertThatThrownBy(() -> LoginSeal.openTicket(sealed, AUTH, LoginSealTest::popKey))
        .isInstanceOf(GeneralSecurityException.class);
  }

  private static Optional<String> popKey(String pop) {
    return pop.equals("sfo1") ? Optional.of(POP.publicKey()) : Optional.empty();
  }
}
