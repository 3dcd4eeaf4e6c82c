package io.culvert.gateway.core.rate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TokenBucketTest {
  private static final long SECOND = 1_000_000_000L;

  @Test
  void longRunRateIsTheLimit() {
    TokenBucket bucket = TokenBucket.ofMegabits(50, 0);
    long passed = 0;
    for (long now = 0; now < 10 * SECOND; now += 100_000) { // 1,400 octets each 100 µs: 112 Mbit/s
      passed += bucket.take(1_400, now) ? 1_400 : 0;
    }
    double megabits = passed * 8 / 10e6;
    assertThat(megabits).isBetween(49.9, 50.6); // the first burst is a tenth of a second more
  }

  @Test
  void longSilenceNeitherOverflowsNorSavesUpMoreThanABurst() {
    TokenBucket bucket = new TokenBucket(12_500_000_000L, 3_000, Long.MAX_VALUE - 5);
    assertThat(bucket.take(3_000, Long.MAX_VALUE - 5)).isTrue();
    long muchLater = Long.MIN_VALUE + 400L * 24 * 3600 * SECOND; // the clock has wrapped
    assertThat(bucket.take(3_000, muchLater)).isTrue();
    assertThat(bucket.take(1, muchLater)).isFalse();
  }

  @Test
  void clockThatStandsStillGivesNothing() {
    TokenBucket bucket = new TokenBucket(1_000, 1_000, 7);
    assertThat(bucket.take(1_000, 7)).isTrue();
    assertThat(bucket.take(1, 7)).isFalse();
    assertThat(bucket.take(1, 7 + SECOND / 1_000)).isTrue();
  }

  @Test
  void refusedPacketCostsNothing() {
    TokenBucket bucket = new TokenBucket(1_000, 100, 0);
    assertThat(bucket.take(101, 0)).isFalse();
    assertThat(bucket.take(100, 0)).isTrue();
  }
}
