package io.culvert.gateway.app.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.contract.GatewayHeartbeat;
import io.culvert.contract.Topic;
import io.culvert.contract.TunnelTelemetry;
import io.culvert.gateway.app.policy.PskOpener;
import io.culvert.gateway.app.policy.TunnelDirectory;
import io.culvert.gateway.app.policy.Tunnels;
import io.culvert.gateway.core.ike.engine.IkeEngine;
import io.culvert.gateway.core.net.InnerPackets;
import io.culvert.gateway.core.net.Ipv4View;
import io.culvert.gateway.core.net.Octets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Telemetry and heartbeats, as the loop sends them. */
class ReporterTest {
  private static Instant second(int seconds) {
    return ControlLab.EPOCH.plusSeconds(seconds);
  }

  @Test
  void aConnectedTunnelIsReportedEveryTenSeconds() {
    ControlLab lab = ControlLab.connected();

    lab.run(9);
    assertThat(lab.sink.telemetry()).isEmpty();
    lab.run(51);

    assertThat(lab.sink.telemetry())
        .extracting(TunnelTelemetry::time)
        .containsExactly(second(10), second(20), second(30), second(40), second(50), second(60));
    assertThat(lab.sink.telemetry())
        .allSatisfy(
            report -> {
              assertThat(report.tunnelId()).isEqualTo(7);
              assertThat(report.tenant()).isEqualTo("tenant-1");
              assertThat(report.pop()).isEqualTo("pop-a");
              assertThat(report.gateway()).isEqualTo("pop-a-1");
              assertThat(report.gatewayEpoch()).isEqualTo(ControlLab.EPOCH);
              assertThat(report.connected()).isTrue();
              assertThat(report.cipher()).isEqualTo("AES256-GCM");
              assertThat(report.childSas()).isOne();
            });
    assertThat(lab.sink.published)
        .filteredOn(p -> p.topic() == Topic.TUNNEL_TELEMETRY)
        .extracting(FakeSink.Published::key)
        .containsOnly("7");
  }

  @Test
  void aHeartbeatIsSentEveryFiveSecondsAndCountsTunnelsOfThisPopAndConnections() {
    ControlLab lab = ControlLab.connected();

    lab.run(4);
    assertThat(lab.sink.heartbeats()).isEmpty();
    lab.run(11);
    lab.change(Tunnels.standard().withVersion(2).withPops("pop-b"));
    lab.run(5);

    assertThat(lab.sink.heartbeats())
        .extracting(GatewayHeartbeat::time)
        .containsExactly(second(5), second(10), second(15), second(20));
    GatewayHeartbeat first = lab.sink.heartbeats().getFirst();
    assertThat(first.gateway()).isEqualTo("pop-a-1");
    assertThat(first.pop()).isEqualTo("pop-a");
    assertThat(first.epoch()).isEqualTo(ControlLab.EPOCH);
    assertThat(first.ikeSas()).isOne();
    assertThat(first.tunnels()).isOne();
    GatewayHeartbeat last = lab.sink.heartbeats().getLast();
    assertThat(last.ikeSas()).isZero();
    assertThat(last.tunnels()).isZero();
    assertThat(lab.sink.published)
        .filteredOn(p -> p.topic() == Topic.GATEWAY_HEARTBEATS)
        .extracting(FakeSink.Published::key)
        .containsOnly("pop-a-1");
  }

  @Test
  void withoutConnectionsThereIsNoTelemetryButStillAHeartbeat() {
    ControlLab lab = new ControlLab();
    lab.change(Tunnels.standard());

    lab.run(60);

    assertThat(lab.sink.telemetry()).isEmpty();
    assertThat(lab.sink.heartbeats()).hasSize(12);
  }

  @Test
  void countersSayWhatPassedEachWayAndKeepGrowing() {
    ControlLab lab = ControlLab.connected();
    lab.espArrives(lab.espPacket(128));
    lab.espArrives(lab.espPacket(300));
    int carrier = Octets.i32(lab.tun.sent.getFirst().bytes(), Ipv4View.SOURCE);
    lab.tunArrives(InnerPackets.udp(Device.SERVER, carrier, 5_000, new byte[472]));
    lab.run(10);
    lab.espArrives(lab.espPacket(128));
    lab.run(10);

    TunnelTelemetry first = lab.sink.telemetry().getFirst();
    assertThat(first.bytesIn()).isEqualTo(428);
    assertThat(first.packetsIn()).isEqualTo(2);
    assertThat(first.bytesOut()).isEqualTo(500);
    assertThat(first.packetsOut()).isOne();
    assertThat(first.hosts()).isOne();
    TunnelTelemetry second = lab.sink.telemetry().getLast();
    assertThat(second.bytesIn()).isEqualTo(556);
    assertThat(second.packetsIn()).isEqualTo(3);
    assertThat(second.bytesOut()).isEqualTo(500);
  }

  @Test
  void theLastKeepaliveFollowsThePacketsOfTheDevice() {
    ControlLab lab = ControlLab.connected();
    lab.run(3);
    lab.espArrives(lab.espPacket());
    lab.run(7);

    // The loop looks at the packet counters once a second.
    assertThat(lab.sink.telemetry().getFirst().lastKeepalive()).isBetween(second(3), second(5));
  }

  @Test
  void ofSeveralConnectionsTheOneHeardLastCounts() {
    ControlLab lab = new ControlLab();
    TunnelDirectory directory =
        new TunnelDirectory(Tunnels.POP, new PskOpener(Tunnels.POP, Tunnels.KEY));
    directory.apply(Tunnels.standard().build());
    Reporter reporter =
        new Reporter(lab.loop.self(), directory, lab.dataplane, lab.sink, () -> second(100));

    reporter.telemetry(
        List.of(heard(7, -3_000), heard(7, -1_000), heard(7, -2_000), heard(8, 0)), _ -> null, 0);

    assertThat(lab.sink.telemetry()).hasSize(1);
    assertThat(lab.sink.telemetry().getFirst().lastKeepalive()).isEqualTo(second(99));
    assertThat(lab.sink.telemetry().getFirst().childSas()).isZero();
  }

  private static IkeEngine.Connection heard(long tunnelId, long millis) {
    return new IkeEngine.Connection(tunnelId, millis * 1_000_000, Device.ADDRESS);
  }

  @Test
  void aTunnelThatHasGoneIsReportedOnceMoreAsNotConnected() {
    ControlLab lab = ControlLab.connected();
    lab.run(10);

    lab.change(Tunnels.standard().withVersion(2).disabled());
    lab.run(30);

    assertThat(lab.sink.telemetry())
        .extracting(TunnelTelemetry::connected)
        .containsExactly(true, false);
    TunnelTelemetry last = lab.sink.telemetry().getLast();
    assertThat(last.childSas()).isZero();
    assertThat(last.cipher()).isNull();
  }

  @Test
  void aDeletedTunnelIsNotReportedAnyMore() {
    ControlLab lab = ControlLab.connected();
    lab.run(10);

    lab.delete(ControlLab.TUNNEL);
    lab.run(30);

    assertThat(lab.sink.telemetry()).hasSize(1);
  }

  @Test
  void aSinkThatHealsGetsTheNextReportsOnTime() {
    ControlLab lab = ControlLab.connected();

    lab.sink.broken = true;
    lab.run(10);
    lab.sink.broken = false;
    lab.run(10);

    assertThat(lab.sink.telemetry()).extracting(TunnelTelemetry::time).containsExactly(second(20));
    assertThat(lab.sink.heartbeats())
        .extracting(GatewayHeartbeat::time)
        .containsExactly(second(15), second(20));
  }
}
