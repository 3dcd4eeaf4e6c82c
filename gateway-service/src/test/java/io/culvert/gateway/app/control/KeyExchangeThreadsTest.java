package io.culvert.gateway.app.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.culvert.gateway.app.policy.Tunnels;
import io.culvert.gateway.core.ike.sa.DropReason;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Key exchanges are computed away from the control loop, within bounds. */
class KeyExchangeThreadsTest {
  @Test
  void workIsDoneByOtherThreadsAndRefusedWhenTheQueueIsFull() throws InterruptedException {
    CountDownLatch gate = new CountDownLatch(1);
    CountDownLatch done = new CountDownLatch(256);
    try (KeyExchangeThreads threads = KeyExchangeThreads.start()) {
      Runnable work =
          () -> {
            await(gate);
            assertThat(Thread.currentThread().getName()).startsWith("key-exchange-");
            done.countDown();
          };
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 10_000; i++) {
                  threads.execute(work);
                }
              })
          .isInstanceOf(RejectedExecutionException.class);
      gate.countDown();
      assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static void await(CountDownLatch gate) {
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void deviceWhoseKeyExchangeIsRefusedGetsNoAnswer() {
    ControlLab lab =
        new ControlLab(
            work -> {
              throw new RejectedExecutionException();
            });
    lab.change(Tunnels.standard());
    lab.connect();
    assertThat(lab.ikeSent).isZero();
    assertThat(lab.loop.engine().dropCounts()).containsEntry(DropReason.OVERLOAD, 1L);
  }

  @Test
  void loopGoesOnWhileAKeyExchangeIsComputedAndTakesItUpThen() {
    List<Runnable> waiting = new ArrayList<>();
    ControlLab lab = new ControlLab(waiting::add);
    lab.change(Tunnels.standard());
    lab.connect();
    assertThat(waiting).hasSize(1);
    assertThat(lab.ikeSent).isZero();

    waiting.removeFirst().run();
    lab.change(Tunnels.standard());
    assertThat(lab.ikeSent).isEqualTo(1);
    assertThat(waiting).hasSize(1);

    waiting.removeFirst().run();
    lab.change(Tunnels.standard());
    assertThat(lab.childSas()).isOne();
  }
}
