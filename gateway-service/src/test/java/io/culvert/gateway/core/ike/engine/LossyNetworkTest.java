package io.culvert.gateway.core.ike.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.contract.TunnelEvent;
import io.culvert.gateway.core.ike.task.IkeConfig;
import io.culvert.gateway.core.ike.task.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the network loses, doubles and reorders, the two ends agree in the end. */
class LossyNetworkTest {
  private static final long MOST_DELAY = Duration.ofMillis(1500).toNanos();

  static LongStream seeds() {
    return LongStream.rangeClosed(1, Long.getLong("culvert.seeds", 40));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void bothEndsAgreeWhateverTheNetworkDoes(long seed) {
    requireAgreement(new Lab(IkeConfig.standard(), seed));
  }

  /** Lets the network do its worst, and checks that both ends know the same when it is over. */
  static void requireAgreement(Lab lab) {
    lab.network = packet -> mistreat(lab, packet);

    lab.connect();
    lab.run(Duration.ofSeconds(40));
    act(lab);

    lab.network = packet -> List.of(packet);
    lab.run(Duration.ofMinutes(4));
    if (lab.gateway.children.isEmpty()) {
      // Nothing got through for too long: then both ends know it.
      assertThat(lab.device.children).isEmpty();
    } else {
      lab.assertChildrenMatch();
    }
    assertThat(lab.gateway.engine.snapshot().childSas()).isEqualTo(lab.gateway.children.size());

    // And then it can be closed, which leaves nothing behind.
    lab.give(lab.gateway, new Input.CloseTunnel(Lab.TUNNEL, Reason.SHUTDOWN));
    lab.run(Duration.ofMinutes(2));
    assertThat(lab.device.children).isEmpty();
    assertThat(lab.gateway.engine.snapshot().ikeSas()).isZero();
    assertThat(lab.device.engine.snapshot().ikeSas()).isZero();
  }

  private static void act(Lab lab) {
    for (int i = 0; i < 12; i++) {
      End end = lab.chance.nextBoolean() ? lab.gateway : lab.device;
      List<Integer> spis = new ArrayList<>(end.children.keySet());
      switch (lab.chance.nextInt(4)) {
        case 0 -> lab.give(end, new Input.CreateChild(Lab.TUNNEL));
        case 1 -> lab.give(end, new Input.RekeyIke(Lab.TUNNEL));
        case 2 -> {
          if (!spis.isEmpty()) {
            lab.give(end, new Input.RekeyChild(spis.get(lab.chance.nextInt(spis.size()))));
          }
        }
        default -> {
          if (spis.size() > 1) {
            lab.give(end, new Input.DeleteChild(spis.get(lab.chance.nextInt(spis.size()))));
          }
        }
      }
      lab.run(Duration.ofMillis(lab.chance.nextInt(5000)));
    }
  }

  private static List<Lab.Packet> mistreat(Lab lab, Lab.Packet packet) {
    List<Lab.Packet> arriving = new ArrayList<>();
    while (lab.chance.nextInt(100) < 25 && arriving.size() < 3) {
      arriving.add(packet.later(delay(lab)));
    }
    if (lab.chance.nextInt(100) >= 25) {
      arriving.add(packet.later(delay(lab)));
    }
    return arriving;
  }

  private static long delay(Lab lab) {
    return (long) (lab.chance.nextDouble() * MOST_DELAY);
  }

  @ParameterizedTest
  @ValueSource(longs = {31, 32})
  void tenHoursWithRekeysKeepOneWorkingTunnel(long seed) {
    Lab lab = new Lab(IkeConfig.standard(), seed);
    lab.connect();

    lab.run(Duration.ofHours(10));

    assertThat(lab.gateway.eventTypes())
        .contains(TunnelEvent.Type.REKEYED)
        .doesNotContain(TunnelEvent.Type.CLOSED);
    assertThat(lab.gateway.events)
        .anySatisfy(e -> assertThat(e.evidence()).containsEntry("what", "ike"))
        .anySatisfy(e -> assertThat(e.evidence()).containsEntry("what", "child"));
    assertThat(lab.gateway.children).hasSize(1);
    lab.assertChildrenMatch();
    // Every 2 hours at the latest, so 5 times at least; not much more often either.
    assertThat(lab.gateway.installs.size()).isBetween(6, 12);
    assertThat(lab.gateway.engine.snapshot().ikeSas()).isEqualTo(1);
    assertThat(lab.gateway.engine.snapshot().childSas()).isEqualTo(1);
  }
}
