package io.culvert.standalone.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.logging.FileHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Kafka runs inside this process; what it logs goes to a file, not to the user's terminal. */
final class BackingLog {
  private BackingLog() {}

  /** Sends everything that is logged in this process to a file. */
  static void to(Path file) {
    try {
      Logger root = Logger.getLogger("");
      for (Handler handler : root.getHandlers()) {
        root.removeHandler(handler);
      }
      FileHandler handler = new FileHandler(file.toString(), true);
      handler.setFormatter(new SimpleFormatter());
      root.addHandler(handler);
      // Kafka tells hundreds of lines at each start, at a price in time that a start should not
      // pay.
      root.setLevel(Level.WARNING);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot log to " + file, e);
    }
  }
}
