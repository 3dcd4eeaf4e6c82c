package io.culvert.config.app;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Optional;

/** Where answers are kept under the idempotency keys of their requests. */
public interface AnswerStore {
  /**
   * An answer.
   *
   * @param status HTTP status
   * @param body JSON; without secrets
   * @param tag the entity tag
   */
  record Answer(int status, String body, String tag) {}

  /**
   * What is kept under a key.
   *
   * @param request what was asked, as a keyed hash
   */
  record Kept(String request, Answer answer) {}

  /**
   * Makes a key this transaction's own; waits for another transaction that is about to. What was
   * kept before {@code expired} counts for nothing.
   *
   * @return whether it is; if not, something is kept under it
   */
  Uni<Boolean> claim(String tenant, String key, String request, Instant now, Instant expired);

  /** Keeps the answer under a key that this transaction has claimed. */
  Uni<Void> keep(String tenant, String key, Answer answer);

  Uni<Optional<Kept>> find(String tenant, String key);

  /** Forgets what was kept before then. */
  Uni<Void> forget(Instant before);
}
