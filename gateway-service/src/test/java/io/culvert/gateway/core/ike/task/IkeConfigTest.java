package io.culvert.gateway.core.ike.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.gateway.core.ike.proposal.IkePolicy;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The defaults. */
class IkeConfigTest {
  @Test
  void defaultsAreTheDocumentedOnes() {
    IkeConfig config = IkeConfig.standard();

    assertThat(config.identities()).isEmpty();
    assertThat(config.ike()).isEqualTo(IkePolicy.standard());
    assertThat(config.forceEncapsulation()).isTrue();
    assertThat(config.halfOpen())
        .isEqualTo(new IkeConfig.HalfOpen(200, 10_000, 100, Duration.ofSeconds(30)));
    assertThat(config.fragmentation()).isEqualTo(new IkeConfig.Fragmentation(true, 1280));
    IkeConfig.Timing timing = config.timing();
    assertThat(timing.ikeLifetime()).isEqualTo(Duration.ofHours(8));
    assertThat(timing.childLifetime()).isEqualTo(Duration.ofHours(2));
    assertThat(timing.dpdSilence()).isEqualTo(Duration.ofSeconds(20));
    assertThat(timing.linger()).isEqualTo(Duration.ofSeconds(10));
    assertThat(timing.retransmit().stream().map(Duration::toSeconds))
        .isEqualTo(List.of(1L, 2L, 4L, 8L, 16L, 30L, 30L, 30L, 30L, 30L, 30L, 30L));
  }
}
