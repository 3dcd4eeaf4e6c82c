package io.culvert.bench;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Looks at the heap of config-service five times a second. */
final class HeapWatch implements AutoCloseable {
  private final ConfigCalls calls;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Thread thread = Thread.ofVirtual().unstarted(this::run);
  private volatile double most;

  HeapWatch(ConfigCalls calls) {
    this.calls = calls;
    thread.start();
  }

  /** The most that was in use, garbage included, in octets. */
  double most() {
    return most;
  }

  /** The most that may be, in octets. */
  double allowed() {
    return calls.heap("max");
  }

  private void run() {
    try {
      while (!stop.await(200, TimeUnit.MILLISECONDS)) {
        most = Math.max(most, calls.heap("used"));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    stop.countDown();
  }
}
