package io.culvert.standalone.command;

import io.culvert.standalone.stack.StaleRun;
import io.culvert.standalone.state.StateFolder;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code culvert down}. */
@Command(
    name = "down",
    description = "Stops the stack of this checkout and removes its network.",
    mixinStandardHelpOptions = true)
public final class DownCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--purge", description = "Also delete its data, logs and passwords.")
  private boolean purge;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    StateFolder state = StackOptions.state();
    out.println(StaleRun.end(state) ? "The stack is stopped." : "No stack of this checkout runs.");
    if (purge) {
      state.purge();
      out.println("Deleted " + state.root());
    }
    return 0;
  }
}
