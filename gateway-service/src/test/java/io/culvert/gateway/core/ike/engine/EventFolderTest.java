package io.culvert.gateway.core.ike.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.contract.TunnelEvent;
import io.culvert.gateway.core.ike.task.IkeEvent;
import io.culvert.gateway.core.ike.task.Reason;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Repeats become counts. */
class EventFolderTest {
  private final EventFolder folder = new EventFolder();
  private final List<IkeEvent> passed = new ArrayList<>();
  private final List<List<Long>> times = new ArrayList<>();

  private void offer(InetAddress source, long tunnelId, Reason reason, long now) {
    IkeEvent event =
        new IkeEvent(TunnelEvent.Type.FAILED, tunnelId, Optional.of(reason), 1, Map.of());
    folder.offer(source, event, now, this::pass);
  }

  private void pass(Effect.Emit emit) {
    passed.add(emit.event());
    times.add(List.of(emit.since(), emit.last()));
  }

  private static InetAddress source(int i) {
    return Lab.address("10." + (i >> 16 & 255) + "." + (i >> 8 & 255) + "." + (i & 255));
  }

  @Test
  void firstPassesAtOnceAndTheRestOfTheMinuteAsOne() {
    for (int i = 0; i < 5; i++) {
      offer(source(1), 7, Reason.PSK_MISMATCH, i);
    }
    assertThat(passed).hasSize(1);
    assertThat(folder.nextDeadline()).hasValue(EventFolder.WINDOW_NANOS);

    folder.flush(EventFolder.WINDOW_NANOS, this::pass);

    assertThat(passed).hasSize(2);
    assertThat(passed.getLast().count()).isEqualTo(4);
    assertThat(times).containsExactly(List.of(0L, 0L), List.of(1L, 4L));
    folder.flush(2 * EventFolder.WINDOW_NANOS, this::pass);
    assertThat(passed).hasSize(2);
    assertThat(folder.nextDeadline()).isEmpty();
  }

  @Test
  void otherSourcesReasonsAndTunnelsAreNotFoldedTogether() {
    offer(source(1), 7, Reason.PSK_MISMATCH, 0);
    offer(source(2), 7, Reason.PSK_MISMATCH, 0);
    offer(source(1), 8, Reason.PSK_MISMATCH, 0);
    offer(source(1), 7, Reason.TS_UNACCEPTABLE, 0);

    assertThat(passed).hasSize(4);
  }

  @Test
  void floodFromManySourcesIsBoundedButTunnelsAreStillHeard() {
    for (int i = 0; i < 20_000; i++) {
      offer(source(i), 0, Reason.PROPOSAL_MISMATCH_IKE, 0);
    }
    assertThat(passed).hasSize(10_000);

    offer(source(50_000), 7, Reason.PSK_MISMATCH, 0);
    assertThat(passed).hasSize(10_001);
  }
}
