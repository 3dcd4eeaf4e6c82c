package io.culvert.gateway.core.rate;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.gateway.core.rate.SourceLimit.Rate;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;

class SourceLimitTest {
  private static final long SECOND = 1_000_000_000L;
  private static final InetAddress A = InetAddress.ofLiteral("192.0.2.1");
  private static final InetAddress B = InetAddress.ofLiteral("192.0.2.2");

  private static int taken(SourceLimit limit, InetAddress source, long now) {
    int taken = 0;
    while (limit.take(source, now)) {
      taken++;
    }
    return taken;
  }

  @Test
  void eachSourceHasItsOwnLimitAndAllTogetherHaveOne() {
    SourceLimit limit = new SourceLimit(new Rate(4, 4), new Rate(1, 3));
    assertThat(taken(limit, A, -SECOND)).isEqualTo(3);
    assertThat(taken(limit, B, -SECOND)).isEqualTo(1);
  }

  @Test
  void limitsFillAgainWithTime() {
    SourceLimit limit = new SourceLimit(new Rate(4, 4), new Rate(1, 3));
    assertThat(taken(limit, A, -SECOND)).isEqualTo(3);
    assertThat(taken(limit, A, SECOND)).isEqualTo(2);
  }

  @Test
  void forgottenSourcesCannotExceedTheLimitOfAll() {
    SourceLimit limit = new SourceLimit(new Rate(1, 100), new Rate(1, 1));
    int taken = 0;
    for (int i = 0; i < 30_000; i++) {
      int host = i % 15_000;
      taken +=
          limit.take(InetAddress.ofLiteral("10.0." + (host >>> 8) + "." + (host & 0xff)), 0)
              ? 1
              : 0;
    }
    assertThat(taken).isEqualTo(100);
  }
}
