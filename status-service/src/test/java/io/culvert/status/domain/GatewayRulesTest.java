package io.culvert.status.domain;

import static io.culvert.contract.TunnelStatus.State.DOWN;
import static io.culvert.contract.TunnelStatus.State.UNKNOWN;
import static io.culvert.contract.TunnelStatus.State.UP;
import static io.culvert.status.domain.Samples.at;
import static io.culvert.status.domain.Samples.change;
import static io.culvert.status.domain.Samples.event;
import static io.culvert.status.domain.Samples.heartbeat;
import static io.culvert.status.domain.Samples.telemetry;
import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.contract.GatewayHeartbeat;
import io.culvert.contract.TunnelEvent;
import io.culvert.contract.TunnelStatus;
import io.culvert.contract.TunnelStatus.PopStatus;
import io.culvert.contract.TunnelTelemetry;
import org.junit.jupiter.api.Test;

class GatewayRulesTest {
  private final Gateways gateways = new Gateways();
  private final StatusRules rules = new StatusRules(gateways);
  private Tunnel tunnel = Tunnel.blank(7).with(change(7, 1, "sfo1", "lax1"));

  @Test
  void aSilentGatewayMakesItsTunnelsUnknownAfterFifteenSeconds() {
    report(telemetry(7, "sfo1", 10, true, at(10)), 10);
    look(10);
    beat(12);
    assertThat(look(26.999).state()).isEqualTo(UP);
    assertThat(look(27).state()).isEqualTo(UNKNOWN);
    assertThat(sfo1().reason()).isEqualTo("gateway-silent");
    assertThat(sfo1().since()).isEqualTo(at(27));
    assertThat(sfo1().kbpsIn()).isNull();
  }

  @Test
  void aRestartedGatewayKnowsNothingUntilItReportsAgain() {
    report(telemetry(7, "sfo1", 10, true, at(10)), 10);
    look(10);
    hear(heartbeat("sfo1", at(13), 14), 14);
    assertThat(look(14).state()).isEqualTo(UNKNOWN);
    assertThat(sfo1().reason()).isEqualTo("gateway-restarted");
    report(event(7, "sfo1", 15, TunnelEvent.Type.ESTABLISHED, null), 15);
    assertThat(look(15).state()).isEqualTo(UP);
  }

  @Test
  void aGatewayWhoseClockIsAheadCannotHoldATunnelUp() {
    report(telemetry(7, "sfo1", 3600, true, at(3600)), 10);
    hear(heartbeat("sfo1", 3600), 60);
    assertThat(look(69).state()).isEqualTo(UP);
    assertThat(look(70).state()).isEqualTo(DOWN);
    assertThat(look(75).state()).isEqualTo(UNKNOWN);
  }

  @Test
  void gatewaysThatHaveLongGoneAreForgotten() {
    TunnelTelemetry old = telemetry(7, "sfo1", 0, false, null);
    report(
        new TunnelTelemetry(
            7,
            "acme",
            "sfo1",
            "gone",
            old.gatewayEpoch(),
            at(0),
            false,
            null,
            0,
            0,
            0,
            0,
            0,
            0,
            null),
        0);
    report(telemetry(7, "sfo1", 601, true, at(601)), 601);
    assertThat(tunnel.reports()).extracting(Report::gateway).containsExactly("sfo1-gw");
  }

  @Test
  void oneConnectedGatewayOfThePopIsEnough() {
    report(telemetry(7, "sfo1", 10, true, at(10)), 10);
    TunnelTelemetry other = telemetry(7, "sfo1", 11, false, null);
    report(
        new TunnelTelemetry(
            7,
            "acme",
            "sfo1",
            "sfo1-other",
            other.gatewayEpoch(),
            at(11),
            false,
            null,
            0,
            0,
            0,
            0,
            0,
            0,
            null),
        11);
    assertThat(look(11).state()).isEqualTo(UP);
  }

  @Test
  void aTunnelThatWasDownIsDownAgainWhenItsSilentGatewayComesBack() {
    report(event(7, "sfo1", 5, TunnelEvent.Type.CLOSED, "peer-deleted"), 5);
    assertThat(look(5).state()).isEqualTo(DOWN);
    assertThat(look(20).state()).isEqualTo(UNKNOWN);
    beat(100);
    assertThat(look(101).state()).isEqualTo(DOWN);
    assertThat(sfo1().reason()).isEqualTo("peer-deleted");
  }

  @Test
  void aTunnelThatDoesNotComeBackAfterARestartIsDownAfterSixtySeconds() {
    report(telemetry(7, "sfo1", 10, true, at(10)), 10);
    look(10);
    for (int second = 14; second <= 69; second += 5) {
      hear(heartbeat("sfo1", at(13), second), second);
    }
    assertThat(look(69.999).state()).isEqualTo(UNKNOWN);
    assertThat(look(70).state()).isEqualTo(DOWN);
    assertThat(sfo1().reason()).isEqualTo("keepalive-timeout");
  }

  private PopStatus sfo1() {
    return java.util.Objects.requireNonNull(tunnel.status()).pops().getFirst();
  }

  private TunnelStatus look(double seconds) {
    TunnelStatus status = rules.status(tunnel, at(seconds)).orElseThrow();
    tunnel = tunnel.with(status);
    return status;
  }

  private void report(TunnelTelemetry telemetry, double now) {
    tunnel = tunnel.with(telemetry, at(now));
  }

  private void report(TunnelEvent event, double now) {
    tunnel = tunnel.with(event, at(now));
  }

  private void beat(double seconds) {
    hear(heartbeat("sfo1", seconds), seconds);
  }

  private void hear(GatewayHeartbeat heartbeat, double now) {
    gateways.heard(heartbeat, at(now));
  }
}
