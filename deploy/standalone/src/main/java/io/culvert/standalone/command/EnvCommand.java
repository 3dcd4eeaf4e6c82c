package io.culvert.standalone.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code culvert env}. */
@Command(
    name = "env",
    description = "Prints the addresses of the running stack as shell assignments.",
    mixinStandardHelpOptions = true)
public final class EnvCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine().getOut().print(StackEnvironment.read().text());
    spec.commandLine().getOut().flush();
    return 0;
  }
}
