package io.culvert.auth.login;

import static io.culvert.auth.login.LoginParts.NOW;
import static io.culvert.auth.login.LoginParts.ticket;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.culvert.contract.LoginGrant;
import io.culvert.contract.LoginSeal;
import io.culvert.contract.UserSession;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GrantsTest {
  private static final Duration HOUR = Duration.ofHours(1);

  @TempDir private static Path folder;

  private LoginParts parts;
  private Grants grants;

  @BeforeEach
  void start() throws IOException {
    parts = LoginParts.in(folder);
    grants = new Grants(parts.keys(), parts.pops(), new ReturnHost("return.example.net"));
  }

  @Test
  void aGrantBringsTheNonceBackAndEndsWithTheLifetime() throws Exception {
    Granted granted = grant("https://example.com/a", "ada", List.of("staff"));
    assertThat(granted.until()).isEqualTo(NOW.plus(HOUR));
    assertThat(opened(granted))
        .isEqualTo(
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
                    NOW.plus(HOUR)),
                NOW,
                "https://example.com/a"));
  }

  @Test
  void aGrantIsBroughtToTheServicesOwnNameWhateverPageWasAskedFor() {
    Granted granted = grant("https://evil.example/", "ada", List.of());
    assertThat(granted.url())
        .isEqualTo(
            "https://return.example.net/.well-known/culvert-login?grant=" + granted.sealed());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "localhost", "192.0.2.1", "a b.example", "x.example/", "x.example:1"})
  void aReturnHostIsANameAndNothingElse(String name) {
    assertThatThrownBy(() -> new ReturnHost(name)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void groupsAreAtMostOneHundredAndNoneIsCutOff() throws Exception {
    List<String> many = IntStream.range(0, 101).mapToObj(i -> "g" + i).toList();
    assertThat(opened(grant("https://example.com", "ada", many)).session().groups())
        .isEqualTo(many.subList(0, 100));
    List<String> odd = List.of("x".repeat(257), " ", "x".repeat(256));
    assertThat(opened(grant("https://example.com", "ada", odd)).session().groups())
        .containsExactly("x".repeat(256));
  }

  @Test
  void aGrantWithTheLongestNamesStillOpens() throws Exception {
    String longest = "\u0001".repeat(256);
    Granted granted =
        grant(
            "https://example.com",
            longest,
            IntStream.range(0, 100).mapToObj(_ -> longest).toList());
    assertThat(granted.sealed()).hasSizeLessThan(12_000);
    assertThat(opened(granted).session().groups()).hasSize(3);
  }

  @Test
  void aUserWithoutANameOrWithTooLongOneIsAMistakeOfTheCaller() {
    assertThatThrownBy(() -> grant("https://example.com", "x".repeat(257), List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> grant("https://example.com", " ", List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void thereIsNoGrantForAPopThatIsGone() {
    parts.pops().follow(Map.of());
    assertThat(
            grants.grant(
                new LoginSeal.Issued("sfo1", ticket("https://example.com")),
                "ada",
                List.of(),
                "saml",
                HOUR,
                NOW))
        .isEmpty();
  }

  private Granted grant(String page, String user, List<String> groups) {
    LoginSeal.Issued issued = new LoginSeal.Issued("sfo1", ticket(page));
    return grants.grant(issued, user, groups, "saml", HOUR, NOW).orElseThrow();
  }

  private LoginGrant opened(Granted granted) throws GeneralSecurityException {
    return LoginSeal.openGrant(
        granted.sealed(), "sfo1", parts.pop(), parts.keys().pair().publicKey());
  }
}
