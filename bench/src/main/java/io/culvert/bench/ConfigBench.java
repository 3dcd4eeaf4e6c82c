package io.culvert.bench;

import io.culvert.standalone.stack.Stack;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;

/** What config-service does with 100,000 tunnels. */
final class ConfigBench {
  private static final int TUNNELS = 100_000;
  private static final Duration GIVE_UP = Duration.ofMinutes(3);

  private final Stack stack;
  private final PrintWriter out;
  private final ConfigCalls calls;

  private ConfigBench(Stack stack, PrintWriter out) {
    this.stack = stack;
    this.out = out;
    this.calls = new ConfigCalls(stack);
  }

  static void run(Stack stack, PrintWriter out) {
    ConfigBench bench = new ConfigBench(stack, out);
    try (ConfigRows rows = ConfigRows.open(stack)) {
      String run = Long.toString(System.nanoTime(), 36);
      try {
        bench.imports(rows, run);
        bench.single();
        bench.lists(rows, run);
        bench.outbox(rows);
      } finally {
        rows.remove(run);
      }
    }
  }

  private void imports(ConfigRows rows, String run) {
    byte[] csv = ConfigRows.csv(run, TUNNELS);
    out.printf(
        "%nImport of %,d tunnels, %.1f MB (aim: at least 0.4 times the rows a second of a bare"
            + " COPY, under 512 MB of heap, active within 30 s)%n",
        TUNNELS, csv.length / 1e6);
    long before = calls.gatewayTunnels();
    try (HeapWatch heap = new HeapWatch(calls)) {
      long start = System.nanoTime();
      String id = calls.review(csv);
      long reviewed = System.nanoTime();
      calls.commit(id);
      long committed = System.nanoTime();
      while (calls.gatewayTunnels() < before + TUNNELS) {
        if (System.nanoTime() - committed > GIVE_UP.toNanos()) {
          out.printf("  the gateway has %,d of them%n", calls.gatewayTunnels() - before);
          break;
        }
      }
      long active = System.nanoTime();
      double importing = TUNNELS / seconds(committed - start);
      double copying = TUNNELS / seconds(rows.copy(run));
      out.printf(
          "  review %.1f s, commit %.1f s: %,.0f rows a second%n",
          seconds(reviewed - start), seconds(committed - reviewed), importing);
      out.printf(
          "  bare COPY into the same table and indexes: %,.0f rows a second; ratio %.2f%n",
          copying, importing / copying);
      out.printf(
          "  all active in the gateway %.1f s after the commit%n", seconds(active - committed));
      out.printf(
          "  heap at most %.0f MB, of %.0f allowed%n", heap.most() / 1e6, heap.allowed() / 1e6);
    }
  }

  private void single() {
    out.printf(
        "%nA single tunnel with these present, from the answer to active in the gateway (aim:"
            + " p50 < 10 ms, p99 < 40 ms)%n");
    out.println("  " + PolicyBench.measure(stack) + ", one look at the gateway included");
  }

  private void lists(ConfigRows rows, String run) {
    out.printf(
        "%nLists with these present, 50 clients at once (aim: p99 < 30 ms)%n"
            + "  the planner knows of the rows: %s%n",
        rows.awaitStatistics(Duration.ofMinutes(2)));
    Figures unused = calls.many(Duration.ZERO, _ -> "limit=20"); // until it is compiled
    for (Duration pause : List.of(Duration.ofMillis(500), Duration.ZERO)) {
      out.printf(
          pause.isZero()
              ? "  each client as fast as it is answered%n"
              : "  each client a call in half a second%n");
      out.println("    100 of all                " + calls.many(pause, _ -> "limit=100"));
      out.println("    20 of all                 " + calls.many(pause, _ -> "limit=20"));
      out.println(
          "    a part of the name        "
              + calls.many(pause, dice -> "limit=20&site=" + run + "-" + dice.nextInt(TUNNELS)));
      out.println(
          "    by identity, from the end "
              + calls.many(
                  pause, dice -> "limit=20&sort=-srcidentity&offset=" + dice.nextInt(100)));
    }
  }

  private void outbox(ConfigRows rows) {
    out.printf("%n1,000 changes a second through the outbox for 20 s (aim: no growing lag)%n");
    out.println("  " + rows.flood(1_000, Duration.ofSeconds(20)));
  }

  private static double seconds(long nanos) {
    return nanos / 1e9;
  }
}
