package io.culvert.gateway.core.ike.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.contract.TunnelEvent;
import io.culvert.gateway.core.ike.sa.DropReason;
import io.culvert.gateway.core.ike.task.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Probes, retransmissions, and ends. */
class LivenessTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  @Test
  void silentPeerIsProbedAfterTwentySeconds() {
    Lab lab = new Lab();
    lab.connect();

    lab.run(Duration.ofSeconds(19));
    assertThat(lab.trace).hasSize(4);

    // whoever is first:  HDR, SK {}  ─►  ◄─  HDR, SK {}
    lab.run(Duration.ofSeconds(2));

    assertThat(lab.trace.size()).isBetween(6, 8);
    assertThat(lab.trace.subList(4, lab.trace.size()))
        .allSatisfy(p -> assertThat(p.data().length()).isLessThan(120));
    assertThat(lab.gateway.eventTypes()).containsExactly(TunnelEvent.Type.ESTABLISHED);
  }

  @Test
  void espFromThePeerMakesProbesNeedless() {
    Lab lab = new Lab();
    lab.connect();

    for (int i = 0; i < 60; i++) {
      lab.give(lab.gateway, new Input.PeerActivity(lab.gateway.onlyChild().inboundSpi()));
      lab.give(lab.device, new Input.PeerActivity(lab.device.onlyChild().inboundSpi()));
      lab.run(Duration.ofSeconds(1));
    }

    assertThat(lab.trace).hasSize(4);
  }

  @Test
  void deadPeerIsProbedOnScheduleAndThenClosed() {
    Lab lab = new Lab();
    lab.connect();
    List<Long> sent = new ArrayList<>();
    lab.network =
        packet -> {
          if (!packet.toGateway()) {
            sent.add(packet.arrivesAt());
          }
          return List.of();
        };
    long start = lab.now;

    lab.run(Duration.ofSeconds(262));

    assertThat(lab.gateway.children).isEmpty();
    assertThat(lab.gateway.reasons()).containsExactly("dpd-timeout");
    assertThat(lab.gateway.events.getLast().type()).isEqualTo(TunnelEvent.Type.CLOSED);
    List<Long> gaps = new ArrayList<>();
    for (int i = 1; i < sent.size(); i++) {
      gaps.add((sent.get(i) - sent.get(i - 1)) / SECOND);
    }
    assertThat(gaps).containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L, 30L, 30L, 30L, 30L);
    assertThat((sent.getFirst() - start) / SECOND).isEqualTo(19);
    assertThat(lab.gateway.engine.snapshot().ikeSas()).isZero();
  }

  @Test
  void peerWhoseEspStillComesIsNotGivenUp() {
    Lab lab = new Lab();
    lab.connect();
    lab.network = packet -> List.of();

    lab.run(Duration.ofSeconds(25));
    for (int i = 0; i < 120; i++) {
      lab.give(lab.gateway, new Input.PeerActivity(lab.gateway.onlyChild().inboundSpi()));
      lab.run(Duration.ofSeconds(1));
    }

    assertThat(lab.gateway.eventTypes()).containsExactly(TunnelEvent.Type.ESTABLISHED);
  }

  @Test
  void retransmissionsAreIdenticalOctets() {
    Lab lab = new Lab();
    lab.network = packet -> packet.toGateway() ? List.of() : List.of(packet);

    lab.connect();
    lab.run(Duration.ofSeconds(8));

    assertThat(lab.trace).hasSize(4);
    assertThat(lab.trace)
        .allSatisfy(p -> assertThat(p.data()).isEqualTo(lab.trace.getFirst().data()));
  }

  @Test
  void deviceThatNobodyAnswersGivesUp() {
    Lab lab = new Lab();
    lab.network = packet -> List.of();

    lab.connect();
    lab.run(Duration.ofSeconds(242));

    assertThat(lab.device.reasons()).containsExactly("retransmission-timeout");
    assertThat(lab.device.engine.snapshot().ikeSas()).isZero();
  }

  @Test
  void closingATunnelRemovesItsChildrenAtOnceAndTellsThePeer() {
    Lab lab = new Lab();
    lab.connect();

    //                          ◄─   HDR, SK {D(IKE)}
    //   HDR, SK {}             ─►
    lab.give(lab.gateway, new Input.CloseTunnel(Lab.TUNNEL, Reason.CONFIGURATION_CHANGED));

    assertThat(lab.gateway.children).isEmpty();
    assertThat(lab.gateway.reasons()).containsExactly("configuration-changed");
    lab.settle();
    assertThat(lab.device.children).isEmpty();
    assertThat(lab.device.reasons()).containsExactly("peer-deleted");
    assertThat(lab.gateway.engine.snapshot().ikeSas()).isZero();
    lab.run(Duration.ofSeconds(11));
    assertThat(lab.device.engine.snapshot().ikeSas()).isZero();
    assertThat(lab.trace).hasSize(6);
  }

  @Test
  void closingATunnelOfWhichTheDeviceIsGoneEndsToo() {
    Lab lab = new Lab();
    lab.connect();
    lab.network = packet -> List.of();

    lab.give(lab.gateway, new Input.CloseTunnel(Lab.TUNNEL, Reason.CONFIGURATION_CHANGED));
    lab.run(Duration.ofSeconds(242));

    assertThat(lab.gateway.engine.snapshot().ikeSas()).isZero();
    assertThat(lab.gateway.reasons()).containsExactly("configuration-changed");
  }

  @Test
  void closingWhileARequestIsOutWaitsForItsAnswer() {
    Lab lab = new Lab();
    lab.connect();

    lab.give(lab.gateway, new Input.Probe(Lab.TUNNEL));
    lab.give(lab.gateway, new Input.CloseTunnel(Lab.TUNNEL, Reason.CONFIGURATION_CHANGED));
    assertThat(lab.trace).hasSize(5);
    lab.settle();

    assertThat(lab.device.reasons()).containsExactly("peer-deleted");
    assertThat(lab.gateway.engine.snapshot().ikeSas()).isZero();
  }

  @Test
  void deviceClosesTheTunnel() {
    Lab lab = new Lab();
    lab.connect();

    lab.give(lab.device, new Input.CloseTunnel(Lab.TUNNEL, Reason.SHUTDOWN));
    lab.settle();

    assertThat(lab.gateway.children).isEmpty();
    assertThat(lab.gateway.eventTypes())
        .containsExactly(TunnelEvent.Type.ESTABLISHED, TunnelEvent.Type.CLOSED);
    assertThat(lab.gateway.reasons()).containsExactly("peer-deleted");
  }

  @Test
  void bothCloseAtOnce() {
    Lab lab = new Lab();
    lab.connect();

    lab.give(lab.device, new Input.CloseTunnel(Lab.TUNNEL, Reason.SHUTDOWN));
    lab.give(lab.gateway, new Input.CloseTunnel(Lab.TUNNEL, Reason.SHUTDOWN));
    lab.run(Duration.ofMinutes(1));

    assertThat(lab.gateway.engine.snapshot().ikeSas()).isZero();
    assertThat(lab.device.engine.snapshot().ikeSas()).isZero();
    assertThat(lab.gateway.reasons()).containsExactly("gateway-shutdown");
  }

  @Test
  void peerBehindNatIsFollowedWhenItsAddressChanges() {
    Lab lab = new Lab();
    lab.connect();

    // The device forces encapsulation, so it counts as behind a NAT; its NAT gets a new port.
    lab.network =
        packet ->
            List.of(
                packet.toGateway()
                    ? packet.fromAddress(Lab.at("198.51.100.7", 61_000))
                    : packet.toAddress(Lab.at("198.51.100.7", 4500)));
    lab.give(lab.device, new Input.Probe(Lab.TUNNEL));
    lab.settle();

    assertThat(lab.gateway.moves)
        .containsEntry(lab.gateway.onlyChild().inboundSpi(), Lab.at("198.51.100.7", 61_000));
    lab.give(lab.gateway, new Input.Probe(Lab.TUNNEL));
    assertThat(lab.trace.getLast().to()).isEqualTo(Lab.at("198.51.100.7", 61_000));
  }

  @Test
  void peerThatIsNotBehindNatIsAnsweredWhereItIsButNotFollowed() {
    Lab lab = new Lab(NegotiationTest.plain(), NegotiationTest.plain(), 1);
    lab.connect();

    lab.network = packet -> List.of(packet.fromAddress(Lab.at("198.51.100.7", 61_000)));
    lab.give(lab.device, new Input.Probe(Lab.TUNNEL));
    lab.run(Duration.ofMillis(1));

    assertThat(lab.trace.getLast().to()).isEqualTo(Lab.at("198.51.100.7", 61_000));
    assertThat(lab.gateway.moves).isEmpty();
  }

  @Test
  void replayedDatagramMovesNobody() {
    Lab lab = new Lab();
    lab.connect();
    lab.give(lab.device, new Input.Probe(Lab.TUNNEL));
    lab.settle();
    Lab.Packet probe = lab.trace.get(4);

    lab.inject(Lab.at("203.0.113.66", 4500), probe.data().toArray());

    assertThat(lab.gateway.moves).isEmpty();
    assertThat(lab.gateway.dropped(DropReason.NOT_AUTHENTIC)).isZero();
  }
}
