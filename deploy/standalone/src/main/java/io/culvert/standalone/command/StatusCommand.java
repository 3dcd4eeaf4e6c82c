package io.culvert.standalone.command;

import io.culvert.standalone.api.JsonHttp;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code culvert status}. */
@Command(
    name = "status",
    description = "Shows the parts of the stack; exit status 0 when all are ready.",
    mixinStandardHelpOptions = true)
public final class StatusCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    StackEnvironment environment = StackEnvironment.read();
    Map<String, String> parts = new LinkedHashMap<>();
    parts.put("keycloak", environment.get("REALM_URL"));
    parts.put("config-service", environment.get("CONFIG_URL") + "/q/health");
    parts.put("status-service", environment.get("STATUS_URL") + "/q/health");
    parts.put("auth-service", environment.get("AUTH_URL") + "/q/health");
    parts.put("gateway of pop-a", environment.get("GATEWAY_A_URL") + "/q/health");
    parts.put("gateway of pop-b", environment.get("GATEWAY_B_URL") + "/q/health");
    JsonHttp http = new JsonHttp();
    PrintWriter out = spec.commandLine().getOut();
    boolean all = true;
    for (Map.Entry<String, String> part : parts.entrySet()) {
      boolean ready = http.answers(part.getValue());
      all &= ready;
      out.printf("%-18s %s%n", part.getKey(), ready ? "ready" : "NOT READY");
    }
    return all ? 0 : 1;
  }
}
