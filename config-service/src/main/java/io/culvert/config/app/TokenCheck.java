package io.culvert.config.app;

import io.culvert.config.domain.ApiToken;
import io.culvert.config.domain.Endpoint;
import io.culvert.config.domain.TokenSecret;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Says whose a secret is. Tokens that were found are remembered for a moment, so that calls cost no
 * query; a change made here counts at once, one made by another instance when the moment is over.
 *
 * <p>A secret that is nobody's is held back by {@link CallLimits}, once: a script that goes on with
 * a wrong one learns nothing by it and is not to use up what others behind its address need. Those
 * that are remembered as good pass in any case, so that nobody's guessing locks out who is at work.
 */
@ApplicationScoped
public class TokenCheck {
  /** Bounds memory; some 500 octets each. */
  private static final int MOST = 10_000;

  private final Transactions transactions;
  private final TokenStore tokens;
  private final CallLimits limits;
  private final AccessSettings settings;
  private final Clock clock;
  private final Map<String, Known> known = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<String, Boolean> nobodys = new LinkedHashMap<>(16, 0.75f, true);
  private SortedMap<Long, Instant> uses = new TreeMap<>();
  private long changes;

  /**
   * A token that was found.
   *
   * @param at when it was looked up
   */
  private record Known(ApiToken token, Instant at) {}

  TokenCheck(
      Transactions transactions,
      TokenStore tokens,
      CallLimits limits,
      AccessSettings settings,
      Clock clock) {
    this.transactions = transactions;
    this.tokens = tokens;
    this.limits = limits;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * The valid token with that secret; empty, without a word why, when there is none.
   *
   * @param address where it came from
   * @param endpoint where it goes; null when that is nowhere a token is let in
   * @throws ThrottledException when too many were wrong, or the tenant calls too often
   */
  public Uni<Optional<ApiToken>> check(String sent, String address, @Nullable Endpoint endpoint) {
    String digest = TokenSecret.digest(sent);
    if (knownToBeNone(digest)) {
      return Uni.createFrom().item(Optional.empty());
    }
    if (!TokenSecret.wellFormed(sent)) {
      none(digest, address);
      return Uni.createFrom().item(Optional.empty());
    }
    Instant now = clock.instant();
    Known found = recall(digest);
    boolean trusted = found != null && found.token.valid(now);
    if (found != null && trusted) {
      limits.call(found.token.tenant(), endpoint);
    }
    if (found != null && now.isBefore(found.at.plus(settings.tokenCache()))) {
      return Uni.createFrom().item(accept(found.token, now));
    }
    return trusted
        ? lookUp(digest).map(token -> token.flatMap(t -> accept(t, now)))
        : stranger(digest, address, endpoint);
  }

  /** One that is not remembered, or not as a good one. */
  private Uni<Optional<ApiToken>> stranger(
      String digest, String address, @Nullable Endpoint endpoint) {
    limits.stranger(address);
    return lookUp(digest)
        .invoke(
            found -> found.ifPresentOrElse(_ -> limits.noStranger(), () -> none(digest, address)))
        .map(found -> found.flatMap(token -> accept(token, clock.instant())))
        .invoke(token -> token.ifPresent(t -> limits.call(t.tenant(), endpoint)));
  }

  /** No token will ever have this secret: nobody can make one to a secret that he chose. */
  private void none(String digest, String address) {
    synchronized (this) {
      nobodys.put(digest, true);
      if (nobodys.size() > MOST) {
        nobodys.remove(nobodys.keySet().iterator().next());
      }
    }
    limits.guessed(address);
  }

  private synchronized boolean knownToBeNone(String digest) {
    return nobodys.get(digest) != null;
  }

  private Uni<Optional<ApiToken>> lookUp(String digest) {
    long changesBefore = changes();
    Instant at = clock.instant();
    return transactions
        .run(() -> tokens.withDigest(digest))
        .invoke(token -> token.ifPresent(t -> remember(digest, new Known(t, at), changesBefore)));
  }

  private synchronized @Nullable Known recall(String digest) {
    return known.get(digest);
  }

  private synchronized long changes() {
    return changes;
  }

  /** What was read before a change may be what it was before the change. */
  private synchronized void remember(String digest, Known found, long changesBefore) {
    if (changes == changesBefore) {
      known.put(digest, found);
      if (known.size() > MOST) {
        known.remove(known.keySet().iterator().next());
      }
    }
  }

  private synchronized Optional<ApiToken> accept(ApiToken token, Instant now) {
    if (!token.valid(now)) {
      return Optional.empty();
    }
    uses.merge(token.id(), now, (a, b) -> a.isAfter(b) ? a : b);
    return Optional.of(token);
  }

  /**
   * A token changed: it is looked up when it is used next. That there is such a token stays known,
   * so that nobody's guessing keeps it from being looked up.
   */
  synchronized void doubt(long id) {
    changes++;
    known.replaceAll(
        (_, found) -> found.token.id() == id ? new Known(found.token, Instant.EPOCH) : found);
  }

  /** Writes down when tokens were last used, all that came together since the last time. */
  public Uni<Void> writeUses() {
    SortedMap<Long, Instant> due = takeUses();
    return due.isEmpty()
        ? Uni.createFrom().voidItem()
        : transactions.run(() -> tokens.used(due)).onFailure().invoke(() -> putBack(due));
  }

  private synchronized SortedMap<Long, Instant> takeUses() {
    SortedMap<Long, Instant> due = uses;
    uses = new TreeMap<>();
    return due;
  }

  private synchronized void putBack(SortedMap<Long, Instant> due) {
    due.forEach((id, at) -> uses.merge(id, at, (a, b) -> a.isAfter(b) ? a : b));
  }
}
