package io.culvert.config.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.culvert.config.domain.Endpoint;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CallLimitsTest {
  private static CallLimits limits(int failedPerMinute, int strangersPerSecond) {
    Duration any = Duration.ofDays(1);
    return new CallLimits(
        new AccessSettings(0.001, 2, failedPerMinute, strangersPerSecond, any, any, any, any, any));
  }

  @Test
  void tenantsAndEndpointsAreCountedApart() {
    CallLimits limits = limits(1, 1);
    for (int i = 0; i < 2; i++) {
      limits.call("a", Endpoint.TUNNELS);
      limits.call("a", Endpoint.POPS);
      limits.call("a", null);
      limits.call("b", Endpoint.TUNNELS);
    }
    assertThatThrownBy(() -> limits.call("a", Endpoint.TUNNELS))
        .isInstanceOfSatisfying(
            ThrottledException.class, e -> assertThat(e.retryAfterSeconds()).isEqualTo(1000));
    assertThatThrownBy(() -> limits.call("a", null)).isInstanceOf(ThrottledException.class);
  }

  @Test
  void whoGuessesTooOftenIsNotLookedUpAnyMore() {
    CallLimits limits = limits(3, 1000);
    for (int i = 0; i < 3; i++) {
      limits.guessed("192.0.2.1");
    }
    assertThatThrownBy(() -> limits.guessed("192.0.2.1")).isInstanceOf(ThrottledException.class);
    assertThatThrownBy(() -> limits.stranger("192.0.2.1")).isInstanceOf(ThrottledException.class);
    assertThatCode(() -> limits.stranger("192.0.2.2")).doesNotThrowAnyException();
  }

  @Test
  void loginsThatFailDoNotHoldBackTokens() {
    CallLimits limits = limits(1, 1000);
    assertThat(limits.failed("192.0.2.1")).isEmpty();
    assertThat(limits.failed("192.0.2.1")).isPresent();
    assertThatCode(() -> limits.stranger("192.0.2.1")).doesNotThrowAnyException();
  }

  @Test
  void theAddressesOfOneIpv6NetworkAreOne() {
    CallLimits limits = limits(1, 1000);
    assertThat(limits.failed("2001:db8:0:1::1")).isEmpty();
    assertThat(limits.failed("2001:db8::1:ffff:0:0:2")).isPresent();
    assertThat(limits.failed("2001:db8:0:2::1")).isEmpty();
  }

  @Test
  void strangersFromEverywhereTogetherAreHeldBackButNotThoseWhoTurnOutToBeKnown() {
    CallLimits limits = limits(1000, 2);
    for (int i = 0; i < 100; i++) {
      limits.stranger("192.0.2." + i);
      limits.noStranger();
    }
    limits.stranger("192.0.2.1");
    limits.stranger("192.0.2.2");
    assertThatThrownBy(() -> limits.stranger("192.0.2.3")).isInstanceOf(ThrottledException.class);
  }

  @Test
  void theTimeToWaitIsWholeSecondsAndAtLeastOne() {
    assertThat(new ThrottledException("", Duration.ZERO).retryAfterSeconds()).isEqualTo(1);
    assertThat(new ThrottledException("", Duration.ofMillis(1001)).retryAfterSeconds())
        .isEqualTo(2);
  }
}
