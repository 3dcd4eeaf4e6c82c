package io.culvert.gateway.app.control;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads that compute key exchanges, so that a flood of them does not hold up the control
 * loop. Few threads and a short queue: what finds it full is refused, and the device repeats it.
 */
public final class KeyExchangeThreads implements Executor, AutoCloseable {
  private static final int QUEUE = 256;

  private final ThreadPoolExecutor threads;

  private KeyExchangeThreads(int count) {
    this.threads =
        new ThreadPoolExecutor(
            count,
            count,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(QUEUE),
            Thread.ofPlatform().name("key-exchange-", 0).daemon().factory());
  }

  /** Half as many threads as there are processors, one at least. */
  public static KeyExchangeThreads start() {
    return new KeyExchangeThreads(Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
  }

  @Override
  public void execute(Runnable work) {
    threads.execute(work);
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
