package io.culvert.standalone.command;

import io.culvert.standalone.backing.KeycloakServer;
import io.culvert.standalone.stack.Progress;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code culvert prepare}: what the script does once after a build. */
@Command(
    name = "prepare",
    description = "Prepares Keycloak for fast starts.",
    hidden = true,
    mixinStandardHelpOptions = true)
public final class PrepareCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    KeycloakServer keycloak = StackOptions.checkout().keycloak();
    if (!keycloak.prepared()) {
      new Progress(spec.commandLine().getOut())
          .say("Keycloak is being prepared (once, half a minute)");
      keycloak.prepare();
    }
    return 0;
  }
}
