package io.culvert.gateway.app.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.culvert.contract.PopChange;
import io.culvert.contract.TunnelTelemetry;
import io.culvert.gateway.app.policy.Tunnels;
import io.culvert.gateway.core.ike.engine.Input;
import io.culvert.gateway.core.ike.sa.DropReason;
import io.culvert.gateway.core.wire.Bytes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The loop's queue and thread; what it does with time and messages is tested beside. */
@Timeout(60)
class ControlLoopTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  private static Thread start(ControlLab lab) {
    return Thread.ofPlatform().daemon().start(lab.loop::run);
  }

  private static Input rubbish() {
    return new Input.Datagram(ControlLab.GATEWAY, Device.ADDRESS, Bytes.of(new byte[28]));
  }

  @Test
  void aFullQueueDropsAndCountsMessagesInsteadOfBlockingTheSocket() throws Exception {
    ControlLab lab = new ControlLab();

    for (int i = 0; i < 4_096 + 3; i++) {
      lab.loop.accept(rubbish());
    }
    assertThat(lab.loop.overflow()).isEqualTo(3);

    for (int i = 0; i < 64; i++) { // 65 messages a turn
      lab.loop.turn();
    }
    assertThat(lab.dropped(DropReason.VERSION)).isEqualTo(4_096);
    lab.loop.accept(rubbish());
    assertThat(lab.loop.overflow()).isEqualTo(3);
  }

  @Test
  void aFaultInOneTaskDoesNotStopTheLoop() throws Exception {
    ControlLab lab = new ControlLab();
    lab.store.broken = true;
    lab.store.kept = List.of(Tunnels.standard().build());
    Thread thread = start(lab);

    // The clock jumps past the time to save, and the save fails.
    Future<Integer> first =
        lab.loop.ask(
            () -> {
              lab.loop.directory().preload(lab.store.load());
              return lab.loop.directory().servedHere();
            });
    assertThat(first.get(LONG.toSeconds(), TimeUnit.SECONDS)).isOne();
    lab.loop.tunnelDeleted(ControlLab.TUNNEL);
    Future<Long> jump = lab.loop.ask(() -> lab.now += Duration.ofSeconds(60).toNanos());
    jump.get(LONG.toSeconds(), TimeUnit.SECONDS);
    assertThat(lab.store.failed.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();

    Future<Integer> second = lab.loop.ask(() -> lab.loop.directory().servedHere());
    assertThat(second.get(LONG.toSeconds(), TimeUnit.SECONDS)).isZero();
    lab.loop.shutDown();
    lab.loop.caughtUp(); // wakes the loop, so that it sees that it is over
    assertThat(thread.join(LONG)).isTrue();
  }

  @Test
  void aQuestionThatFailsIsAnsweredWithItsFault() throws Exception {
    ControlLab lab = new ControlLab();
    Future<Object> answer =
        lab.loop.ask(
            () -> {
              throw new IllegalStateException("no answer to that");
            });

    lab.loop.turn();

    assertThatThrownBy(() -> answer.get(0, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasRootCauseMessage("no answer to that");
  }

  @Test
  void shuttingDownTellsTheDevicesReportsAndKeepsTheConfiguration() throws Exception {
    ControlLab lab = ControlLab.connected();
    lab.run(10);
    Thread thread = start(lab);

    //   HDR, SK {D(IKE)}  ─►
    lab.loop.shutDown();
    lab.loop.caughtUp(); // wakes the loop, so that it sees that it is over
    assertThat(thread.join(LONG)).isTrue();
    lab.deliver();

    assertThat(lab.device.reasons).containsExactly("peer-deleted");
    assertThat(lab.childSas()).isZero();
    assertThat(lab.sink.story()).containsExactly("ESTABLISHED -", "CLOSED gateway-shutdown");
    assertThat(lab.sink.telemetry())
        .extracting(TunnelTelemetry::connected)
        .containsExactly(true, false);
    assertThat(lab.store.saved).hasSize(1);
  }

  @Test
  void popsDoNotDisturbTheTunnels() {
    ControlLab lab = ControlLab.connected();

    lab.loop.popChanged(pop("pop-a", null));
    lab.loop.popChanged(pop("pop-a", "another key"));
    lab.loop.popChanged(pop("pop-b", "another key"));
    lab.run(30);

    assertThat(lab.childSas()).isOne();
    assertThat(lab.sink.story()).containsExactly("ESTABLISHED -");
  }

  private static PopChange pop(String name, @Nullable String key) {
    return new PopChange("0x01", name, 1, "US-CA", List.of("192.0.2.1"), null, true, key);
  }
}
