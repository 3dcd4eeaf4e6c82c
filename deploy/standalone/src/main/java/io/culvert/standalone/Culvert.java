package io.culvert.standalone;

import io.culvert.standalone.command.CategoriesCommand;
import io.culvert.standalone.command.DemoCommand;
import io.culvert.standalone.command.DownCommand;
import io.culvert.standalone.command.EnvCommand;
import io.culvert.standalone.command.PrepareCommand;
import io.culvert.standalone.command.StatusCommand;
import io.culvert.standalone.command.TokenCommand;
import io.culvert.standalone.command.UpCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program behind the {@code culvert} script. */
@Command(
    name = "culvert",
    description = "Runs the whole of Culvert on this machine.",
    mixinStandardHelpOptions = true,
    subcommands = {
      UpCommand.class,
      DemoCommand.class,
      DownCommand.class,
      StatusCommand.class,
      TokenCommand.class,
      EnvCommand.class,
      CategoriesCommand.class,
      PrepareCommand.class
    })
public final class Culvert {
  private Culvert() {}

  /** Runs one command; the exit status is 0 when it did what was asked. */
  public static void main(String... arguments) {
    CommandLine line = new CommandLine(new Culvert());
    line.setExecutionExceptionHandler(
        (error, command, parsed) -> {
          command.getErr().println("culvert: " + error.getMessage());
          if (System.getenv("CULVERT_TRACE") != null) {
            error.printStackTrace(command.getErr());
          }
          return CommandLine.ExitCode.SOFTWARE;
        });
    System.exit(line.execute(arguments));
  }
}
