package io.culvert.bench;

import io.culvert.standalone.state.StateFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What each service said of its own start, when all start side by side. */
final class ServiceStarts {
  private static final Pattern STARTED = Pattern.compile("started in ([0-9.]+)s");

  private ServiceStarts() {}

  static void print(StateFolder state, PrintWriter out) {
    out.println("\nStart of each service, all side by side (aim: under 5 s each)");
    try (Stream<Path> logs = Files.list(state.folder("logs"))) {
      for (Path log : logs.sorted().toList()) {
        print(log, out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the logs", e);
    }
  }

  private static void print(Path log, PrintWriter out) throws IOException {
    List<String> starts =
        STARTED.matcher(Files.readString(log)).results().map(found -> found.group(1)).toList();
    if (!starts.isEmpty()) {
      out.printf("  %-24s %s s%n", log.getFileName(), starts.getLast());
    }
  }
}
