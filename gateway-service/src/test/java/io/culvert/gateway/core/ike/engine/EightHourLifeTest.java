package io.culvert.gateway.core.ike.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.contract.TunnelEvent;
import io.culvert.gateway.core.ike.task.ChildSaInstall.Sending;
import io.culvert.gateway.core.ike.task.IkeConfig;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Eight hours of a tunnel whose keys live only minutes, with a tenth of all IKE messages lost and
 * the rest late by up to 200 ms, overtaking each other. Both ends rekey on their own, and often at
 * once.
 */
class EightHourLifeTest {
  private static final long MOST_DELAY = Duration.ofMillis(200).toNanos();

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void noPacketIsLostInEightHoursOfRekeysCollisionsAndLoss(long seed) {
    Lab lab = new Lab(shortLived(), shortLived(), seed);
    Traffic traffic = new Traffic(lab);
    lab.connect();
    traffic.mustNeverBreak();
    lab.network = packet -> mistreat(lab, packet);

    for (int second = 0; second < 8 * 3600; second++) {
      traffic.flows();
      active(lab, lab.gateway);
      active(lab, lab.device);
      provoke(lab, second);
      lab.run(Duration.ofSeconds(1));
    }

    lab.network = packet -> List.of(packet);
    lab.run(Duration.ofMinutes(1));
    traffic.flows();
    assertThat(lab.gateway.eventTypes())
        .doesNotContain(TunnelEvent.Type.CLOSED, TunnelEvent.Type.FAILED);
    assertThat(lab.device.eventTypes())
        .doesNotContain(TunnelEvent.Type.CLOSED, TunnelEvent.Type.FAILED);
    assertThat(rekeys(lab.gateway, "child")).isGreaterThan(250);
    assertThat(rekeys(lab.gateway, "ike")).isGreaterThan(40);
    assertThat(lab.gateway.installs)
        .filteredOn(child -> child.sending() == Sending.LAST_RESORT)
        .as("lost collisions")
        .hasSizeGreaterThan(20);
    assertThat(lab.gateway.engine.snapshot().ikeSas()).isLessThanOrEqualTo(2);
    assertThat(lab.gateway.children.size()).isLessThanOrEqualTo(2);
  }

  private static IkeConfig shortLived() {
    IkeConfig standard = IkeConfig.standard();
    IkeConfig.Timing timing = standard.timing();
    return new IkeConfig(
        standard.identities(),
        standard.ike(),
        standard.forceEncapsulation(),
        standard.halfOpen(),
        new IkeConfig.Timing(
            Duration.ofMinutes(15),
            Duration.ofMinutes(4),
            timing.dpdSilence(),
            timing.retransmit(),
            timing.linger()),
        standard.fragmentation(),
        standard.crashSecret());
  }

  private static void active(Lab lab, End end) {
    List.copyOf(end.children.keySet()).forEach(spi -> lab.give(end, new Input.PeerActivity(spi)));
  }

  /** Both ends want the same thing at the same time, or things that get in each other's way. */
  private static void provoke(Lab lab, int second) {
    if (second % 60 != 0) {
      return;
    }
    switch (lab.chance.nextInt(6)) {
      case 0, 1 -> {
        rekeyChild(lab, lab.gateway);
        rekeyChild(lab, lab.device);
      }
      case 2 -> {
        rekeyChild(lab, lab.gateway);
        lab.give(lab.device, new Input.RekeyIke(Lab.TUNNEL));
      }
      case 3 -> {
        lab.give(lab.gateway, new Input.RekeyIke(Lab.TUNNEL));
        lab.give(lab.device, new Input.RekeyIke(Lab.TUNNEL));
      }
      default -> {
        // As their lifetimes have it.
      }
    }
  }

  private static void rekeyChild(Lab lab, End end) {
    List.copyOf(end.children.keySet()).forEach(spi -> lab.give(end, new Input.RekeyChild(spi)));
  }

  private static List<Lab.Packet> mistreat(Lab lab, Lab.Packet packet) {
    return lab.chance.nextInt(10) == 0
        ? List.of()
        : List.of(packet.later((long) (lab.chance.nextDouble() * MOST_DELAY)));
  }

  private static long rekeys(End end, String what) {
    return end.events.stream()
        .filter(e -> e.type() == TunnelEvent.Type.REKEYED)
        .filter(e -> what.equals(e.evidence().get("what")))
        .count();
  }
}
