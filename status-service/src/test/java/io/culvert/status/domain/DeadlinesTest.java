package io.culvert.status.domain;

import static io.culvert.status.domain.Samples.at;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DeadlinesTest {
  private final Deadlines deadlines = new Deadlines();

  @Test
  void dueTunnelsComeOutOnceAndInOrder() {
    deadlines.add(1, at(20));
    deadlines.add(2, at(10));
    deadlines.add(3, at(30));
    assertThat(deadlines.takeDue(at(9))).isEmpty();
    assertThat(deadlines.takeDue(at(20))).containsExactly(2L, 1L);
    assertThat(deadlines.takeDue(at(20))).isEmpty();
    assertThat(deadlines.takeDue(at(30))).containsExactly(3L);
  }

  @Test
  void theEarlierOfTwoDeadlinesHolds() {
    deadlines.add(1, at(20));
    deadlines.add(1, at(10));
    deadlines.add(1, at(40));
    assertThat(deadlines.takeDue(at(10))).containsExactly(1L);
    assertThat(deadlines.takeDue(at(100))).isEmpty();
  }
}
