package io.culvert.config.app;

import io.culvert.config.app.AnswerStore.Answer;
import io.culvert.config.app.AnswerStore.Kept;
import io.culvert.config.domain.RefusedException;
import io.culvert.config.domain.RefusedException.Reason;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.function.Supplier;

/**
 * Answers a repeated request with the answer of the first. The key, the answer and what the request
 * did commit together, so a key is never used up by a request that did nothing; a refused request
 * keeps nothing and is judged anew when it is repeated.
 */
@ApplicationScoped
public class Repeats {
  private final Transactions transactions;
  private final AnswerStore answers;
  private final PskVault vault;
  private final AccessSettings settings;
  private final Clock clock;

  Repeats(
      Transactions transactions,
      AnswerStore answers,
      PskVault vault,
      AccessSettings settings,
      Clock clock) {
    this.transactions = transactions;
    this.answers = answers;
    this.vault = vault;
    this.settings = settings;
    this.clock = clock;
  }

  /** An answer, and whether it is that of an earlier request. */
  public record Outcome(Answer answer, boolean replayed) {}

  /**
   * Does the work, unless it was done under that key.
   *
   * @param request all that was asked, octet by octet; it may hold a key, so what is stored of it
   *     is a hash under a key that is not in the database
   * @param work joins the transaction it is called in
   */
  public Uni<Outcome> once(
      Caller caller, IdempotencyKey key, byte[] request, Supplier<Uni<Answer>> work) {
    String digest = vault.digestOfRequest(request);
    String tenant = caller.tenant();
    Instant now = clock.instant();
    Instant expired = now.minus(settings.answersKept());
    return transactions.run(
        () ->
            answers
                .claim(tenant, key.value(), digest, now, expired)
                .chain(mine -> mine ? first(tenant, key, work) : repeated(tenant, key, digest)));
  }

  private Uni<Outcome> first(String tenant, IdempotencyKey key, Supplier<Uni<Answer>> work) {
    return work.get()
        .call(answer -> answers.keep(tenant, key.value(), answer))
        .map(answer -> new Outcome(answer, false));
  }

  private Uni<Outcome> repeated(String tenant, IdempotencyKey key, String digest) {
    return answers
        .find(tenant, key.value())
        .map(found -> found.orElseThrow(() -> new IllegalStateException("a kept answer is gone")))
        .map(kept -> answer(kept, digest));
  }

  private static Outcome answer(Kept kept, String digest) {
    if (!kept.request().equals(digest)) {
      throw RefusedException.because(
          Reason.CONFLICT,
          "another request was made under this " + IdempotencyKey.HEADER + "; use a new one");
    }
    return new Outcome(kept.answer(), true);
  }

  /** Forgets the answers whose time is over. */
  public Uni<Void> forgetOld() {
    return transactions.run(() -> answers.forget(clock.instant().minus(settings.answersKept())));
  }
}
