package io.culvert.e2e;

import io.culvert.standalone.api.TunnelApi;
import io.culvert.standalone.login.Logins;
import io.culvert.standalone.stack.Await;
import io.culvert.standalone.stack.Checkout;
import io.culvert.standalone.stack.Pop;
import io.culvert.standalone.stack.Ports;
import io.culvert.standalone.stack.Progress;
import io.culvert.standalone.stack.Stack;
import io.culvert.standalone.state.StateFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** The running stack as a test sees it: tunnels to make, devices to connect, events to watch. */
final class World implements AutoCloseable {
  private static final AtomicInteger NUMBER = new AtomicInteger();

  /** The post-quantum keys {@code pop-b} has, {@link #PPK} for {@link #PPK_IDENTITY}. */
  private static final Path PPK_FILE = Path.of("target", "ppks");

  static final String PPK_IDENTITY = "quantum@e2e.example";
  static final String PPK_ID = "e2e-key-1";
  static final String PPK =
      Base64.getEncoder()
          .encodeToString("e2e: thirty-two octets, at least".getBytes(StandardCharsets.UTF_8));

  /** At {@code pop-b} everything is rekeyed after seconds, and all algorithms are allowed. */
  static final Map<String, String> POP_B =
      Map.of(
          "culvert.gateway.ike-lifetime",
          "20s",
          "culvert.gateway.child-lifetime",
          "7s",
          "culvert.gateway.algorithms",
          "post-quantum",
          "culvert.gateway.ppk-file",
          PPK_FILE.toAbsolutePath().toString());

  private static final Duration KNOWN_LIMIT = Duration.ofSeconds(15);

  private final Stack stack;
  private final TunnelEvents events;

  private World(Stack stack, TunnelEvents events) {
    this.stack = stack;
    this.events = events;
  }

  static World start() {
    if (!System.getProperty("user.name").equals("root")) {
      throw new IllegalStateException(
          "THE END-TO-END TESTS DID NOT RUN: they need root, for network namespaces and TUN"
              + " devices. Run `sudo ./culvert test`.");
    }
    writePpks();
    Checkout checkout = Checkout.around(Path.of(""));
    StateFolder state = new StateFolder(checkout.root().resolve("e2e/target/stack"));
    Progress progress = new Progress(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
    Stack stack = Stack.prepare(checkout, state, Ports.STANDARD, progress, Map.of(Pop.B, POP_B));
    // Also when the run is broken off.
    Runtime.getRuntime().addShutdownHook(new Thread(stack::close));
    try {
      stack.start();
      return new World(stack, TunnelEvents.watch(stack.kafkaAddress()));
    } catch (RuntimeException e) {
      stack.close();
      throw e;
    }
  }

  private static void writePpks() {
    try {
      Files.createDirectories(PPK_FILE.getParent());
      Files.deleteIfExists(PPK_FILE);
      Files.createFile(
          PPK_FILE,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(PPK_FILE, PPK_IDENTITY + " " + PPK_ID + " " + PPK + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException("no post-quantum keys for pop-b", e);
    }
  }

  Stack stack() {
    return stack;
  }

  TunnelApi tunnels() {
    return stack.tunnels();
  }

  Logins logins() {
    return new Logins(stack);
  }

  /** The events of all tunnels since the start. */
  TunnelEvents events() {
    return events;
  }

  /** A new tunnel at both POPs, with a name, an identity and a key nobody else has. */
  Tunnel tunnel(String encryption) {
    return tunnel(encryption, Map.of());
  }

  /** A new tunnel with these further fields. */
  Tunnel tunnel(String encryption, Map<String, Object> more) {
    String site = "e2e-" + NUMBER.incrementAndGet() + "-" + Long.toString(System.nanoTime(), 36);
    String identity = site + "@e2e.example";
    String psk = "a key for " + site + " alone";
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("site", site);
    fields.put("srcidentity", identity);
    fields.put("psk", psk);
    fields.put("encryption", encryption);
    fields.put("pops", List.of(Pop.A.name(), Pop.B.name()));
    fields.put("enable", true);
    fields.putAll(more);
    return new Tunnel(tunnels(), tunnels().create(fields), site, identity, psk);
  }

  /** Waits until the gateway of {@code pop-a} knows a tunnel, by its operator REST. */
  void awaitKnown(Tunnel tunnel) {
    String url =
        "http://127.0.0.1:" + stack.ports().gatewayA() + "/api/v2/gateway/tunnels/" + tunnel.id();
    String token = stack.tokens().token("operator");
    Await.until(
        "the gateway does not learn of the tunnel",
        KNOWN_LIMIT,
        null,
        () -> stack.http().send("GET", url, token, null).status() == 200);
  }

  /** A device on the public network with a user behind it. */
  Device device() {
    return device("");
  }

  /** The same, with settings of its own for charon, in the syntax of {@code strongswan.conf}. */
  Device device(String settings) {
    return Device.create(stack.state(), NUMBER.incrementAndGet(), settings);
  }

  /** A device with libreswan, without a connection yet. */
  Libreswan libreswan() {
    return Libreswan.start(stack.state(), router());
  }

  /** A router on the public network with no software on it yet. */
  Router router() {
    return Router.create(NUMBER.incrementAndGet());
  }

  @Override
  public void close() {
    events.close();
    stack.close();
  }
}
