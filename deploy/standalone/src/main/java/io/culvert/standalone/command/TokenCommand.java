package io.culvert.standalone.command;

import io.culvert.standalone.api.JsonHttp;
import io.culvert.standalone.api.Tokens;
import io.culvert.standalone.backing.KeycloakServer;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code culvert token}. */
@Command(
    name = "token",
    description = "Prints a bearer token of the running stack, good for half an hour.",
    mixinStandardHelpOptions = true)
public final class TokenCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      defaultValue = "admin",
      paramLabel = "USER",
      description = "admin, viewer or operator (${DEFAULT-VALUE})")
  private String user;

  @Override
  public Integer call() {
    if (!KeycloakServer.USERS.contains(user)) {
      throw new ParameterException(
          spec.commandLine(), "no such user: " + user + "; there are " + KeycloakServer.USERS);
    }
    String keycloak = StackEnvironment.read().get("KEYCLOAK_URL");
    String token = new Tokens(new JsonHttp(), StackOptions.state(), keycloak).token(user);
    spec.commandLine().getOut().println(token);
    return 0;
  }
}
