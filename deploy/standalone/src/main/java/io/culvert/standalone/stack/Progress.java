package io.culvert.standalone.stack;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/** Lines of progress for a person who waits, each with the seconds since the start. */
public final class Progress {
  private final PrintWriter out;
  private final long start = System.nanoTime();

  /** Progress that is written here. */
  public Progress(PrintWriter out) {
    this.out = out;
  }

  /** Says what has just been reached. */
  public synchronized void say(String what) {
    out.printf(Locale.ROOT, "[%5.1f s] %s%n", elapsed().toMillis() / 1000.0, what);
    out.flush();
  }

  /** Time since the start. */
  public Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
