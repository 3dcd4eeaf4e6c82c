package io.culvert.e2e;

import io.culvert.standalone.net.RuntimeFolder;
import io.culvert.standalone.stack.Await;
import io.culvert.standalone.stack.Checkout;
import io.culvert.standalone.state.Child;
import io.culvert.standalone.state.StateFolder;
import io.culvert.standalone.state.SystemCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A customer's router with libreswan: its daemon pluto in a namespace. Its SAs go to the kernel, so
 * without ESP there it negotiates everything and then gives up with the first CHILD SA.
 */
final class Libreswan implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  /** Its one connection. */
  private static final String NAME = "device";

  /** Where the package has its programs, and where they look for each other. */
  private static final String LIBEXEC = "/usr/libexec";

  private static final String CONFIGURATION =
      """
      conn %s
        authby=secret
        type=tunnel
        left=%s
        leftid=%s
        leftsubnet=192.168.1.0/24
        leftupdown=%%disabled
        right=%s
        rightid=%s
        rightsubnet=0.0.0.0/0
        ike=%s
        esp=%s
        ikev2=insist
        mobike=no
        encapsulation=yes
        keyingtries=1
        auto=ignore
      """;

  private final StateFolder state;
  private final Router router;
  private final Path libexec;
  private final Path programs;
  private final Path folder;
  private final Path sockets;
  private final String name;

  private Libreswan(StateFolder state, Router router, Path libexec) {
    this.state = state;
    this.router = router;
    this.libexec = libexec;
    this.programs = libexec.resolve("ipsec");
    this.name = "pluto-" + router.namespace().name();
    this.folder = state.folder("data/" + name);
    this.sockets = RuntimeFolder.path(name);
  }

  /** Starts one and waits until it can be told what to do. */
  static Libreswan start(StateFolder state, Router router) {
    Path libexec = Checkout.around(Path.of("")).root().resolve(".culvert/libreswan" + LIBEXEC);
    if (!Files.exists(libexec)) {
      throw new IllegalStateException(libexec + " is missing: `./culvert test` unpacks libreswan");
    }
    Libreswan started = new Libreswan(state, router, libexec);
    started.run();
    return started;
  }

  private void run() {
    try {
      Files.createDirectories(sockets);
      Files.createDirectories(folder.resolve("nss"));
      Files.writeString(folder.resolve("ipsec.conf"), "");
      Files.writeString(folder.resolve("ipsec.secrets"), "");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot configure libreswan", e);
    }
    // Of a run before; certutil would ask for its password again and again.
    if (!Files.exists(folder.resolve("nss/cert9.db"))) {
      SystemCommand.run(
          List.of("certutil", "-N", "--empty-password", "-d", "sql:" + folder.resolve("nss")));
    }
    Child daemon =
        Child.start(state, name, router.namespace().command(command()), Map.of("LC_ALL", "C"));
    Await.until("pluto is not ready", LIMIT, daemon, () -> whack("--briefstatus").ok());
    // Its own attempts to come back would be taken for those of the test.
    impair("revival");
  }

  /** The mounts of a namespace's processes are their own: there, the package seems installed. */
  private List<String> command() {
    return List.of(
        "sh",
        "-c",
        "mount --bind \"$0\" " + LIBEXEC + " && exec \"$@\"",
        libexec.toString(),
        LIBEXEC + "/ipsec/pluto",
        "--nofork",
        "--stderrlog",
        "--use-xfrm",
        "--no-dnssec",
        "--nhelpers=1",
        "--config=" + folder.resolve("ipsec.conf"),
        "--secretsfile=" + folder.resolve("ipsec.secrets"),
        "--ipsecdir=" + folder,
        "--nssdir=" + folder.resolve("nss"),
        "--rundir=" + sockets);
  }

  /** Its public address. */
  String address() {
    return router.address();
  }

  /** Gives it its connection: to this gateway, as this tunnel, with these algorithms. */
  void load(Tunnel tunnel, String gateway, String ike, String esp) {
    String connection =
        CONFIGURATION.formatted(
            NAME, router.address(), tunnel.identity(), gateway, gateway, ike, esp);
    String secret = "%s : PSK \"%s\"\n".formatted(tunnel.identity(), tunnel.psk());
    try {
      Files.writeString(folder.resolve("ipsec.conf"), connection);
      Files.writeString(folder.resolve("ipsec.secrets"), secret);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot configure libreswan", e);
    }
    require(whack("--rereadsecrets"));
    require(
        SystemCommand.attempt(
            List.of(
                programs.resolve("addconn").toString(),
                "--config=" + folder.resolve("ipsec.conf"),
                "--ctlsocket=" + sockets.resolve("pluto.ctl"),
                NAME)));
  }

  /** Lets it do something wrong from now on, in the words of {@code whack --impair help}. */
  void impair(String... faults) {
    for (String fault : faults) {
      require(whack("--impair", fault));
    }
  }

  /** Starts the connection, or its CHILD SA where there is an IKE SA; does not wait. */
  void initiate() {
    require(whack("--initiate", "--asynchronous", "--name", NAME));
  }

  /** Rekeys the IKE SA; does not wait. */
  void rekeyIke() {
    require(whack("--rekey-ike", "--asynchronous", "--name", NAME));
  }

  /** Closes the connection. */
  void terminate() {
    whack("--terminate", "--name", NAME);
  }

  /** Its states, as {@code whack --status} shows them. */
  String status() {
    return require(whack("--status"));
  }

  /** Whether it has an IKE SA. */
  boolean established() {
    return status().contains("STATE_V2_ESTABLISHED_IKE_SA");
  }

  /** Its log so far. */
  String log() {
    try {
      return Files.readString(state.log(name));
    } catch (IOException e) {
      throw new UncheckedIOException("pluto has no log", e);
    }
  }

  /** Waits until its log says this. */
  void awaitLog(String line) {
    Await.until("pluto does not say: " + line, LIMIT, null, () -> log().contains(line));
  }

  private SystemCommand.Result whack(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(programs.resolve("whack").toString());
    command.add("--rundir=" + sockets);
    command.addAll(List.of(arguments));
    return SystemCommand.attempt(command);
  }

  private String require(SystemCommand.Result result) {
    if (!result.ok()) {
      throw new IllegalStateException(
          "libreswan in " + router.namespace().name() + ": " + result.output());
    }
    return result.output();
  }

  @Override
  public void close() {
    state.ledger().end(name);
    router.close();
  }
}
