package io.culvert.standalone.stack;

import io.culvert.standalone.state.Child;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Waits for something to become true, but not for ever. */
public final class Await {
  private static final Duration PAUSE = Duration.ofMillis(200);

  private Await() {}

  /**
   * Waits until a condition holds.
   *
   * @param what is awaited, for the message
   * @param child the process that is to bring it about; null when none is known
   * @throws IllegalStateException when the time is up or the child has ended
   */
  public static void until(
      String what, Duration limit, @Nullable Child child, BooleanSupplier condition) {
    value(
        what, limit, child, () -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty());
  }

  /**
   * Waits until there is a value, and answers it.
   *
   * @throws IllegalStateException when the time is up or the child has ended
   */
  public static <T> T value(
      String what, Duration limit, @Nullable Child child, Supplier<Optional<T>> source) {
    long end = System.nanoTime() + limit.toNanos();
    while (true) {
      Optional<T> value = source.get();
      if (value.isPresent()) {
        return value.get();
      }
      if (child != null) {
        child.requireAlive();
      }
      if (System.nanoTime() > end) {
        throw new IllegalStateException(
            "gave up after "
                + limit.toSeconds()
                + " s: "
                + what
                + (child == null ? "" : ". " + child.tail()));
      }
      pause(PAUSE);
    }
  }

  /** Lets that time pass. */
  public static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting", e);
    }
  }
}
