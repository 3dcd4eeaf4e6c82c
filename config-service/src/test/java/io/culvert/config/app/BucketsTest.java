package io.culvert.config.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BucketsTest {
  private long now;
  private final Buckets<String> buckets = new Buckets<>(4, 8, 2, () -> now);

  private int take(String key, int times) {
    int taken = 0;
    for (int i = 0; i < times; i++) {
      taken += buckets.take(key).isEmpty() ? 1 : 0;
    }
    return taken;
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }

  @Test
  void afterTheBurstAsManyPassAsFlowIn() {
    assertThat(take("a", 20)).isEqualTo(8);
    pass(Duration.ofSeconds(1));
    assertThat(take("a", 20)).isEqualTo(4);
    pass(Duration.ofHours(1));
    assertThat(take("a", 20)).isEqualTo(8);
  }

  @Test
  void whoComesTooEarlyHearsHowLongToWaitAndIsRightThen() {
    take("a", 8);
    assertThat(buckets.take("a")).contains(Duration.ofMillis(250));
    pass(Duration.ofMillis(249));
    assertThat(buckets.take("a")).contains(Duration.ofMillis(1));
    pass(Duration.ofMillis(1));
    assertThat(buckets.take("a")).isEmpty();
  }

  @Test
  void lookingTakesNothingAndWhatIsGivenBackCanBeTakenAgain() {
    assertThat(buckets.look("a")).isEmpty();
    assertThat(take("a", 20)).isEqualTo(8);
    assertThat(buckets.look("a")).contains(Duration.ofMillis(250));
    buckets.giveBack("a");
    assertThat(take("a", 20)).isEqualTo(1);
  }

  @Test
  void keysDoNotShare() {
    assertThat(take("a", 20)).isEqualTo(8);
    assertThat(take("b", 20)).isEqualTo(8);
  }

  @Test
  void theOneThatWasNotUsedForLongestIsForgotten() {
    take("a", 8);
    take("b", 8);
    buckets.take("a");
    take("c", 1);
    assertThat(buckets.look("a")).isPresent();
    assertThat(buckets.look("b")).isEmpty();
  }

  @Test
  void aClockThatWrapsAroundIsNoHarm() {
    now = Long.MAX_VALUE;
    take("a", 8);
    now = Long.MIN_VALUE + Duration.ofSeconds(1).toNanos() - 1;
    assertThat(take("a", 20)).isEqualTo(4);
  }

  @Test
  void rateBurstAndNumberMustBeAboveZero() {
    assertThatThrownBy(() -> new Buckets<String>(0, 1, 1, () -> 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Buckets<String>(Double.NaN, 1, 1, () -> 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Buckets<String>(1, 0, 1, () -> 0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
