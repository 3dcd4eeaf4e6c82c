package io.culvert.gateway.app.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.contract.UserSession;
import io.culvert.gateway.core.host.Access;
import io.culvert.gateway.core.net.InnerPackets;
import io.culvert.gateway.core.net.Ipv4Range;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Very many sessions: what they weigh, and how long it takes to decide among them. */
class AccessSizeTest {
  private static final int SESSIONS = 250_000;
  private static final int LOOK_UPS = 10_000;
  private static final int FIRST = InnerPackets.address("10.0.0.0");

  /** Twice of what they weigh. */
  private static final long MOST_OCTETS = 300;

  private static final long MOST_NANOS = 1_000;

  private final AccessLab lab = AccessLab.gated();

  @Test
  void aMillionSessionsWouldFitAndADecisionAmongManyTakesLessThanAMicrosecond() {
    lab.desk.authChanged(AccessLab.settings(2, true, 1_800, List.of()));
    long before = heap();
    for (int i = 0; i < SESSIONS; i++) {
      lab.hears(session(i));
    }
    long octets = (heap() - before) / SESSIONS;
    assertThat(lab.desk.sessions()).isEqualTo(SESSIONS);
    long decision = decide();
    lab.pass(Duration.ofMinutes(30));
    assertThat(lab.desk.sessions()).as("all idle").isZero();
    assertThat(octets).isLessThan(MOST_OCTETS);
    assertThat(decision).isLessThan(MOST_NANOS);
  }

  /** Nanoseconds of processor time; the hosts are asked for in an order that no cache foresees. */
  private long decide() {
    ThreadMXBean thread = ManagementFactory.getThreadMXBean();
    long fastest = Long.MAX_VALUE;
    int open = 0;
    for (int round = 0; round < 100; round++) {
      long start = thread.getCurrentThreadCpuTime();
      for (int i = 0; i < LOOK_UPS; i++) {
        int host = Math.floorMod((round * LOOK_UPS + i) * 0x9E37_79B1, 2 * SESSIONS);
        open += lab.table.of(AccessLab.TUNNEL, FIRST + host, null) == Access.OPEN ? 1 : 0;
      }
      fastest = Math.min(fastest, (thread.getCurrentThreadCpuTime() - start) / LOOK_UPS);
    }
    assertThat(open).as("of a million").isBetween(400_000, 600_000);
    return fastest;
  }

  private UserSession session(int i) {
    return new UserSession(
        AccessLab.TENANT,
        AccessLab.TUNNEL,
        Ipv4Range.text(FIRST + i),
        "user" + i + "@branch.example.com",
        List.of("staff", "sales"),
        "saml",
        lab.now,
        lab.now.plusSeconds(36_000));
  }

  private static long heap() {
    Runtime runtime = Runtime.getRuntime();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      System.gc();
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least;
  }
}
