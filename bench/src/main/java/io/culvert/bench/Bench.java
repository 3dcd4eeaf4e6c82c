package io.culvert.bench;

import io.culvert.standalone.net.RuntimeFolder;
import io.culvert.standalone.stack.Checkout;
import io.culvert.standalone.stack.Ports;
import io.culvert.standalone.stack.Progress;
import io.culvert.standalone.stack.Stack;
import io.culvert.standalone.stack.StaleRun;
import io.culvert.standalone.state.StateFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.openjdk.jmh.Main;

/**
 * {@code ./culvert bench}: measures and prints figures beside what was aimed at. Nothing fails
 * here: a figure that was missed is printed as it is.
 */
public final class Bench {
  private static final String USAGE =
      """
      usage: ./culvert bench [handshake] [hold] [policy] [config] [throughput]
                             [login] [esp] [categories] [auth]

        handshake    gateway time from IKE_SA_INIT to the CHILD SA, two engines in memory; then
                     many devices against this gateway and against charon: handshakes a second, per
                     second of processor time, and how long they take (4 minutes)
        hold         10,000 idle tunnels with liveness probes, and 2,000 in charon: memory
                     and processor time (5 minutes)
        policy       POST of a tunnel to its policy active in the gateway, on a running stack
        config       an import of 100,000 tunnels beside a bare COPY, then with that many tunnels:
                     single changes, lists and searches, the outbox (4 minutes)
        throughput   one TCP stream through a tunnel, beside two strongSwan ends in the same run
        login        time to the first octet of a page for a host that is logged in, beside one
                     that need not be; how soon bypass rules are in force (2 minutes)
        esp          JMH: sealing and opening packets of 1,400 octets, per suite
        auth         assertions verified a second, who may pass with 1,000,000 sessions in memory,
                     connections and octets through the proxy (1 minute)
        categories   JMH: looking names up among 5 million domains; their import, size and opening
      Without a name: the first three and throughput. All but esp, categories and auth need root and no other stack;
      throughput needs iperf3.
      """;

  private static final List<String> KNOWN =
      List.of(
          "handshake",
          "hold",
          "policy",
          "throughput",
          "config",
          "login",
          "esp",
          "categories",
          "auth");

  /** Those that need no network of their own. */
  private static final Set<String> IN_MEMORY = Set.of("esp", "categories", "auth");

  private Bench() {}

  /** Runs the benchmarks named, or all. */
  public static void main(String[] arguments) throws IOException {
    List<String> wanted = arguments.length == 0 ? KNOWN.subList(0, 4) : List.of(arguments);
    if (!KNOWN.containsAll(wanted)) {
      System.out.print(USAGE);
      System.exit(wanted.contains("--help") ? 0 : 2);
    }
    if (!IN_MEMORY.containsAll(wanted) && !isRoot()) {
      System.err.println(
          "culvert: these benchmarks make network namespaces and need root. Try: sudo ./culvert"
              + " bench");
      System.exit(1);
    }
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    describeMachine(out);
    if (wanted.contains("handshake")) {
      HandshakeBench.run(out);
      withGateways(state -> LoadBench.run(state, out));
    }
    if (wanted.contains("hold")) {
      withGateways(state -> HoldBench.run(state, out));
    }
    if (wanted.stream().anyMatch(List.of("policy", "throughput", "config", "login")::contains)) {
      withStack(out, wanted);
    }
    if (wanted.contains("esp")) {
      Main.main(new String[] {"EspBenchmark", "-prof", "gc"});
    }
    if (wanted.contains("auth")) {
      AuthBench.run(out);
      ProxyBench.run(out);
    }
    if (wanted.contains("categories")) {
      CategoryBench.run(out);
    }
  }

  private static boolean isRoot() throws IOException {
    return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
  }

  private static void withGateways(Consumer<StateFolder> bench) {
    StateFolder state =
        new StateFolder(Checkout.around(Path.of("")).root().resolve("bench/target/load"));
    StaleRun.clean(state);
    RuntimeFolder.claim(state.root());
    Runtime.getRuntime().addShutdownHook(new Thread(state.ledger()::endAll));
    try {
      bench.accept(state);
    } finally {
      RuntimeFolder.release();
    }
  }

  private static void withStack(PrintWriter out, List<String> wanted) {
    Checkout checkout = Checkout.around(Path.of(""));
    Progress progress = new Progress(out);
    Path folder = checkout.root().resolve("bench/target/stack");
    // A database and topics full of what an earlier run left would be measured too.
    StateFolder before = new StateFolder(folder);
    StaleRun.clean(before);
    before.purge();
    StateFolder state = new StateFolder(folder);
    out.println("\nStart of the stack (aim: usable within 45 s)");
    try (Stack stack = Stack.prepare(checkout, state, Ports.STANDARD, progress)) {
      Runtime.getRuntime().addShutdownHook(new Thread(stack::close));
      stack.start();
      ServiceStarts.print(state, out);
      if (wanted.contains("policy")) {
        PolicyBench.run(stack, out);
      }
      if (wanted.contains("config")) {
        ConfigBench.run(stack, out);
      }
      if (wanted.contains("throughput")) {
        ThroughputBench.run(stack, out);
      }
      if (wanted.contains("login")) {
        LoginBench.run(stack, out);
      }
    }
  }

  private static void describeMachine(PrintWriter out) throws IOException {
    Runtime runtime = Runtime.getRuntime();
    String processor =
        Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
            .filter(line -> line.startsWith("model name"))
            .map(line -> line.substring(line.indexOf(':') + 2))
            .findFirst()
            .orElse("unknown processor");
    String memory = Files.readAllLines(Path.of("/proc/meminfo")).getFirst().replaceAll("\\D+", "");
    out.printf(
        "Machine: %s, %d cores, %d GiB, Linux %s, Java %s%n",
        processor,
        runtime.availableProcessors(),
        Long.parseLong(memory) >> 20,
        System.getProperty("os.version"),
        Runtime.version());
  }
}
