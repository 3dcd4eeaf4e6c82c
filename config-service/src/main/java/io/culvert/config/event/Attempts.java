package io.culvert.config.event;

import io.culvert.operation.Outage;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** What is done again and again and may fail: told once when it does, and once when it works. */
final class Attempts {
  private final Logger log;
  private final Map<String, Outage> outages = new ConcurrentHashMap<>();

  Attempts(Logger log) {
    this.log = log;
  }

  /** Something to do. */
  interface Step {
    void run() throws Throwable;
  }

  /** Does it, once. */
  @SuppressWarnings("CatchingUnchecked") // whatever went wrong, the next time is another try
  void attempt(String what, Step step) {
    Outage outage = outages.computeIfAbsent(what, this::outage);
    try {
      step.run();
      outage.over();
    } catch (Throwable e) {
      outage.found(what + " failed, will be tried again: " + reason(e));
    }
  }

  private Outage outage(String what) {
    return new Outage(log::warn, log::info, what + " works again");
  }

  private static Throwable reason(Throwable failure) {
    Throwable cause = failure.getCause();
    return failure instanceof CompletionException && cause != null ? cause : failure;
  }
}
