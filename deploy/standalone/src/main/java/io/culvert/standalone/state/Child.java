package io.culvert.standalone.state;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A process of the stack: noted in the ledger, its output in a log file of its own. */
public final class Child {
  private static final int TAIL_LINES = 15;
  private static final int TAIL_BYTES = 16_384;

  private final String name;
  private final Process process;
  private final Path log;

  private Child(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
  }

  /**
   * Starts one.
   *
   * @param name its name in the ledger and of its log
   * @param environment variables added to this process's own; the place for secrets, which other
   *     users could read from a command line
   */
  public static Child start(
      StateFolder state, String name, List<String> command, Map<String, String> environment) {
    Path log = state.log(name);
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
      builder.environment().putAll(environment);
      Process process = builder.start();
      state.ledger().record(name, process.pid());
      return new Child(name, process, log);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + name, e);
    }
  }

  /** Its name. */
  public String name() {
    return name;
  }

  /** Its process id. */
  public long pid() {
    return process.pid();
  }

  /** Whether it still runs. */
  public boolean alive() {
    return process.isAlive();
  }

  /**
   * Throws when it has ended by itself.
   *
   * @throws IllegalStateException with the last lines of its log
   */
  public void requireAlive() {
    if (!process.isAlive()) {
      throw new IllegalStateException(
          name + " ended with status " + process.exitValue() + ". " + tail());
    }
  }

  /** The last lines of its log, and where the rest is. */
  public String tail() {
    try (var file = Files.newByteChannel(log)) {
      long start = Math.max(0, file.size() - TAIL_BYTES);
      byte[] bytes = new byte[(int) (file.size() - start)];
      file.position(start);
      int read = file.read(java.nio.ByteBuffer.wrap(bytes));
      List<String> lines =
          new ArrayList<>(
              new String(bytes, 0, Math.max(0, read), StandardCharsets.UTF_8).lines().toList());
      List<String> last = lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size());
      return "The last lines of " + log + ":\n    " + String.join("\n    ", last);
    } catch (IOException e) {
      return "Its log " + log + " cannot be read.";
    }
  }
}
