package io.culvert.gateway.app.steering;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** What became of connections since the start, for metrics. Safe for many threads. */
public final class SteeringCounts {
  /** How one ended, or what it became. */
  public enum Outcome {
    /** It was passed on. */
    PASSED,
    /** It was answered: with a log-in, a page, or a refusal. */
    ANSWERED,
    /** It was closed without a word for what it said. */
    CLOSED,
    /** It ended, or took too long, before it said what it wanted. */
    UNFINISHED,
    /** It came from no host, or one that has too many. */
    NO_PLACE,
    /** It would have needed a certificate that there was not. */
    NO_CERTIFICATE
  }

  /** Filled once, and only read from then on. */
  private final Map<Outcome, LongAdder> counts = new EnumMap<>(Outcome.class);

  /** Nothing counted yet. */
  public SteeringCounts() {
    for (Outcome outcome : Outcome.values()) {
      counts.put(outcome, new LongAdder());
    }
  }

  /** Counts one more. */
  public void add(Outcome outcome) {
    count(outcome).increment();
  }

  /** How many there were. */
  public long of(Outcome outcome) {
    return count(outcome).sum();
  }

  private LongAdder count(Outcome outcome) {
    return Objects.requireNonNull(counts.get(outcome));
  }
}
