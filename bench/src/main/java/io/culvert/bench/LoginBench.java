package io.culvert.bench;

import io.culvert.standalone.login.Logins;
import io.culvert.standalone.login.UserBrowser;
import io.culvert.standalone.net.Internet;
import io.culvert.standalone.net.Namespace;
import io.culvert.standalone.net.WebSite;
import io.culvert.standalone.stack.Await;
import io.culvert.standalone.stack.Stack;
import io.culvert.standalone.stack.StackAddresses;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * What a user behind a running gateway sees of log-ins: the time to the first octet of a page when
 * she is logged in, beside the same where nobody must be, in turn; and how soon what an admin
 * changes is in force.
 */
final class LoginBench {
  private static final int ROUNDS = 5;
  private static final int REQUESTS = 300;
  private static final int CHANGES = 20;
  private static final String PAGE = "http://" + WebSite.ADDRESS + "/";
  private static final String BYPASSED = "updates." + Internet.DOMAIN;
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Logins logins;
  private final long tunnel;
  private final Namespace user;
  private final PrintWriter out;

  private LoginBench(Logins logins, CulvertBranch branch, PrintWriter out) {
    this.logins = logins;
    this.tunnel = branch.tunnel();
    this.user = branch.user();
    this.out = out;
  }

  static void run(Stack stack, PrintWriter out) {
    try (CulvertBranch branch = CulvertBranch.connect(stack, "AES256-GCM", "aes256gcm16")) {
      LoginBench bench = new LoginBench(new Logins(stack), branch, out);
      bench.firstByte();
      bench.changes();
    }
  }

  private void firstByte() {
    out.printf(
        "%nTime to the first octet of a page, %d rounds of %d connections each"
            + " (aim: none measurable)%n",
        ROUNDS, REQUESTS);
    double[] free = new double[ROUNDS * REQUESTS];
    double[] loggedIn = new double[ROUNDS * REQUESTS];
    measure(free, 0);
    for (int round = 0; round < ROUNDS; round++) {
      measure(free, round);
      try {
        logIn();
        measure(loggedIn, round);
        logins.settings().sessions(tunnel).forEach(logins.settings()::revoke);
      } finally {
        logins.settings().lift();
      }
    }
    print("nobody must log in", free);
    print("logged in", loggedIn);
  }

  /** A rule is in force when a name passes; in the time is a request of curl, some 20 ms. */
  private void changes() {
    out.printf(
        "%nFrom the call of an admin to what a user sees, %d times (aim: under a second)%n",
        CHANGES);
    double[] rule = new double[CHANGES];
    double[] gone = new double[CHANGES];
    logins.require();
    try {
      Await.until("everything passes", LIMIT, null, () -> !passes());
      for (int i = 0; i < CHANGES; i++) {
        rule[i] = untilAfter(List.of(BYPASSED), this::passes);
        gone[i] = untilAfter(List.of(), () -> !passes());
      }
    } finally {
      logins.settings().lift();
    }
    print("a bypass rule made", rule);
    print("and taken back", gone);
  }

  private double untilAfter(List<String> domains, BooleanSupplier inForce) {
    long start = System.nanoTime();
    logins.settings().put("/bypass/domains", Map.of("domains", domains));
    while (!inForce.getAsBoolean()) {
      if (System.nanoTime() - start > LIMIT.toNanos()) {
        throw new IllegalStateException("the rule is not in force after " + LIMIT);
      }
    }
    return (System.nanoTime() - start) / 1e6;
  }

  private boolean passes() {
    return user.attempt("curl", "-sf", "-m", "5", "-o", "/dev/null", "http://" + BYPASSED + "/")
        .ok();
  }

  private void logIn() {
    logins.require();
    try (UserBrowser browser = logins.browser(user)) {
      Await.until(
          "nobody is sent to log in",
          LIMIT,
          null,
          () -> browser.open(PAGE).url().startsWith(StackAddresses.IDENTITY_URL));
      UserBrowser.Page page = browser.logIn(PAGE, Logins.USER, logins.password());
      if (!page.url().equals(PAGE)) {
        throw new IllegalStateException("the log-in ended at " + page.url());
      }
    }
  }

  /** A new connection for each request, all asked for by one process. */
  private void measure(double[] milliseconds, int round) {
    String output =
        user.run(
            "curl",
            "-sf",
            "-H",
            "Connection: close",
            "-o",
            "/dev/null",
            "-w",
            "%{time_starttransfer}\n",
            PAGE + "?[1-" + REQUESTS + "]");
    double[] seconds = output.lines().mapToDouble(Double::parseDouble).toArray();
    if (seconds.length != REQUESTS) {
      throw new IllegalStateException(seconds.length + " answers");
    }
    for (int i = 0; i < REQUESTS; i++) {
      milliseconds[round * REQUESTS + i] = seconds[i] * 1000;
    }
  }

  private void print(String what, double[] milliseconds) {
    double[] sorted = milliseconds.clone();
    Arrays.sort(sorted);
    out.printf(
        Locale.ROOT,
        "  %-20s p50 %.2f ms   p90 %.2f ms   p99 %.2f ms%n",
        what,
        sorted[sorted.length / 2],
        sorted[sorted.length * 9 / 10],
        sorted[sorted.length * 99 / 100]);
  }
}
