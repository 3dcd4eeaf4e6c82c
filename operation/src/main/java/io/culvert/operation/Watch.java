package io.culvert.operation;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Looks at something again and again in a thread of its own: sooner while it is amiss. */
final class Watch implements AutoCloseable {
  private static final Duration WHILE_AMISS = Duration.ofSeconds(3);
  private static final Duration WHILE_WELL = Duration.ofSeconds(15);

  private final CountDownLatch stop = new CountDownLatch(1);
  private final Thread thread;

  private Watch(String name, BooleanSupplier look) {
    thread = Thread.ofPlatform().daemon().name(name).unstarted(() -> run(look));
  }

  /** Starts; the answer is whether all is well. */
  static Watch start(String name, BooleanSupplier look) {
    Watch watch = new Watch(name, look);
    watch.thread.start();
    return watch;
  }

  private void run(BooleanSupplier look) {
    try {
      boolean well;
      do {
        well = look.getAsBoolean();
      } while (!stop.await((well ? WHILE_WELL : WHILE_AMISS).toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    stop.countDown();
  }
}
