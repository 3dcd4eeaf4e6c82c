package io.culvert.gateway.core.esp;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.gateway.core.net.Verdict;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ReplayWindowTest {
  /** What the window must do, with a set of all numbers ever seen. */
  private static final class Model {
    private final Set<Long> seen = new HashSet<>();
    private long highest;

    Verdict check(long sequence) {
      if (sequence <= 0 || sequence <= highest - ReplayWindow.SIZE) {
        return Verdict.OUTSIDE_REPLAY_WINDOW;
      }
      return seen.contains(sequence) ? Verdict.REPLAYED : Verdict.PASSED;
    }

    void commit(long sequence) {
      seen.add(sequence);
      highest = Math.max(highest, sequence);
    }
  }

  @Property
  void agreesWithASetOfAllNumbersSeen(
      @ForAll @LongRange(min = 1, max = 0xFFFF_0000L) long start,
      @ForAll @Size(max = 300) List<@LongRange(min = -5_000, max = 9_000) Long> jumps) {
    ReplayWindow window = new ReplayWindow();
    Model model = new Model();
    long sequence = start;
    for (long jump : jumps) {
      sequence = Math.max(0, Math.min(0xFFFF_FFFFL, sequence + jump % 4_500));
      Verdict verdict = window.check(sequence);
      assertThat(verdict).as("number %s", sequence).isEqualTo(model.check(sequence));
      if (verdict == Verdict.PASSED) {
        window.commit(sequence);
        model.commit(sequence);
      }
    }
  }

  @Property
  void agreesWithTheModelWhereNumbersAreDense(
      @ForAll @Size(max = 300) List<@LongRange(min = 1, max = 200) Long> numbers) {
    ReplayWindow window = new ReplayWindow();
    Model model = new Model();
    for (long sequence : numbers) {
      assertThat(window.check(sequence)).isEqualTo(model.check(sequence));
      if (model.check(sequence) == Verdict.PASSED) {
        window.commit(sequence);
        model.commit(sequence);
      }
    }
  }

  @Test
  void windowIsAtLeastOneThousandAndTwentyFourWide() {
    assertThat(ReplayWindow.SIZE).isGreaterThanOrEqualTo(1_024);
    ReplayWindow window = new ReplayWindow();
    window.commit(10_000);
    assertThat(window.check(10_000 - ReplayWindow.SIZE)).isEqualTo(Verdict.OUTSIDE_REPLAY_WINDOW);
    assertThat(window.check(10_000 - ReplayWindow.SIZE + 1)).isEqualTo(Verdict.PASSED);
  }

  @Test
  void checkAloneDoesNotMoveTheWindow() {
    ReplayWindow window = new ReplayWindow();
    assertThat(window.check(0xFFFF_FFFFL)).isEqualTo(Verdict.PASSED);
    assertThat(window.check(1)).isEqualTo(Verdict.PASSED);
  }

  @Test
  void numberZeroIsNeverValid() {
    assertThat(new ReplayWindow().check(0)).isEqualTo(Verdict.OUTSIDE_REPLAY_WINDOW);
  }

  @Test
  void leapOverTheWholeWindowForgetsOldMarks() {
    ReplayWindow window = new ReplayWindow();
    for (long i = 1; i <= 4_096; i++) {
      window.commit(i);
    }
    window.commit(1_000_000);
    assertThat(window.check(1_000_000 - 1)).isEqualTo(Verdict.PASSED);
    assertThat(window.check(1_000_000 - ReplayWindow.SIZE + 1)).isEqualTo(Verdict.PASSED);
    assertThat(window.check(1_000_000)).isEqualTo(Verdict.REPLAYED);
  }
}
