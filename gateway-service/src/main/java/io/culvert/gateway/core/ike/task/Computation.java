package io.culvert.gateway.core.ike.task;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * Work that takes long and needs nothing of the engine, such as an exponentiation: any thread may
 * {@link #run} it before the engine's goes on with what came of it. Handed from one to the other in
 * a way that makes all writes visible.
 *
 * @param <T> what comes of it
 */
public final class Computation<T> {
  private final long localSpi;
  private final Supplier<T> work;
  private final Continuation<T> then;
  private final Runnable refused;
  private Optional<T> result = Optional.empty();

  /** What follows, on the engine's thread. */
  @FunctionalInterface
  public interface Continuation<T> {
    /** Goes on with the result. */
    void accept(T result, long now);
  }

  /**
   * Work to be done.
   *
   * @param localSpi the IKE SA it is for; 0 where there is none yet
   * @param then follows when it is done
   * @param refused follows when nobody had time for it
   */
  public Computation(long localSpi, Supplier<T> work, Continuation<T> then, Runnable refused) {
    this.localSpi = localSpi;
    this.work = work;
    this.then = then;
    this.refused = refused;
  }

  /** The IKE SA it is for; 0 where there is none yet. */
  public long localSpi() {
    return localSpi;
  }

  /** Does the work. */
  public void run() {
    result = Optional.of(work.get());
  }

  /** Draws the conclusions; for the engine alone. */
  public void conclude(long now) {
    result.ifPresentOrElse(made -> then.accept(made, now), refused);
  }
}
