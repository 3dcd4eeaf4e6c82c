package io.culvert.gateway.core.ike.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.contract.TunnelEvent;
import io.culvert.gateway.core.ike.message.IkeMessage;
import io.culvert.gateway.core.ike.payload.NotifyPayload;
import io.culvert.gateway.core.ike.payload.Payload;
import io.culvert.gateway.core.ike.payload.SaPayload;
import io.culvert.gateway.core.ike.task.IkeEvent;
import io.culvert.gateway.core.wire.ExchangeType;
import io.culvert.gateway.core.wire.NotifyType;
import io.culvert.gateway.core.wire.ProtocolId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A device that never lets the gateway rekey, and answers everything else (RFC 7296 §2.25). */
class RefusedRekeyTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final Lab lab = new Lab();
  private final RawDevice device = RawDevice.connected(lab.gateway);

  /** When the gateway asked for a rekey of the IKE SA, or of the child SA. */
  private final List<Long> asked = new ArrayList<>();

  private void runUntil(Duration end, NotifyType refusal, boolean ofIke) {
    while (lab.gateway.engine.nextDeadline() <= end.toNanos()) {
      device.now = Math.max(device.now, lab.gateway.engine.nextDeadline());
      List<Effect.SendDatagram> sent = lab.gateway.step(new Input.Tick(), device.now);
      sent.forEach(datagram -> answer(datagram, refusal, ofIke));
    }
    device.now = end.toNanos();
  }

  private void answer(Effect.SendDatagram datagram, NotifyType refusal, boolean ofIke) {
    IkeMessage message = device.open(datagram.data()).orElseThrow();
    if (message.response()) {
      return;
    }
    List<Payload> answer = new ArrayList<>();
    if (message.exchange() == ExchangeType.CREATE_CHILD_SA) {
      answer.add(NotifyPayload.of(refusal));
      int protocol = message.first(SaPayload.class).orElseThrow().proposals().getFirst().protocol();
      if ((protocol == ProtocolId.IKE.value()) == ofIke) {
        asked.add(device.now);
      }
    }
    device
        .send(device.seal(message.exchange(), answer, message.messageId(), true))
        .forEach(
            more -> answer(new Effect.SendDatagram(Lab.GATEWAY, Lab.DEVICE, more), refusal, ofIke));
  }

  @ParameterizedTest
  @EnumSource(names = {"TEMPORARY_FAILURE", "NO_PROPOSAL_CHOSEN", "NO_ADDITIONAL_SAS"})
  void childCarriesTrafficUntilItsHardLifetimeAndThenTheTunnelIsDown(NotifyType refusal) {
    runUntil(Duration.ofMinutes(119), refusal, false);
    assertThat(lab.gateway.children).hasSize(1);
    assertThat(lab.gateway.eventTypes()).doesNotContain(TunnelEvent.Type.CLOSED);

    runUntil(Duration.ofMinutes(121), refusal, false);
    assertThat(lab.gateway.children).isEmpty();
    assertThat(lab.gateway.engine.snapshot().ikeSas()).isEqualTo(1);
    IkeEvent closed =
        lab.gateway.events.stream()
            .filter(event -> event.type() == TunnelEvent.Type.CLOSED)
            .findFirst()
            .orElseThrow();
    assertThat(closed.reasonCode()).contains("lifetime-expired");
    assertThat(closed.evidence()).containsEntry("what", "child");
  }

  @Test
  void busyDeviceIsAskedAgainInTenToTwentySecondsAndIsNoFailure() {
    runUntil(Duration.ofMinutes(119), NotifyType.TEMPORARY_FAILURE, false);

    List<Long> waits = new ArrayList<>();
    for (int i = 1; i < asked.size(); i++) {
      waits.add(asked.get(i) - asked.get(i - 1));
    }
    assertThat(waits)
        .hasSizeGreaterThan(30)
        .allSatisfy(wait -> assertThat(wait).isBetween(10 * SECOND, 20 * SECOND))
        .doesNotHaveDuplicates();
    assertThat(lab.gateway.eventTypes()).containsExactly(TunnelEvent.Type.ESTABLISHED);
  }

  @Test
  void ikeSaEndsAtItsHardLifetimeAndNotBefore() {
    runUntil(Duration.ofMinutes(8 * 60 - 1), NotifyType.TEMPORARY_FAILURE, true);
    assertThat(lab.gateway.engine.snapshot().ikeSas()).isEqualTo(1);
    assertThat(asked).hasSizeGreaterThan(100);

    runUntil(Duration.ofMinutes(8 * 60 + 1), NotifyType.TEMPORARY_FAILURE, true);
    assertThat(lab.gateway.engine.snapshot().ikeSas()).isZero();
    assertThat(lab.gateway.events.getLast().reasonCode()).contains("lifetime-expired");
    assertThat(lab.gateway.events.getLast().evidence()).containsEntry("what", "ike");
  }

  @Test
  void childThatHasProtectedTooMuchEndsWithAnEvent() {
    int spi = lab.gateway.onlyChild().inboundSpi();

    lab.gateway.step(new Input.ExpireChild(spi), device.now);

    assertThat(lab.gateway.children).isEmpty();
    assertThat(lab.gateway.reasons()).containsExactly("lifetime-expired");
  }

  @Test
  void orderToRekeyIsCarriedOutAgainUntilTheDeviceAgrees() {
    lab.gateway
        .step(new Input.RekeyChild(lab.gateway.onlyChild().inboundSpi()), device.now)
        .forEach(datagram -> answer(datagram, NotifyType.TEMPORARY_FAILURE, false));
    runUntil(Duration.ofMinutes(2), NotifyType.TEMPORARY_FAILURE, false);

    assertThat(asked.size()).isBetween(6, 13);
  }
}
