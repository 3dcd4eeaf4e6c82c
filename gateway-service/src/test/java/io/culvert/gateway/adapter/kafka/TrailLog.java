package io.culvert.gateway.adapter.kafka;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.formatters.PatternFormatter;

/** What is logged of changes: the id in the thread's context, and the message. */
final class TrailLog extends Handler implements AutoCloseable {
  private static final Logger WATCHED = Logger.getLogger(ChangeTrail.class.getName());

  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

  private TrailLog() {
    setFormatter(new PatternFormatter("%X{correlationId} %s"));
  }

  /** Begins to listen. */
  static TrailLog start() {
    TrailLog log = new TrailLog();
    WATCHED.addHandler(log);
    return log;
  }

  @Override
  public void publish(LogRecord entry) {
    lines.add(getFormatter().format(entry));
  }

  List<String> lines() {
    return List.copyOf(lines);
  }

  /** Takes the next line away, once there is one. */
  String next() throws InterruptedException {
    return lines.take();
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    WATCHED.removeHandler(this);
  }
}
