package io.culvert.gateway.adapter.tun;

import io.culvert.gateway.core.net.Ipv4Range;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Sets up opened TUN devices with the {@code ip} command: no shell, no text from outside. */
public final class TunSetup {
  private static final long TIMEOUT_SECONDS = 10;
  private static final Path FILTERS = Path.of("/proc/sys/net/ipv4/conf");

  private TunSetup() {}

  /**
   * Sets MTU and queue length, gives the device the first carrier address, brings it up and routes
   * the carrier addresses to it. The kernel then answers packets too large for the MTU by itself.
   *
   * @throws IOException if {@code ip} is missing or refuses
   */
  public static void apply(TunConfig config) throws IOException {
    for (List<String> command : commands(config)) {
      run(command);
    }
  }

  /**
   * Sets up the device of hosts that must log in: without a route, so that answers to these hosts
   * go through the open device too, which a strict reverse path filter would take for a forgery
   * (docs/adr/0017).
   *
   * @throws IOException if {@code ip} is missing or refuses
   */
  public static void applyGate(TunConfig config) throws IOException {
    for (List<String> command : gateCommands(config)) {
      run(command);
    }
    loosenReversePath(config.name());
  }

  /**
   * The kernel takes the larger value of the device's and of all devices': 1 is strict, 2 loose.
   */
  private static void loosenReversePath(String name) throws IOException {
    Path own = FILTERS.resolve(name).resolve("rp_filter");
    boolean strict =
        (Files.readString(own) + Files.readString(FILTERS.resolve("all").resolve("rp_filter")))
            .contains("1");
    if (strict) {
      Files.writeString(own, "2");
    }
  }

  /** The commands in their order. */
  static List<List<String>> commands(TunConfig config) {
    String name = config.name();
    return List.of(
        mtu(config),
        queueLength(config),
        address(config, 1),
        up(config),
        List.of("ip", "route", "replace", config.carriers().toString(), "dev", name));
  }

  /** The commands of {@link #applyGate} in their order. */
  static List<List<String>> gateCommands(TunConfig config) {
    // Its address is there because a loose reverse path filter passes nothing on a device without.
    return List.of(mtu(config), queueLength(config), address(config, 2), up(config));
  }

  private static List<String> mtu(TunConfig config) {
    return List.of(
        "ip", "link", "set", "dev", config.name(), "mtu", Integer.toString(config.mtu()));
  }

  private static List<String> queueLength(TunConfig config) {
    String length = Integer.toString(config.queueLength());
    return List.of("ip", "link", "set", "dev", config.name(), "txqueuelen", length);
  }

  /** One of the first carrier addresses, which no host gets. */
  private static List<String> address(TunConfig config, int number) {
    String address = Ipv4Range.text(config.carriers().first() + number) + "/32";
    return List.of("ip", "addr", "replace", address, "dev", config.name());
  }

  private static List<String> up(TunConfig config) {
    return List.of("ip", "link", "set", "dev", config.name(), "up");
  }

  static void run(List<String> command) throws IOException {
    run(command, "");
  }

  /** Runs a program that reads {@code input}, which must fit into a pipe. */
  static void run(List<String> command, String input) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (OutputStream in = process.getOutputStream()) {
      in.write(input.getBytes(StandardCharsets.UTF_8));
    }
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    try {
      if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException(String.join(" ", command) + " does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted in " + String.join(" ", command), e);
    }
    if (process.exitValue() != 0) {
      throw new IOException(String.join(" ", command) + ": " + output);
    }
  }
}
