package io.culvert.gateway.adapter.tun;

import io.culvert.gateway.core.net.Ipv4Range;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Sets up an opened TUN device with the {@code ip} command: no shell, no text from outside. */
public final class TunSetup {
  private static final long TIMEOUT_SECONDS = 10;

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

  /** The commands in their order. */
  static List<List<String>> commands(TunConfig config) {
    String name = config.name();
    String gateway = Ipv4Range.text(config.carriers().first() + 1) + "/32";
    return List.of(
        List.of("ip", "link", "set", "dev", name, "mtu", Integer.toString(config.mtu())),
        List.of(
            "ip", "link", "set", "dev", name, "txqueuelen", Integer.toString(config.queueLength())),
        List.of("ip", "addr", "replace", gateway, "dev", name),
        List.of("ip", "link", "set", "dev", name, "up"),
        List.of("ip", "route", "replace", config.carriers().toString(), "dev", name));
  }

  static void run(List<String> command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
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
