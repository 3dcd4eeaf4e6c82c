package io.culvert.gateway.app.dataplane;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Runs a dataplane: a platform thread for each packet path and one that expires hosts. */
public final class DataplaneThreads implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(DataplaneThreads.class);

  /** How soon a silent path notices that it is to stop. */
  private static final Duration WAIT = Duration.ofMillis(100);

  private static final long EXPIRY_SECONDS = 60;

  /** One pass over a path. */
  private interface Step {
    void run(Duration wait) throws IOException;
  }

  private final CountDownLatch stopped = new CountDownLatch(1);
  private final List<Thread> threads;

  private DataplaneThreads(Dataplane dataplane) {
    this.threads =
        List.of(
            thread("dataplane-in", () -> carry("inbound", dataplane::inbound)),
            thread("dataplane-out", () -> carry("outbound", dataplane::outbound)),
            thread("dataplane-hosts", () -> expire(dataplane)));
  }

  /** Starts the threads. */
  public static DataplaneThreads start(Dataplane dataplane) {
    DataplaneThreads started = new DataplaneThreads(dataplane);
    started.threads.forEach(Thread::start);
    return started;
  }

  private static Thread thread(String name, Runnable body) {
    return Thread.ofPlatform().name(name).daemon().unstarted(body);
  }

  private void carry(String path, Step step) {
    while (stopped.getCount() > 0) {
      try {
        step.run(WAIT);
      } catch (IOException | RuntimeException e) {
        // One bad packet or a device in trouble costs a batch, never the path.
        LOG.errorf(e, "the %s packet path lost a batch", path);
        pause(WAIT.toMillis());
      }
    }
  }

  private void expire(Dataplane dataplane) {
    while (!pause(TimeUnit.SECONDS.toMillis(EXPIRY_SECONDS))) {
      dataplane.expireHosts();
    }
  }

  /** Waits; true if it is time to stop. */
  private boolean pause(long milliseconds) {
    try {
      return stopped.await(milliseconds, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  /** Stops the threads and waits for them. The ports may be closed afterwards. */
  @Override
  public void close() {
    stopped.countDown();
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
