package io.culvert.gateway.app.access;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Lets time pass for an {@link AccessControl}: one tick a second. */
public final class AccessTimer implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(AccessTimer.class);

  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("access-clock").daemon().factory());

  private AccessTimer() {}

  /** Starts it. */
  public static AccessTimer start(AccessControl access) {
    AccessTimer timer = new AccessTimer();
    Object unused = timer.clock.scheduleWithFixedDelay(() -> tick(access), 1, 1, TimeUnit.SECONDS);
    return timer;
  }

  private static void tick(AccessControl access) {
    try {
      access.tick();
    } catch (RuntimeException e) {
      // Without the next ticks no session would ever end.
      LOG.error("sessions are looked at again after a fault", e);
    }
  }

  @Override
  public void close() {
    clock.shutdown();
  }
}
