package io.culvert.gateway.app.steering;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.gateway.app.steering.Notices.Listening;
import io.culvert.gateway.core.host.GateWatch;
import io.culvert.gateway.core.net.InnerPackets;
import io.culvert.gateway.core.net.Ipv4View;
import io.culvert.gateway.core.net.Octets;
import io.culvert.gateway.core.notice.Notice;
import io.culvert.gateway.core.notice.Notice.Reason;
import io.culvert.gateway.core.steer.Gate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class NoticesTest {
  private static final int SERVER = InnerPackets.address("203.0.113.80");

  private final SteeringLab lab = new SteeringLab();
  private final SteeredHost host = lab.find(443).orElseThrow();
  private final AtomicInteger news = new AtomicInteger();
  private final Notices notices =
      new Notices(
          lab.hosts,
          () -> new Gate(new TreeSet<>(List.of(80, 443)), OptionalInt.empty()),
          () -> SteeringLab.NOW,
          () -> 0);

  private Listening listen() {
    return notices.listen(host, news::incrementAndGet).orElseThrow();
  }

  private void gated(byte[] packet, long now) {
    Ipv4View ip = new Ipv4View();
    ip.wrap(packet, 0, packet.length);
    GateWatch watch = Objects.requireNonNull(lab.host.watch());
    watch.gated(ip, now);
  }

  private static byte[] tcp(int port) {
    byte[] packet = InnerPackets.tcp(InnerPackets.address("100.64.0.20"), SERVER, new byte[0]);
    Octets.put16(packet, 22, port);
    return packet;
  }

  @Test
  void listenerIsWokenAndTakesWhatTheProxyRefused() {
    notices.refused(host, Reason.LOGIN_REQUIRED, "before.test");
    try (Listening listening = listen()) {
      notices.refused(host, Reason.LOGIN_REQUIRED, "a.test");
      assertThat(news).hasValue(1);
      assertThat(listening.take())
          .containsExactly(new Notice(SteeringLab.NOW, Reason.LOGIN_REQUIRED, "a.test"));
    }
    notices.refused(host, Reason.LOGIN_REQUIRED, "after.test");
    assertThat(news).hasValue(1);
  }

  @Test
  void packetsAreWatchedOnlyWhileSomebodyListens() {
    assertThat(lab.host.watch()).isNull();
    try (Listening listening = listen()) {
      try (Listening second = listen()) {
        assertThat(second.take()).isEmpty();
      }
      gated(tcp(22), 0);
      gated(tcp(443), 0);
      gated(InnerPackets.icmp(InnerPackets.address("100.64.0.20"), SERVER, 8, new byte[8]), 0);
      assertThat(listening.take())
          .containsExactly(
              new Notice(SteeringLab.NOW, Reason.BLOCKED, "203.0.113.80:22"),
              new Notice(SteeringLab.NOW, Reason.BLOCKED, "203.0.113.80"));
    }
    assertThat(lab.host.watch()).isNull();
  }

  @Test
  void hostThatScansPortsIsToldOfTwentyASecond() {
    try (Listening listening = listen()) {
      for (int i = 0; i < 10_000; i++) {
        gated(tcp(1_000 + i), 0);
      }
      assertThat(listening.take()).hasSize(20);
      gated(tcp(22), 1_000_000_000L);
      assertThat(listening.take()).hasSize(1);
    }
  }

  @Test
  void fifthListenerIsTurnedAwayAndLeavesNothingBehind() {
    List<Listening> four = List.of(listen(), listen(), listen(), listen());
    Optional<Listening> fifth = notices.listen(host, news::incrementAndGet);
    assertThat(fifth).isEmpty();
    four.forEach(Listening::close);
    assertThat(lab.host.watch()).isNull();
    assertThat(notices.listen(host, news::incrementAndGet)).isPresent();
  }

  @Test
  void hostThatIsGoneMayStillBeEnded() {
    try (Listening listening = listen()) {
      lab.hosts.removeTunnel(7);
      assertThat(listening.take()).isEmpty();
    }
  }
}
