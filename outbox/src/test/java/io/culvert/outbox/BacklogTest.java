package io.culvert.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BacklogTest {
  private static final long SECOND = 1_000_000_000L;

  @Test
  void theAgeGrowsWhileNobodyCounts() {
    // Near the end of the clock's numbers, which start anew behind it.
    long counted = Long.MAX_VALUE - SECOND;
    Backlog backlog = new Backlog(3, 0, Duration.ofSeconds(4), counted);

    assertThat(backlog.oldestAt(counted)).isEqualTo(Duration.ofSeconds(4));
    assertThat(backlog.oldestAt(counted + 10 * SECOND)).isEqualTo(Duration.ofSeconds(14));
  }

  @Test
  void nothingThatWaitsHasNoAge() {
    assertThat(new Backlog(0, 5, Duration.ZERO, 0).oldestAt(10 * SECOND)).isZero();
    assertThat(Backlog.unknown(0).oldestAt(10 * SECOND)).isZero();
  }
}
