package io.culvert.standalone.net;

import io.culvert.standalone.state.Child;
import io.culvert.standalone.state.StateFolder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Carries TCP connections to a port of one loopback on to the same port of another. A namespace has
 * no way to the host's loopback; Unix sockets do not care about namespaces.
 */
public final class Relay {
  // Without it TCP holds small messages back until the one before is acknowledged: up to 40 ms.
  private static final String NO_DELAY = ",nodelay";

  private Relay() {}

  /** Lets a namespace reach a port of the host's loopback under the same address. */
  public static void inward(StateFolder state, Namespace namespace, String name, int port) {
    start(state, name, namespace, null, port);
  }

  /** Lets the host reach a port of a namespace's loopback under the same address. */
  public static void outward(StateFolder state, Namespace namespace, String name, int port) {
    start(state, name, null, namespace, port);
  }

  private static void start(
      StateFolder state, String name, @Nullable Namespace from, @Nullable Namespace to, int port) {
    String socket = RuntimeFolder.path(name + ".sock").toString();
    socat(
        state,
        name + "-exit",
        to,
        "UNIX-LISTEN:" + socket + ",fork,mode=600,unlink-early",
        "TCP4:127.0.0.1:" + port + NO_DELAY);
    socat(
        state,
        name + "-entry",
        from,
        "TCP4-LISTEN:" + port + ",bind=127.0.0.1,fork,reuseaddr,backlog=128" + NO_DELAY,
        "UNIX-CONNECT:" + socket);
  }

  private static void socat(
      StateFolder state, String name, @Nullable Namespace namespace, String from, String to) {
    List<String> command = new ArrayList<>(List.of("socat", from, to));
    Child.start(state, name, namespace == null ? command : namespace.command(command), Map.of());
  }
}
