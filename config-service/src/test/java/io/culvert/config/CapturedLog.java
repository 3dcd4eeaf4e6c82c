package io.culvert.config;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.jspecify.annotations.Nullable;

/** Keeps what is logged, down to the last level: message, thread context, whole exception. */
final class CapturedLog extends Handler {
  private static final Logger ROOT = Logger.getLogger("");

  private final Queue<String> lines = new ConcurrentLinkedQueue<>();
  private final Map<Handler, Level> levels = new HashMap<>();
  private final @Nullable Level before;

  private CapturedLog() {
    setLevel(Level.ALL);
    setFormatter(new PatternFormatter("%c %s %X%n%E"));
    before = ROOT.getLevel();
  }

  /** Begins to listen. */
  static CapturedLog start() {
    CapturedLog log = new CapturedLog();
    // What this one hears would be too much for the console.
    for (Handler handler : ROOT.getHandlers()) {
      log.levels.put(handler, handler.getLevel());
      handler.setLevel(Level.INFO);
    }
    ROOT.setLevel(Level.ALL);
    ROOT.addHandler(log);
    return log;
  }

  @Override
  public void publish(LogRecord entry) {
    // The HTTP client of these tests logs what it sends; it is no part of the service.
    if (!String.valueOf(entry.getLoggerName()).startsWith("org.apache.http.")) {
      lines.add(getFormatter().format(entry) + Arrays.toString(entry.getParameters()));
    }
  }

  /** Whether there is a line like that. */
  boolean has(Predicate<String> wanted) {
    return lines.stream().anyMatch(wanted);
  }

  /** Whether a line has that in it. */
  boolean has(String text) {
    return has(line -> line.contains(text));
  }

  /** Whether anything was logged. */
  boolean heard() {
    return !lines.isEmpty();
  }

  @Override
  public void flush() {}

  /** Ends to listen; what was heard stays. */
  @Override
  public void close() {
    ROOT.removeHandler(this);
    ROOT.setLevel(before);
    levels.forEach(Handler::setLevel);
  }
}
