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
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class StatusRulesTest {
  private final Gateways gateways = new Gateways();
  private final StatusRules rules = new StatusRules(gateways);
  private Tunnel tunnel = Tunnel.blank(7).with(change(7, 1, "sfo1", "lax1"));

  @Test
  void theLimitsAreThoseOfTheDesign() {
    assertThat(StatusRules.KEEPALIVE_LIMIT).isEqualTo(Duration.ofSeconds(60));
    assertThat(StatusRules.HEARTBEAT_LIMIT).isEqualTo(Duration.ofSeconds(15));
  }

  @Test
  void aTunnelNobodyReportedIsUnknownSinceNobodyKnows() {
    TunnelStatus status = look(0);
    assertThat(status.state()).isEqualTo(UNKNOWN);
    assertThat(status.since()).isNull();
    assertThat(status.pops()).extracting(PopStatus::reason).containsOnly("not-reported");
    assertThat(status.pops()).extracting(PopStatus::primary).containsExactly(true, false);
  }

  @Test
  void reportsWithoutConfigurationGiveNoStatus() {
    Tunnel unknown = Tunnel.blank(8).with(telemetry(8, "sfo1", 0, true, at(0)), at(0));
    assertThat(rules.status(unknown, at(0))).isEmpty();
    assertThat(rules.isForgotten(unknown, at(599))).isFalse();
    assertThat(rules.isForgotten(unknown, at(600))).isTrue();
    assertThat(rules.nextDeadline(unknown, at(0))).contains(at(600));
  }

  @Test
  void aConnectedTunnelIsUpUntilItsKeepaliveIsSixtySecondsOld() {
    report(telemetry(7, "sfo1", 10, true, at(9)), 10);
    assertThat(look(10).state()).isEqualTo(UP);
    beat(60);
    assertThat(look(68.999).state()).isEqualTo(UP);
    assertThat(look(69).state()).isEqualTo(DOWN);
    assertThat(sfo1().reason()).isEqualTo("keepalive-timeout");
    assertThat(sfo1().lastKeepalive()).isEqualTo(at(9));
  }

  @Test
  void theNextDeadlineIsTheKeepaliveOrTheHeartbeatWhicheverIsFirst() {
    report(telemetry(7, "sfo1", 10, true, at(9)), 10);
    assertThat(rules.nextDeadline(tunnel, at(10))).contains(at(25));
    beat(60);
    assertThat(rules.nextDeadline(tunnel, at(60))).contains(at(69));
    assertThat(rules.nextDeadline(tunnel, at(70))).contains(at(75));
    assertThat(rules.nextDeadline(tunnel, at(80))).as("it may come back").contains(at(95));
  }

  @Test
  void sinceChangesOnlyWithTheState() {
    report(telemetry(7, "sfo1", 10, true, at(9)), 10);
    assertThat(look(10).since()).isEqualTo(at(10));
    report(telemetry(7, "sfo1", 20, true, at(19)), 20);
    assertThat(look(20).since()).isEqualTo(at(10));
    report(telemetry(7, "sfo1", 30, false, at(29)), 30);
    assertThat(look(30).since()).isEqualTo(at(30));
    assertThat(sfo1().since()).isEqualTo(at(30));
  }

  @Test
  void anEstablishedTunnelIsUpAtOnceWithoutTelemetry() {
    report(event(7, "lax1", 5, TunnelEvent.Type.ESTABLISHED, null), 5.1);
    TunnelStatus status = look(5.1);
    assertThat(status.state()).isEqualTo(UP);
    assertThat(status.pops()).extracting(PopStatus::state).containsExactly(UNKNOWN, UP);
  }

  @Test
  void aClosedTunnelIsDownWithItsReason() {
    report(event(7, "sfo1", 5, TunnelEvent.Type.ESTABLISHED, null), 5);
    report(event(7, "sfo1", 6, TunnelEvent.Type.CLOSED, "peer-deleted"), 6);
    assertThat(look(6).state()).isEqualTo(DOWN);
    assertThat(sfo1().reason()).isEqualTo("peer-deleted");
    report(telemetry(7, "sfo1", 10, false, at(5)), 10);
    look(10);
    assertThat(sfo1().reason()).as("telemetry does not know better").isEqualTo("peer-deleted");
  }

  @Test
  void aConnectionThatWasReplacedByAnotherLeavesTheTunnelUp() {
    report(event(7, "sfo1", 5, TunnelEvent.Type.ESTABLISHED, null), 5);
    report(event(7, "sfo1", 6, TunnelEvent.Type.CLOSED, "replaced"), 6);
    assertThat(look(6).state()).isEqualTo(UP);
  }

  @Test
  void aFailedLogInDoesNotBringAWorkingTunnelDown() {
    report(telemetry(7, "sfo1", 10, true, at(9)), 10);
    report(event(7, "sfo1", 11, TunnelEvent.Type.FAILED, "psk-mismatch"), 11);
    assertThat(look(11).state()).isEqualTo(UP);
  }

  @Test
  void aFailedLogInSaysWhyATunnelIsDown() {
    report(event(7, "sfo1", 11, TunnelEvent.Type.FAILED, "psk-mismatch"), 11);
    assertThat(look(11).state()).isEqualTo(DOWN);
    assertThat(sfo1().reason()).isEqualTo("psk-mismatch");
  }

  @Test
  void aReadingTakenBeforeTheCloseDoesNotReviveTheTunnel() {
    report(event(7, "sfo1", 10, TunnelEvent.Type.ESTABLISHED, null), 10);
    report(event(7, "sfo1", 12, TunnelEvent.Type.CLOSED, null), 12);
    report(telemetry(7, "sfo1", 11.9, true, at(11)), 12.1);
    assertThat(look(12.1).state()).isEqualTo(DOWN);
  }

  @Test
  void aCloseThatArrivesAfterTheTunnelCameBackIsIgnored() {
    report(event(7, "sfo1", 12, TunnelEvent.Type.ESTABLISHED, null), 12);
    report(event(7, "sfo1", 11, TunnelEvent.Type.CLOSED, "peer-deleted"), 12.1);
    assertThat(look(12.1).state()).isEqualTo(UP);
  }

  @Test
  void aTunnelIsUpWhenOnePopIsUpAndTheOtherIsDown() {
    report(telemetry(7, "sfo1", 10, false, null), 10);
    report(telemetry(7, "lax1", 10, true, at(10)), 10);
    assertThat(look(10).state()).isEqualTo(UP);
    assertThat(sfo1().reason()).isEqualTo("not-connected");
  }

  @Test
  void aTunnelIsDownWhenOnePopIsDownAndTheOtherIsUnknown() {
    report(telemetry(7, "lax1", 10, false, null), 10);
    assertThat(look(10).state()).isEqualTo(DOWN);
  }

  @Test
  void throughputIsTheDifferenceOfTwoReadings() {
    report(telemetry(7, "sfo1", Samples.EPOCH, 10, true, at(10), 1_000, 5_000), 10);
    look(10);
    assertThat(sfo1().kbpsIn()).isNull();
    report(telemetry(7, "sfo1", Samples.EPOCH, 20, true, at(20), 1_001_000, 5_000), 20);
    look(20);
    assertThat(sfo1().kbpsIn()).isEqualTo(800);
    assertThat(sfo1().kbpsOut()).isZero();
    report(telemetry(7, "sfo1", Samples.EPOCH, 20, true, at(20), 1_001_000, 5_000), 20);
    look(20);
    assertThat(sfo1().kbpsIn()).as("a repeated reading").isEqualTo(800);
  }

  @Test
  void aNewGatewayProcessRestartsTheCounters() {
    Instant restart = at(15);
    report(telemetry(7, "sfo1", Samples.EPOCH, 10, true, at(10), 9_000, 9_000), 10);
    report(telemetry(7, "sfo1", restart, 20, true, at(20), 10_000, 10_000), 20);
    look(20);
    assertThat(sfo1().state()).isEqualTo(UP);
    assertThat(sfo1().kbpsIn()).isNull();
    report(telemetry(7, "sfo1", Samples.EPOCH, 21, true, at(21), 99_000, 99_000), 21);
    report(telemetry(7, "sfo1", restart, 30, true, at(30), 11_250, 10_000), 30);
    look(30);
    assertThat(sfo1().kbpsIn()).as("the former process is not listened to").isEqualTo(1);
  }

  @Test
  void countersThatRunBackwardsGiveNoThroughput() {
    report(telemetry(7, "sfo1", Samples.EPOCH, 10, true, at(10), 9_000, 9_000), 10);
    report(telemetry(7, "sfo1", Samples.EPOCH, 20, true, at(20), 1_000, 10_000), 20);
    look(20);
    assertThat(sfo1().kbpsIn()).isNull();
    assertThat(sfo1().kbpsOut()).isEqualTo(1);
  }

  @Test
  void anOlderConfigurationIsIgnored() {
    tunnel = tunnel.with(change(7, 3, "fra1"));
    tunnel = tunnel.with(change(7, 2, "sfo1"));
    assertThat(look(0).pops()).extracting(PopStatus::pop).containsExactly("fra1");
  }

  @Test
  void aPopTheTunnelHasLeftNoLongerCounts() {
    report(telemetry(7, "sfo1", 10, true, at(10)), 10);
    assertThat(look(10).state()).isEqualTo(UP);
    tunnel = tunnel.with(change(7, 2, "lax1"));
    assertThat(look(11).state()).isEqualTo(UNKNOWN);
    assertThat(tunnel.reports()).isEmpty();
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
