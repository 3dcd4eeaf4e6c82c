package io.culvert.standalone.command;

import io.culvert.standalone.demo.Demo;
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

/** {@code culvert demo}. */
@Command(
    name = "demo",
    description =
        "Starts the stack, connects a branch office through a tunnel, shows it, cleans up.",
    mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {
  private static final String HOLD = "--hold";

  @Spec private CommandSpec spec;

  @Mixin private StackOptions options;

  @Option(names = "--keep", description = "Leave it all running in the background.")
  private boolean keep;

  @Option(names = HOLD, hidden = true)
  private boolean hold;

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    if (keep) {
      List<String> arguments = new ArrayList<>(List.of("demo", HOLD));
      arguments.addAll(options.arguments());
      return Detached.run(arguments, out);
    }
    Progress progress = new Progress(out);
    RunningStack running = RunningStack.start(options, progress);
    new Demo(running.stack(), progress).run(out);
    if (hold) {
      out.println(running.summary());
      out.println(Demo.invitation());
      out.flush();
      running.hold();
    }
    running.stop();
    return 0;
  }
}
