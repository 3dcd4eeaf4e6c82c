package io.culvert.e2e;

import io.culvert.standalone.net.RuntimeFolder;
import io.culvert.standalone.stack.Await;
import io.culvert.standalone.stack.Pop;
import io.culvert.standalone.state.Child;
import io.culvert.standalone.state.StateFolder;
import io.culvert.standalone.state.SystemCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A customer's router with openiked, which connects as soon as it runs. Its talk with the kernel
 * about ESP is answered by {@code src/test/c/pfkey.c}.
 */
final class OpenIked implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Path STAND_IN = Path.of("src", "test", "c", "pfkey.c");

  // On Linux it can install AES-CBC with HMAC-SHA-1, -384 and -512, not with -256 and no AES-GCM.
  private static final String CONFIGURATION =
      """
      set decouple
      set nomobike
      ikev2 "device" active esp from 192.168.1.0/24 to 0.0.0.0/0 local %s peer %s \
      ikesa enc aes-256 prf hmac-sha2-256 auth hmac-sha2-256 group %s \
      childsa enc aes-256 auth hmac-sha1 \
      srcid %s dstid %s ikelifetime %d psk "%s"
      """;

  private final StateFolder state;
  private final Router router;
  private final String name;

  private OpenIked(StateFolder state, Router router) {
    this.state = state;
    this.router = router;
    this.name = "iked-" + router.namespace().name();
  }

  /**
   * Starts one that connects as this tunnel.
   *
   * @param group the group of its IKE SA, such as {@code modp2048}
   * @param ikeLifetime when it rekeys its IKE SA, roughly; zero means never
   */
  static OpenIked connect(
      StateFolder state,
      Router router,
      Tunnel tunnel,
      Pop pop,
      String group,
      Duration ikeLifetime) {
    OpenIked started = new OpenIked(state, router);
    Path folder = state.folder("data/" + started.name);
    Path configuration = folder.resolve("iked.conf");
    try {
      Files.writeString(
          configuration,
          CONFIGURATION.formatted(
              router.address(),
              pop.address(),
              group,
              tunnel.identity(),
              pop.address(),
              ikeLifetime.toSeconds(),
              tunnel.psk()));
      Files.setPosixFilePermissions(configuration, PosixFilePermissions.fromString("rw-------"));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot configure openiked", e);
    }
    Path standIn = folder.resolve("pfkey.so");
    SystemCommand.run(
        List.of("cc", "-shared", "-fPIC", "-o", standIn.toString(), STAND_IN.toString()));
    Child.start(
        state,
        started.name,
        router
            .namespace()
            .command(
                List.of(
                    "iked",
                    "-dvv",
                    "-f",
                    configuration.toString(),
                    "-s",
                    RuntimeFolder.path(started.name).toString())),
        Map.of("LD_PRELOAD", standIn.toString()));
    return started;
  }

  /** Its public address. */
  String address() {
    return router.address();
  }

  /** Its log so far. */
  String log() {
    try {
      return Files.readString(state.log(name));
    } catch (IOException e) {
      throw new UncheckedIOException("iked has no log", e);
    }
  }

  /** Waits until its log says this. */
  void awaitLog(String line) {
    Await.until("iked does not say: " + line, LIMIT, null, () -> log().contains(line));
  }

  @Override
  public void close() {
    state.ledger().end(name);
    router.close();
  }
}
