package io.culvert.config.app;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * What is to be written or thrown away now and then. Any number of instances may do it at once:
 * each statement is right whoever else has just run it.
 */
@ApplicationScoped
public class Upkeep {
  private static final Duration USES = Duration.ofSeconds(10);
  private static final Duration SUMS = Duration.ofMinutes(1);
  private static final Duration CLEANING = Duration.ofMinutes(10);

  private final TokenCheck check;
  private final TokenStore tokens;
  private final TunnelStore tunnels;
  private final Repeats repeats;
  private final Transactions transactions;
  private final AccessSettings settings;
  private final Clock clock;
  private Instant nextUses = Instant.MIN;
  private Instant nextSums = Instant.MIN;
  private Instant nextCleaning = Instant.MIN;

  Upkeep(
      TokenCheck check,
      TokenStore tokens,
      TunnelStore tunnels,
      Repeats repeats,
      Transactions transactions,
      AccessSettings settings,
      Clock clock) {
    this.check = check;
    this.tokens = tokens;
    this.tunnels = tunnels;
    this.repeats = repeats;
    this.transactions = transactions;
    this.settings = settings;
    this.clock = clock;
  }

  /** Does what is due; to be called often, from one thread at a time. */
  public Uni<Void> step() {
    Instant now = clock.instant();
    Uni<Void> work = Uni.createFrom().voidItem();
    if (!now.isBefore(nextUses)) {
      nextUses = now.plus(USES);
      work = work.chain(check::writeUses);
    }
    if (!now.isBefore(nextSums)) {
      nextSums = now.plus(SUMS);
      work = work.chain(() -> transactions.run(tunnels::sumUp));
    }
    if (!now.isBefore(nextCleaning)) {
      nextCleaning = now.plus(CLEANING);
      work = work.chain(this::clean);
    }
    return work;
  }

  /** Throws away what nobody needs any more. */
  public Uni<Void> clean() {
    Instant ended = clock.instant().minus(settings.endedKept());
    return transactions.run(() -> tokens.forget(ended)).chain(repeats::forgetOld);
  }
}
