package io.culvert.bench;

import io.culvert.bench.Responder.Charon.Exchange;
import io.culvert.gateway.core.wire.KeMethod;
import io.culvert.standalone.state.StateFolder;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Supplier;

/** What idle tunnels cost that are probed for liveness: memory, and processor time. */
final class HoldBench {
  private static final Duration DPD = Duration.ofSeconds(20);
  private static final Duration SETTLING = Duration.ofSeconds(25);
  private static final Duration WATCHED = Duration.ofMinutes(1);

  /** With user-space ESP it takes ever longer to take in one more: 10 a second at 7,000. */
  private static final int CHARON_COUNT = 2_000;

  private static final Duration LIMIT = Duration.ofMinutes(10);

  private final StateFolder state;
  private final LoadNetwork network;
  private final PrintWriter out;

  private HoldBench(StateFolder state, LoadNetwork network, PrintWriter out) {
    this.state = state;
    this.network = network;
    this.out = out;
  }

  static void run(StateFolder state, PrintWriter out) {
    try (LoadNetwork network = LoadNetwork.create()) {
      new HoldBench(state, network, out).compare();
    }
  }

  private void compare() {
    out.printf(
        "%nIdle tunnels, AES-256-CBC, HMAC-SHA-256, probed after %d s of silence (aim: under 1"
            + " GB of heap, under 10 %% of a core, no more octets a tunnel than charon)%n",
        DPD.toSeconds());
    hold(
        "Culvert, heap after a collection",
        BenchTunnels.COUNT,
        () -> Responder.Culvert.start(state, network.gateway(), DPD));
    hold(
        "charon, resident memory",
        CHARON_COUNT,
        () ->
            Responder.Charon.start(
                state, network.gateway(), new Exchange("modp2048", false, true), DPD));
  }

  private void hold(String name, int tunnels, Supplier<Responder> start) {
    try (Responder responder = start.get()) {
      long before = responder.memory();
      long residentBefore = responder.process().residentOctets();
      try (LoadProcess devices = devices(responder, tunnels)) {
        LoadResult connected = LoadResult.parse(devices.await("held", LIMIT));
        pause(SETTLING);
        double cpu = responder.process().cpuSeconds();
        pause(WATCHED);
        double used = responder.process().cpuSeconds() - cpu;
        long after = responder.memory();
        long resident = responder.process().residentOctets();
        out.printf(
            Locale.ROOT,
            "  %-34s %,6d tunnels: %5.1f MB, %,6d octets a tunnel; resident %.1f MB (before: %.1f"
                + " MB); %.1f %% of a core; connected in %.0f s%n",
            name,
            tunnels,
            after / 1e6,
            (after - before) / tunnels,
            resident / 1e6,
            residentBefore / 1e6,
            100 * used / WATCHED.toSeconds(),
            connected.seconds());
      }
    }
  }

  private LoadProcess devices(Responder responder, int tunnels) {
    return LoadProcess.start(
        state,
        network.devices(),
        "2g",
        LoadMain.class,
        "hold",
        LoadNetwork.GATEWAY,
        Long.toString(responder.process().pid()),
        KeMethod.MODP_2048.name(),
        Integer.toString(tunnels));
  }

  private static void pause(Duration duration) {
    try {
      Thread.sleep(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting", e);
    }
  }
}
