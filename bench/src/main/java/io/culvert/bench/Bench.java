package io.culvert.bench;

import io.culvert.standalone.stack.Checkout;
import io.culvert.standalone.stack.Ports;
import io.culvert.standalone.stack.Progress;
import io.culvert.standalone.stack.Stack;
import io.culvert.standalone.state.StateFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.openjdk.jmh.Main;

/**
 * {@code ./culvert bench}: measures and prints figures beside what was aimed at. Nothing fails
 * here: a figure that was missed is printed as it is.
 */
public final class Bench {
  private static final String USAGE =
      """
      usage: ./culvert bench [handshake] [policy] [throughput] [esp]

        handshake    gateway time from IKE_SA_INIT to the CHILD SA, two engines in memory
        policy       POST of a tunnel to its policy active in the gateway, on a running stack
        throughput   one TCP stream through a tunnel, beside two strongSwan ends in the same run
        esp          JMH: sealing and opening packets of 1,400 octets, per suite
      Without a name: all but esp. policy and throughput need root and iperf3, and no other stack.
      """;

  private Bench() {}

  /** Runs the benchmarks named, or all. */
  public static void main(String[] arguments) throws IOException {
    List<String> wanted =
        arguments.length == 0 ? List.of("handshake", "policy", "throughput") : List.of(arguments);
    List<String> known = List.of("handshake", "policy", "throughput", "esp");
    if (!known.containsAll(wanted)) {
      System.out.print(USAGE);
      System.exit(wanted.contains("--help") ? 0 : 2);
    }
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    describeMachine(out);
    if (wanted.contains("handshake")) {
      HandshakeBench.run(out);
    }
    if (wanted.contains("policy") || wanted.contains("throughput")) {
      withStack(out, wanted);
    }
    if (wanted.contains("esp")) {
      Main.main(new String[] {"EspBenchmark", "-prof", "gc"});
    }
  }

  private static void withStack(PrintWriter out, List<String> wanted) {
    Checkout checkout = Checkout.around(Path.of(""));
    Progress progress = new Progress(out);
    StateFolder state = new StateFolder(checkout.root().resolve("bench/target/stack"));
    out.println("\nStart of the stack (aim: usable within 45 s)");
    try (Stack stack = Stack.prepare(checkout, state, Ports.STANDARD, progress)) {
      Runtime.getRuntime().addShutdownHook(new Thread(stack::close));
      stack.start();
      ServiceStarts.print(state, out);
      if (wanted.contains("policy")) {
        PolicyBench.run(stack, out);
      }
      if (wanted.contains("throughput")) {
        ThroughputBench.run(stack, out);
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
