package io.culvert.standalone.stack;

import io.culvert.standalone.net.Namespace;
import io.culvert.standalone.state.Child;
import io.culvert.standalone.state.StateFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One service of the stack, to be started as a child process.
 *
 * @param name its name in the ledger and of its log
 * @param jar its program
 * @param namespace the namespace it runs in; null means the host's
 * @param port its REST port on loopback
 * @param jvmOptions for its JVM
 * @param configuration its configuration, passed as system properties; nothing in it is secret
 */
record JavaService(
    String name,
    Path jar,
    @Nullable Namespace namespace,
    int port,
    List<String> jvmOptions,
    Map<String, String> configuration) {
  /** Starts it. It is ready when its readiness check says so. */
  Child start(StateFolder state) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmOptions);
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--add-opens=java.base/java.lang=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    new TreeMap<>(configuration).forEach((key, value) -> command.add("-D" + key + "=" + value));
    command.add("-Dquarkus.http.host=127.0.0.1");
    command.add("-Dquarkus.http.port=" + port);
    command.add("-jar");
    command.add(jar.toString());
    return Child.start(
        state, name, namespace == null ? command : namespace.command(command), Map.of());
  }

  /** Where its REST interface is. */
  String url() {
    return "http://127.0.0.1:" + port;
  }
}
