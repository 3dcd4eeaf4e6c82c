package io.culvert.gateway.app.steering;

import io.culvert.gateway.core.steer.Effect;
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
    /** Its user was sent to log in. */
    SENT_TO_LOG_IN,
    /** It was told why there is nothing else to see. */
    PAGE,
    /** It broke HTTP. */
    REFUSED,
    /** It asked us, not a site: probes, grants, notices. */
    ANSWERED,
    /** It was closed without a word for what it said. */
    CLOSED,
    /** It ended, or took too long, before it said what it wanted. */
    UNFINISHED,
    /** It came from no host, or one that has too many. */
    NO_PLACE,
    /** It would have needed a certificate that there was not. */
    NO_CERTIFICATE;

    /** What a connection became that is answered so. */
    public static Outcome of(Effect.Reply reply) {
      return switch (reply) {
        case Effect.SendToLogIn _ -> SENT_TO_LOG_IN;
        case Effect.Show _ -> PAGE;
        case Effect.Refuse _ -> REFUSED;
        case Effect.Redeem _, Effect.Again _, Effect.TellInside _ -> ANSWERED;
      };
    }
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
