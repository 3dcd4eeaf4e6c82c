package io.culvert.config.event;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Does something again and again in a thread of its own, with a pause before each round. */
final class Rounds {
  private static final Logger LOG = Logger.getLogger(Rounds.class);
  private static final Duration LAST = Duration.ofSeconds(5);

  private final CountDownLatch stop = new CountDownLatch(1);
  private final Thread thread;

  /**
   * Rounds that have not begun.
   *
   * @param name the thread's
   * @param round what it throws is told in the log, and the next round comes all the same
   */
  Rounds(String name, Duration pause, Runnable round) {
    this.thread = Thread.ofPlatform().daemon().name(name).unstarted(() -> run(pause, round));
  }

  void start() {
    thread.start();
  }

  /** Lets the round that is under way end, if that does not take long. */
  void stop() throws InterruptedException {
    stop.countDown();
    thread.join(LAST);
  }

  /** Whether there will be no other round. */
  boolean stopping() {
    return stop.getCount() == 0;
  }

  private static void once(Runnable round) {
    try {
      round.run();
    } catch (RuntimeException e) {
      LOG.error("going on after a fault", e);
    }
  }

  private void run(Duration pause, Runnable round) {
    try {
      while (!stop.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        once(round);
      }
    } catch (InterruptedException e) {
      LOG.debug("interrupted");
    }
  }
}
