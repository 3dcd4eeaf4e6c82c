package io.culvert.config.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.culvert.config.domain.ApiToken;
import io.culvert.config.domain.Endpoint;
import io.culvert.config.domain.Scope;
import io.culvert.config.domain.Scope.Access;
import io.culvert.config.domain.TokenSecret;
import io.smallrye.mutiny.Uni;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class TokenCheckTest {
  private static final String HERE = "192.0.2.1";

  private final SecureRandom random = new SecureRandom();
  private final Tokens tokens = new Tokens();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final TokenCheck check =
      new TokenCheck(new Direct(), tokens, new CallLimits(settings()), settings(), clock());

  private static AccessSettings settings() {
    Duration any = Duration.ofDays(1);
    return new AccessSettings(
        1_000_000, 1_000_000, 5, 100, Duration.ofSeconds(2), any, any, any, any);
  }

  private Clock clock() {
    InstantSource source = () -> now;
    return source.withZone(ZoneOffset.UTC);
  }

  /** Runs work at once, without a transaction. */
  private static final class Direct implements Transactions {
    @Override
    public <T> Uni<T> run(Supplier<Uni<T>> work) {
      return work.get();
    }

    @Override
    public <T> Uni<T> runWithCatalogue(Supplier<Uni<T>> work) {
      return run(work);
    }

    @Override
    public <T> Uni<T> runChangingCatalogue(Supplier<Uni<T>> work) {
      return run(work);
    }
  }

  /** Tokens by digest; counts what is asked. */
  private static final class Tokens implements TokenStore {
    private final Map<String, ApiToken> byDigest = new HashMap<>();
    private final SortedMap<Long, Instant> uses = new TreeMap<>();
    private int asked;
    private boolean away;

    @Override
    public Uni<Optional<ApiToken>> withDigest(String digest) {
      asked++;
      return Uni.createFrom().item(Optional.ofNullable(byDigest.get(digest)));
    }

    @Override
    public Uni<Void> used(SortedMap<Long, Instant> more) {
      if (away) {
        return Uni.createFrom().failure(new IllegalStateException("away"));
      }
      uses.putAll(more);
      return Uni.createFrom().voidItem();
    }

    @Override
    public Uni<Long> nextId() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Uni<Void> insert(ApiToken token, String digest) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Uni<Void> update(ApiToken token) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Uni<Optional<ApiToken>> find(String tenant, long id) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Uni<Optional<ApiToken>> lock(String tenant, long id) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Uni<Page<ApiToken>> list(String tenant, Page.Range range) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Uni<Long> count(String tenant) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Uni<Void> forget(Instant before) {
      throw new UnsupportedOperationException();
    }
  }

  private String issue(long id) {
    TokenSecret secret = TokenSecret.generate(random);
    ApiToken.Settings settings =
        new ApiToken.Settings(
            "n", now.plusSeconds(60), List.of(new Scope(Endpoint.AUDIT, Access.READ)));
    tokens.byDigest.put(
        secret.digest(), new ApiToken(id, "t", settings, "p", now, "x", null, null, 1));
    return secret.text();
  }

  private boolean accepted(String sent, String address) {
    return check.check(sent, address, Endpoint.AUDIT).await().indefinitely().isPresent();
  }

  private boolean accepted(String sent) {
    return accepted(sent, HERE);
  }

  private String guess() {
    return TokenSecret.generate(random).text();
  }

  @Test
  void aTokenAtWorkIsLookedUpOnceInAWhile() {
    String secret = issue(1);
    for (int i = 0; i < 100; i++) {
      assertThat(accepted(secret)).isTrue();
    }
    assertThat(tokens.asked).isEqualTo(1);
    now = now.plusSeconds(2);
    assertThat(accepted(secret)).isTrue();
    assertThat(tokens.asked).isEqualTo(2);
  }

  @Test
  void aTokenThatExpiresIsRefusedAtThatMomentWithoutALookUp() {
    String secret = issue(1);
    now = now.plusSeconds(59);
    assertThat(accepted(secret)).isTrue();
    now = now.plusSeconds(1);
    assertThat(accepted(secret)).isFalse();
    assertThat(tokens.asked).isEqualTo(1);
  }

  @Test
  void whatChangesIsLookedUpAgain() {
    String secret = issue(1);
    assertThat(accepted(secret)).isTrue();
    tokens.byDigest.replaceAll((_, token) -> token.revoked(now));
    assertThat(accepted(secret)).isTrue();
    check.doubt(1);
    assertThat(accepted(secret)).isFalse();
  }

  @Test
  void aWrongSecretIsLookedUpAndCountedOnce() {
    String wrong = guess();
    for (int i = 0; i < 100; i++) {
      assertThat(accepted(wrong)).isFalse();
      assertThat(accepted("culvert_broken")).isFalse();
    }
    assertThat(tokens.asked).isEqualTo(1);
    assertThat(accepted(issue(1))).isTrue();
  }

  @Test
  void aGuesserIsHeldBackAndCostsNoMoreLookUpsWhileTokensAtWorkPass() {
    String secret = issue(1);
    assertThat(accepted(secret)).isTrue();
    for (int i = 0; i < 5; i++) {
      assertThat(accepted(guess())).isFalse();
    }
    int asked = tokens.asked;
    for (int i = 0; i < 100; i++) {
      String guess = guess();
      assertThatThrownBy(() -> accepted(guess)).isInstanceOf(ThrottledException.class);
    }
    assertThat(tokens.asked).isEqualTo(asked);
    assertThat(accepted(secret)).isTrue();
    now = now.plusSeconds(2);
    assertThat(accepted(secret)).isTrue();
    assertThat(accepted(guess(), "192.0.2.2")).isFalse();
  }

  @Test
  void aTokenThatChangesWhileSomebodyGuessesBehindItsAddressGoesOn() {
    String secret = issue(1);
    assertThat(accepted(secret)).isTrue();
    for (int i = 0; i < 5; i++) {
      assertThat(accepted(guess())).isFalse();
    }
    check.doubt(1);
    assertThat(accepted(secret)).isTrue();
  }

  @Test
  void guessersFromEverywhereTogetherCostABoundedNumberOfLookUps() {
    int refused = 0;
    for (int i = 0; i < 5000; i++) {
      try {
        accepted(guess(), "10.0." + i / 250 + "." + i % 250);
      } catch (ThrottledException e) {
        refused++;
      }
    }
    assertThat(refused).isPositive();
    assertThat(tokens.asked).isEqualTo(5000 - refused);
  }

  @Test
  void usesAreWrittenTogetherAndNotLostWhenThatFails() {
    String first = issue(1);
    String second = issue(2);
    accepted(first);
    now = now.plusSeconds(1);
    accepted(first);
    accepted(second);
    tokens.away = true;
    assertThatThrownBy(() -> check.writeUses().await().indefinitely())
        .isInstanceOf(IllegalStateException.class);
    now = now.plusSeconds(1);
    accepted(second);
    tokens.away = false;
    check.writeUses().await().indefinitely();
    assertThat(tokens.uses).isEqualTo(Map.of(1L, now.minusSeconds(1), 2L, now));
  }
}
