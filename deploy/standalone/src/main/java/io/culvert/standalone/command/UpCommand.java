package io.culvert.standalone.command;

import io.culvert.standalone.stack.Progress;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code culvert up}. */
@Command(
    name = "up",
    description = "Starts the stack and keeps it until Ctrl-C.",
    mixinStandardHelpOptions = true)
public final class UpCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private StackOptions options;

  @Option(names = "--detach", description = "Leave it running in the background.")
  private boolean detach;

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    if (detach) {
      List<String> arguments = new ArrayList<>(List.of("up"));
      arguments.addAll(options.arguments());
      return Detached.run(arguments, out);
    }
    RunningStack running = RunningStack.start(options, new Progress(out));
    out.println(running.summary());
    out.flush();
    running.hold();
    return 0;
  }
}
