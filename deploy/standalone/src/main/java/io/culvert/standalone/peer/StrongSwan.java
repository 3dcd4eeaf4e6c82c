package io.culvert.standalone.peer;

import io.culvert.standalone.net.Namespace;
import io.culvert.standalone.net.RuntimeFolder;
import io.culvert.standalone.stack.Await;
import io.culvert.standalone.state.Child;
import io.culvert.standalone.state.StateFolder;
import io.culvert.standalone.state.SystemCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A strongSwan of its own in a namespace, with ESP in user space: it needs no IPsec in the kernel.
 */
public final class StrongSwan implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(15);

  /** strongSwan's own default. */
  private static final int FRAGMENT_SIZE = 1280;

  /** Marks charon's own packets, so that a tunnel to everywhere does not swallow them. */
  private static final String MARK = "0x42";

  // The order of plugins is their priority: libipsec must take ESP before netlink does.
  private static final String DAEMON =
      """
      charon-systemd {
        load_modular = no
        load = random nonce openssl pem pkcs1 hmac kdf gcm drbg kernel-libipsec kernel-netlink \
      socket-default vici updown
        threads = 16
        install_virtual_ip = no
        fragment_size = %3$d
        filelog {
          stderr {
            time_format = %%H:%%M:%%S
            flush_line = yes
            default = 1
            ike = 1
          }
        }
        plugins {
          kernel-libipsec {
            allow_peer_ts = yes
          }
          kernel-netlink {
            fwmark = !%2$s
          }
          socket-default {
            fwmark = %2$s
          }
          vici {
            socket = unix://%1$s
          }
        }
      }
      swanctl {
        load = random openssl pem pkcs1
      }
      """;

  private final StateFolder state;
  private final String name;
  private final Namespace namespace;
  private final Path folder;
  private final Path socket;
  private final Child daemon;

  private StrongSwan(
      StateFolder state, String name, Namespace namespace, Path folder, Path socket, Child daemon) {
    this.state = state;
    this.name = name;
    this.namespace = namespace;
    this.folder = folder;
    this.socket = socket;
    this.daemon = daemon;
  }

  /** Starts one in this namespace and waits until it can be told what to do. */
  public static StrongSwan start(StateFolder state, Namespace namespace) {
    return start(state, namespace, FRAGMENT_SIZE);
  }

  /** The same, for one whose IKE messages go in IP datagrams of at most {@code fragmentSize}. */
  public static StrongSwan start(StateFolder state, Namespace namespace, int fragmentSize) {
    return start(state, namespace, fragmentSize, "");
  }

  /** The same with settings of its own for charon, in the syntax of {@code strongswan.conf}. */
  public static StrongSwan start(StateFolder state, Namespace namespace, String settings) {
    return start(state, namespace, FRAGMENT_SIZE, "charon-systemd {\n" + settings + "}\n");
  }

  private static StrongSwan start(
      StateFolder state, Namespace namespace, int fragmentSize, String more) {
    String name = "charon-" + namespace.name();
    Path folder = state.folder("data/" + name);
    Path socket = RuntimeFolder.path(namespace.name() + ".vici");
    Path configuration = folder.resolve("strongswan.conf");
    try {
      Files.writeString(configuration, DAEMON.formatted(socket, MARK, fragmentSize) + more);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot configure strongSwan", e);
    }
    Child daemon =
        Child.start(
            state,
            name,
            namespace.command(List.of("charon-systemd")),
            Map.of("STRONGSWAN_CONF", configuration.toString()));
    StrongSwan started = new StrongSwan(state, name, namespace, folder, socket, daemon);
    Await.until(
        "strongSwan is not ready",
        START_LIMIT,
        daemon,
        () -> Files.exists(socket) && started.attempt("--stats").ok());
    return started;
  }

  /** Replaces all connections and secrets by this one. */
  public void load(Connection connection) {
    load(connection.configuration());
  }

  /** Replaces all connections and secrets by these, in the syntax of {@code swanctl.conf}. */
  public void load(String configuration) {
    try {
      Files.writeString(folder.resolve("swanctl.conf"), configuration);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot configure strongSwan", e);
    }
    require("--load-all", "--clear", "--noprompt");
  }

  /** Brings a connection up; the answer holds charon's log of the negotiation. */
  public SystemCommand.Result initiate(String connection, Duration limit) {
    return attempt(
        "--initiate", "--child", connection, "--timeout", Long.toString(limit.toSeconds()));
  }

  /** Takes a connection down, telling the gateway; waits for its answer. */
  public SystemCommand.Result terminate(String connection) {
    return attempt("--terminate", "--ike", connection, "--timeout", "10");
  }

  /** Rekeys the IKE SA. */
  public SystemCommand.Result rekeyIke(String connection) {
    return attempt("--rekey", "--ike", connection);
  }

  /** Rekeys the CHILD SA. */
  public SystemCommand.Result rekeyChild(String connection) {
    return attempt("--rekey", "--child", connection);
  }

  /** Its SAs as {@code swanctl --list-sas} shows them; empty when it has none. */
  public String listSas() {
    return require("--list-sas");
  }

  /** The id of its process. */
  public long pid() {
    return daemon.pid();
  }

  /** Its log of IKE so far. */
  public String log() {
    try {
      return Files.readString(state.log(name));
    } catch (IOException e) {
      throw new UncheckedIOException("strongSwan has no log", e);
    }
  }

  /** Kills it, so that it cannot say good-bye to the gateway. */
  public void kill() {
    state.ledger().find(name).ifPresent(ProcessHandle::destroyForcibly);
    Await.until("strongSwan does not die", START_LIMIT, null, () -> !daemon.alive());
    state.ledger().forget(name);
  }

  /** Ends it; live tunnels are deleted. */
  @Override
  public void close() {
    state.ledger().end(name);
  }

  private String require(String... arguments) {
    SystemCommand.Result result = attempt(arguments);
    if (!result.ok()) {
      throw new IllegalStateException(
          "swanctl " + arguments[0] + " in " + namespace.name() + ": " + result.output());
    }
    return result.output();
  }

  private SystemCommand.Result attempt(String... arguments) {
    List<String> command = new ArrayList<>(List.of("swanctl"));
    command.addAll(Arrays.asList(arguments));
    command.addAll(List.of("--uri", "unix://" + socket));
    return SystemCommand.attempt(
        command,
        null,
        Map.of(
            "SWANCTL_DIR",
            folder.toString(),
            "STRONGSWAN_CONF",
            folder.resolve("strongswan.conf").toString()),
        Duration.ofSeconds(40));
  }
}
