package io.culvert.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.culvert.standalone.net.Internet;
import io.culvert.standalone.net.Namespace;
import io.culvert.standalone.net.WebSite;
import io.culvert.standalone.peer.BranchNetwork;
import io.culvert.standalone.peer.Connection;
import io.culvert.standalone.peer.StrongSwan;
import io.culvert.standalone.stack.Await;
import io.culvert.standalone.stack.Stack;
import io.culvert.standalone.state.Child;
import io.culvert.standalone.state.SystemCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One TCP stream through a tunnel: a strongSwan with its gateway being Culvert, beside one with its
 * gateway being another strongSwan, in turn, in one run. The other end of Culvert's tunnel is
 * strongSwan as well, so what is measured cannot be faster than that end.
 */
final class ThroughputBench {
  private static final int ROUNDS = 3;
  private static final int SECONDS = 5;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** A cipher under test, as Culvert and as strongSwan call it. */
  private record Cipher(String culvert, String strongSwan) {}

  private final Stack stack;
  private final PrintWriter out;

  private ThroughputBench(Stack stack, PrintWriter out) {
    this.stack = stack;
    this.out = out;
  }

  static void run(Stack stack, PrintWriter out) {
    out.println(
        "\nOne TCP stream, Mbit/s, median of "
            + ROUNDS
            + " (aim: at least as fast as two strongSwan/libipsec ends)");
    ThroughputBench bench = new ThroughputBench(stack, out);
    bench.compare(new Cipher("AES256-GCM", "aes256gcm16"));
    bench.compare(new Cipher("AES256-CBC", "aes256-sha256"));
  }

  private void compare(Cipher cipher) {
    double[][] culvert = new double[2][ROUNDS];
    double[][] strongSwan = new double[2][ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      double[] ours = throughCulvert(cipher);
      double[] theirs = throughStrongSwan(cipher);
      for (int direction = 0; direction < 2; direction++) {
        culvert[direction][round] = ours[direction];
        strongSwan[direction][round] = theirs[direction];
      }
    }
    print(cipher, "from the branch", culvert[0], strongSwan[0]);
    print(cipher, "to the branch", culvert[1], strongSwan[1]);
  }

  private void print(Cipher cipher, String direction, double[] ours, double[] theirs) {
    out.printf(
        Locale.ROOT,
        "  %-11s %-16s Culvert %5.0f   strongSwan %5.0f   ratio %.2f%n",
        cipher.culvert(),
        direction,
        median(ours),
        median(theirs),
        median(ours) / median(theirs));
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private double[] throughCulvert(Cipher cipher) {
    try (CulvertBranch branch =
        CulvertBranch.connect(stack, cipher.culvert(), cipher.strongSwan())) {
      return measure(Internet.NAMESPACE, WebSite.ADDRESS, branch.user());
    }
  }

  private double[] throughStrongSwan(Cipher cipher) {
    String psk = "a key for two strongSwans";
    try (BranchNetwork near = branch("one", "192.0.2.201", "192.168.201");
        BranchNetwork far = branch("two", "192.0.2.202", "192.168.202");
        StrongSwan router = StrongSwan.start(stack.state(), near.router());
        StrongSwan gateway = StrongSwan.start(stack.state(), far.router())) {
      gateway.load(
          end("192.0.2.202", "192.0.2.201", psk, "192.168.202.0/24", "192.168.201.0/24", cipher));
      router.load(
          end("192.0.2.201", "192.0.2.202", psk, "192.168.201.0/24", "192.168.202.0/24", cipher));
      CulvertBranch.initiate(router);
      return measure(far.user(), "192.168.202.10", near.user());
    }
  }

  private static Connection end(
      String local, String remote, String psk, String inside, String outside, Cipher cipher) {
    return new Connection(
        "bench",
        local,
        remote,
        local,
        psk,
        "aes256-sha256-modp2048",
        cipher.strongSwan(),
        inside,
        outside,
        Duration.ofSeconds(30));
  }

  private static BranchNetwork branch(String name, String address, String network) {
    String router = Namespace.PREFIX + "bench-" + name;
    return BranchNetwork.create(router, router + "-u", address, network);
  }

  /** From the client to the server, and from the server to the client. */
  private double[] measure(Namespace server, String address, Namespace client) {
    String name = "iperf3-" + server.name();
    Child child =
        Child.start(stack.state(), name, server.command(List.of("iperf3", "--server")), Map.of());
    try {
      Await.until(
          "iperf3 is not ready",
          Duration.ofSeconds(15),
          child,
          () ->
              client.attempt("iperf3", "-c", address, "-t", "1", "--connect-timeout", "500").ok());
      return new double[] {
        stream(client, address, "--zerocopy"), stream(client, address, "--reverse")
      };
    } finally {
      stack.state().ledger().end(name);
    }
  }

  private static double stream(Namespace client, String address, String option) {
    SystemCommand.Result result =
        SystemCommand.attempt(
            client.command(
                List.of("iperf3", "-c", address, "-J", "-t", Integer.toString(SECONDS), option)),
            null,
            Map.of(),
            Duration.ofSeconds(SECONDS + 20));
    if (!result.ok()) {
      throw new IllegalStateException("iperf3: " + result.output());
    }
    try {
      return MAPPER
              .readTree(result.output())
              .path("end")
              .path("sum_received")
              .path("bits_per_second")
              .asDouble()
          / 1e6;
    } catch (IOException e) {
      throw new UncheckedIOException("iperf3 answered something else", e);
    }
  }
}
