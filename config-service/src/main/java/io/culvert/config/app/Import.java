package io.culvert.config.app;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A file of tunnels on its way into the catalogue.
 *
 * @param key which one
 * @param state how far it is
 * @param force whether two POPs that share metro and release day are accepted
 * @param totals rows by what they do; zeros until the review has ended
 * @param progress of the review or of the commit
 * @param reason why it failed; null when it did not
 * @param expires when it is forgotten
 */
public record Import(
    ImportKey key,
    State state,
    boolean force,
    Totals totals,
    Progress progress,
    @Nullable String reason,
    Instant expires) {

  /**
   * How far an import is: {@code REVIEWING → REVIEWED → COMMITTING → COMMITTED}; back to {@code
   * REVIEWED} when a commit was broken off, and to {@code FAILED} when what it was checked against
   * has changed. One that expires is forgotten, whatever its state.
   */
  public enum State {
    REVIEWING,
    REVIEWED,
    COMMITTING,
    COMMITTED,
    FAILED;

    /** Whether a review or commit is under way. */
    public boolean running() {
      return switch (this) {
        case REVIEWING, COMMITTING -> true;
        case REVIEWED, COMMITTED, FAILED -> false;
      };
    }
  }

  /** What part of a review or commit is under way. */
  public enum Phase {
    READ,
    CHECK,
    APPLY,
    PUBLISH
  }

  /** Rows by what they do. */
  public record Totals(int create, int update, int unchanged, int error) {
    public static final Totals NONE = new Totals(0, 0, 0, 0);

    /** How many there are. */
    public int rows() {
      return create + update + unchanged + error;
    }

    /** How many tunnels are written. */
    public int written() {
      return create + update;
    }
  }

  /**
   * How far the present phase is.
   *
   * @param done rows
   * @param total rows there are, about; 0 while nobody knows
   */
  public record Progress(Phase phase, int done, int total) {}

  static Import begun(ImportKey key, boolean force, Instant expires) {
    return new Import(
        key, State.REVIEWING, force, Totals.NONE, new Progress(Phase.READ, 0, 0), null, expires);
  }

  /** Why it cannot be committed; empty when it can. */
  Optional<String> obstacle() {
    return switch (state) {
      case REVIEWING -> Optional.of("the review of this file has not ended");
      case COMMITTED -> Optional.of("this import has been committed already");
      case FAILED -> Optional.of("this import cannot be committed: " + reason);
      case REVIEWED, COMMITTING ->
          totals.error() == 0
              ? Optional.empty()
              : Optional.of(
                  "%d of the rows cannot be imported; correct the file and send it again"
                      .formatted(totals.error()));
    };
  }
}
