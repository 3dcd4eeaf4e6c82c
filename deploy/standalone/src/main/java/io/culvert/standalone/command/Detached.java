package io.culvert.standalone.command;

import io.culvert.standalone.Culvert;
import io.culvert.standalone.state.StateFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs a command in a process of its own that stays when this one ends. */
final class Detached {
  private static final long PAUSE_MILLIS = 200;

  private Detached() {}

  /**
   * Starts the command, shows what it writes until its stack is ready, and leaves it running.
   *
   * @return 0, or the other process's exit status when it ended before it was ready
   */
  static int run(List<String> arguments, PrintWriter out) throws IOException, InterruptedException {
    StateFolder state = StackOptions.state();
    Path ready = RunningStack.readyFile(state);
    Path log = state.log("stack");
    Files.deleteIfExists(ready);
    Files.deleteIfExists(log);
    List<String> command =
        new ArrayList<>(
            List.of(
                "setsid",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path")));
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.add(Culvert.class.getName());
    command.addAll(arguments);
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .redirectInput(Path.of("/dev/null").toFile())
            .start();
    Thread abandon = new Thread(process::destroy, "culvert-abandon");
    Runtime.getRuntime().addShutdownHook(abandon);
    try (RandomAccessFile output = new RandomAccessFile(log.toFile(), "r")) {
      while (process.isAlive() && !Files.exists(ready)) {
        copy(output, out);
        Thread.sleep(PAUSE_MILLIS);
      }
      copy(output, out);
    }
    if (!process.isAlive()) {
      return process.exitValue();
    }
    Runtime.getRuntime().removeShutdownHook(abandon);
    return 0;
  }

  private static void copy(RandomAccessFile from, PrintWriter to) throws IOException {
    byte[] fresh = new byte[(int) (from.length() - from.getFilePointer())];
    from.readFully(fresh);
    to.print(new String(fresh, StandardCharsets.UTF_8));
    to.flush();
  }
}
