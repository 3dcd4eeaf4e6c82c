package io.culvert.auth.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallRateTest {
  private static final long QUARTER = 250_000_000L;

  @ParameterizedTest
  @ValueSource(longs = {0, -5, Long.MAX_VALUE - 3})
  void fourCallsPassAtOnceAndOneMoreEachQuarterOfASecond(long start) {
    CallRate rate = new CallRate(4, 10);
    for (int i = 0; i < 4; i++) {
      assertThat(rate.take("ada", start)).isTrue();
    }
    assertThat(rate.take("ada", start)).isFalse();
    assertThat(rate.take("ada", start + QUARTER - 1)).isFalse();
    assertThat(rate.take("ada", start + QUARTER)).isTrue();
    assertThat(rate.take("ada", start + QUARTER)).isFalse();
  }

  @Test
  void aLongPauseDoesNotAddUp() {
    CallRate rate = new CallRate(4, 10);
    assertThat(rate.take("ada", 0)).isTrue();
    long later = 1_000 * QUARTER;
    long passed = IntStream.range(0, 20).filter(_ -> rate.take("ada", later)).count();
    assertThat(passed).isEqualTo(4);
  }

  @Test
  void callersDoNotCountForEachOther() {
    CallRate rate = new CallRate(1, 10);
    assertThat(rate.take("ada", 0)).isTrue();
    assertThat(rate.take("bob", 0)).isTrue();
    assertThat(rate.take("ada", 0)).isFalse();
  }

  @Test
  void ofTooManyCallersTheOneThatCalledFirstIsForgotten() {
    CallRate rate = new CallRate(1, 2);
    assertThat(rate.take("ada", 0)).isTrue();
    assertThat(rate.take("bob", 0)).isTrue();
    assertThat(rate.take("cy", 0)).isTrue();
    assertThat(rate.take("cy", 0)).isFalse();
    assertThat(rate.take("ada", 0)).isTrue();
  }
}
