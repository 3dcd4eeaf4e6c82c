package io.culvert.gateway.app.control;

/** Something to be done again and again. For one thread. */
final class Timer {
  private final long intervalNanos;
  private final Runnable action;
  private long due;

  /** First due one interval from {@code nowNanos}. */
  Timer(long intervalNanos, long nowNanos, Runnable action) {
    this.intervalNanos = intervalNanos;
    this.action = action;
    this.due = nowNanos + intervalNanos;
  }

  /** When it is due next, monotonic nanoseconds. */
  long due() {
    return due;
  }

  /** Does it if it is due. A turn that came late is not made up for. */
  void fire(long nowNanos) {
    if (due - nowNanos <= 0) {
      due = nowNanos + intervalNanos;
      action.run();
    }
  }
}
