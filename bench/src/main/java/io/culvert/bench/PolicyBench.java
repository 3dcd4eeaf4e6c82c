package io.culvert.bench;

import io.culvert.standalone.stack.Pop;
import io.culvert.standalone.stack.Stack;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;

/** From the answer to a POST of a tunnel to its policy being in force in the gateway. */
final class PolicyBench {
  private static final int WARM_UP = 50;
  private static final int COUNTED = 200;
  private static final long GIVE_UP_NANOS = 30_000_000_000L;

  private final Stack stack;
  private final String operator;

  private PolicyBench(Stack stack) {
    this.stack = stack;
    this.operator = stack.tokens().token("operator");
  }

  static void run(Stack stack, PrintWriter out) {
    out.println(
        "\nPOST of a tunnel answered, to its policy active in the gateway (aim: p99 < 250 ms)");
    out.println("  " + measure(stack) + ", one look at the gateway included");
  }

  /** How long it takes, in this stack as it is. */
  static Figures measure(Stack stack) {
    PolicyBench bench = new PolicyBench(stack);
    long[] nanos = new long[COUNTED];
    for (int i = -WARM_UP; i < COUNTED; i++) {
      long taken = bench.once(i + WARM_UP);
      if (i >= 0) {
        nanos[i] = taken;
      }
    }
    return new Figures(nanos);
  }

  private long once(int number) {
    String site = "bench-" + number + "-" + Long.toString(System.nanoTime(), 36);
    long id =
        stack
            .tunnels()
            .create(
                Map.of(
                    "site",
                    site,
                    "srcidentity",
                    site + "@bench.example",
                    "psk",
                    "a key for " + site + " alone",
                    "encryption",
                    "AES256-GCM",
                    "pops",
                    List.of(Pop.A.name(), Pop.B.name()),
                    "enable",
                    true));
    long answered = System.nanoTime();
    String url = "http://127.0.0.1:" + stack.ports().gatewayA() + "/api/v2/gateway/tunnels/" + id;
    while (stack.http().send("GET", url, operator, null).status() != 200) {
      if (System.nanoTime() - answered > GIVE_UP_NANOS) {
        throw new IllegalStateException("the gateway does not learn of the tunnel " + id);
      }
    }
    return System.nanoTime() - answered;
  }
}
