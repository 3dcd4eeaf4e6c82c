package io.culvert.config;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** How patient the service is with its database while it starts. */
final class AtStart {
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final int TRIES = 10;

  private AtStart() {}

  /**
   * Tries again where the database is too slow, as it is while a whole machine starts: an end would
   * only have everything start once more.
   */
  static <T> Uni<T> patiently(Supplier<Uni<? extends T>> work) {
    return Uni.createFrom()
        .<T>deferred(work)
        .onFailure(TimeoutException.class)
        .retry()
        .withBackOff(PAUSE)
        .atMost(TRIES);
  }
}
