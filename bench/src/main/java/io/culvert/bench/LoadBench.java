package io.culvert.bench;

import io.culvert.bench.Responder.Charon.Exchange;
import io.culvert.gateway.core.wire.KeMethod;
import io.culvert.standalone.state.StateFolder;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * Handshakes per second of processor time: the same devices against Culvert and against charon, one
 * after the other in one run.
 */
final class LoadBench {
  private static final Duration NO_PROBES = Duration.ofHours(1);
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final StateFolder state;
  private final LoadNetwork network;
  private final PrintWriter out;

  private LoadBench(StateFolder state, LoadNetwork network, PrintWriter out) {
    this.state = state;
    this.network = network;
    this.out = out;
  }

  /** The phases of a run against one gateway. */
  private record Run(LoadResult cold, LoadResult most, LoadResult half) {}

  static void run(StateFolder state, PrintWriter out) {
    try (LoadNetwork network = LoadNetwork.create()) {
      new LoadBench(state, network, out).compare();
    }
  }

  private void compare() {
    out.printf(
        "%nHandshakes with AES-256-CBC, HMAC-SHA-256, PSK, one CHILD SA; devices: Culvert as"
            + " initiator, 64 addresses, 32 at once%n"
            + "  %-34s %9s %9s %8s %8s%n",
        "gateway", "per s", "per CPU-s", "p50 ms", "p99 ms at half of that rate");
    Run ours = row("Culvert, MODP 2048", KeMethod.MODP_2048, this::culvert);
    Run openssl = charon("OpenSSL", new Exchange("modp2048", false, false));
    Run opensslShort = charon("OpenSSL, short", new Exchange("modp2048", false, true));
    Run gmp = charon("GMP", new Exchange("modp2048", true, false));
    Run gmpShort = charon("GMP, short", new Exchange("modp2048", true, true));
    Run curve = row("Culvert, ECP 256", KeMethod.ECP_256, this::culvert);
    Run theirs =
        row("charon, ECP 256", KeMethod.ECP_256, () -> start(new Exchange("ecp256", false, false)));
    out.println("  Handshakes per CPU-second, Culvert to charon:");
    ratio("MODP 2048, charon with OpenSSL", 5, ours, openssl);
    ratio("MODP 2048, charon with OpenSSL, short", 1, ours, opensslShort);
    ratio("MODP 2048, charon with GMP", 5, ours, gmp);
    ratio("MODP 2048, charon with GMP, short", 1, ours, gmpShort);
    ratio("ECP 256", 2, curve, theirs);
  }

  private Responder culvert() {
    return Responder.Culvert.start(state, network.gateway(), NO_PROBES);
  }

  private Run charon(String how, Exchange exchange) {
    return row("charon, MODP 2048 (" + how + ")", KeMethod.MODP_2048, () -> start(exchange));
  }

  private Responder start(Exchange exchange) {
    return Responder.Charon.start(state, network.gateway(), exchange, NO_PROBES);
  }

  private Run row(String name, KeMethod group, Supplier<Responder> start) {
    try (Responder responder = start.get();
        LoadProcess load =
            LoadProcess.start(
                state,
                network.devices(),
                "2g",
                LoadMain.class,
                "handshake",
                LoadNetwork.GATEWAY,
                Long.toString(responder.process().pid()),
                group.name(),
                Long.toString(responder.warmUp().toSeconds()))) {
      Run run = new Run(phase(load, "cold"), phase(load, "most"), phase(load, "half"));
      out.printf(
          Locale.ROOT,
          "  %-34s %9.0f %9.0f %8.2f %8.2f   %s%n",
          name,
          run.most.perSecond(),
          run.most.perCpuSecond(),
          run.half.p50(),
          run.half.p99(),
          cold(run.cold));
      return run;
    }
  }

  private static String cold(LoadResult cold) {
    return String.format(
        Locale.ROOT,
        "(the first %d, cold: %.0f per CPU-s, p50 %.1f ms, p99 %.1f ms)",
        cold.completed(),
        cold.perCpuSecond(),
        cold.p50(),
        cold.p99());
  }

  private static LoadResult phase(LoadProcess load, String name) {
    return LoadResult.parse(load.await(name, LIMIT));
  }

  private void ratio(String what, double aim, Run ours, Run theirs) {
    double ratio = ours.most.perCpuSecond() / theirs.most.perCpuSecond();
    out.printf(
        Locale.ROOT,
        "    %-40s %5.2f   (aim: at least %.0f%s)%n",
        what,
        ratio,
        aim,
        ratio < aim ? ", missed" : "");
  }
}
