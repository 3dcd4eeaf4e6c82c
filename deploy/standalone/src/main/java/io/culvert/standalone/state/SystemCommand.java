package io.culvert.standalone.state;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Runs a command of the system to its end. No shell is involved: arguments stay arguments. */
public final class SystemCommand {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private SystemCommand() {}

  /**
   * What a command left.
   *
   * @param exit its exit status
   * @param output what it wrote, both streams together
   */
  public record Result(int exit, String output) {
    /** Whether it ended well. */
    public boolean ok() {
      return exit == 0;
    }
  }

  /** A command that failed, with what it said. */
  public static final class FailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    FailedException(List<String> command, Result result) {
      super(
          "`"
              + String.join(" ", command)
              + "` ended with "
              + result.exit()
              + ": "
              + result.output().strip());
    }
  }

  /**
   * Runs a command that must succeed.
   *
   * @return what it wrote
   * @throws FailedException when it ends with another status than 0
   */
  public static String run(List<String> command) {
    return run(command, null);
  }

  /**
   * Runs a command that must succeed, with this text on its standard input.
   *
   * @return what it wrote
   * @throws FailedException when it ends with another status than 0
   */
  public static String run(List<String> command, @Nullable String input) {
    Result result = attempt(command, input, Map.of(), LIMIT);
    if (!result.ok()) {
      throw new FailedException(command, result);
    }
    return result.output();
  }

  /** Runs a command that may fail. */
  public static Result attempt(List<String> command) {
    return attempt(command, null, Map.of(), LIMIT);
  }

  /**
   * Runs a command that may fail; it is ended when it takes longer than the limit.
   *
   * @param environment variables added to this process's own
   */
  public static Result attempt(
      List<String> command,
      @Nullable String input,
      Map<String, String> environment,
      Duration limit) {
    try {
      // A file, not a pipe: a child the command leaves behind must not keep us waiting for its end.
      Path output = Files.createTempFile("culvert", ".out");
      try {
        ProcessBuilder builder =
            new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        try (var stdin = process.getOutputStream()) {
          if (input != null) {
            stdin.write(input.getBytes(StandardCharsets.UTF_8));
          }
        }
        boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        if (!ended) {
          process.destroyForcibly().waitFor();
        }
        String text = new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
        return ended
            ? new Result(process.exitValue(), text)
            : new Result(124, text + "\nended after " + limit.toSeconds() + " s");
      } finally {
        Files.deleteIfExists(output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run " + command.getFirst(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while running " + command.getFirst(), e);
    }
  }
}
