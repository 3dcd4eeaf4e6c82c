package io.culvert.gateway.core.ike.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.contract.TunnelEvent;
import io.culvert.gateway.core.ike.sa.DropReason;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A device that is authenticated cannot have the gateway compute key exchanges without end. */
class ExchangeBudgetTest {
  private final Lab lab = new Lab();

  private long rekeyed() {
    return lab.gateway.eventTypes().stream().filter(TunnelEvent.Type.REKEYED::equals).count();
  }

  private void rekeyTimes(int times) {
    for (int i = 0; i < times; i++) {
      lab.give(lab.device, new Input.RekeyIke(Lab.TUNNEL));
      lab.settle();
    }
  }

  @Test
  void deviceThatDoesNothingButRekeyIsToldToWaitAndKeepsItsTunnel() {
    lab.connect();

    long start = lab.now;
    // each makes a new IKE SA: the budget is the connection's
    rekeyTimes(60);

    long seconds = Duration.ofNanos(lab.now - start).toSeconds();
    assertThat(rekeyed()).isBetween(20L, 20 + seconds / 2);
    assertThat(lab.gateway.dropped(DropReason.OVERLOAD)).isPositive();
    assertThat(lab.gateway.children).hasSize(1);
    lab.assertChildrenMatch();
  }

  @Test
  void itIsServedAgainWhenItHasWaited() {
    lab.connect();
    rekeyTimes(60);
    final long before = rekeyed();

    lab.run(Duration.ofSeconds(50));
    rekeyTimes(5);

    assertThat(rekeyed()).isGreaterThanOrEqualTo(before + 5);
    assertThat(lab.gateway.children).hasSize(1);
    lab.assertChildrenMatch();
  }
}
