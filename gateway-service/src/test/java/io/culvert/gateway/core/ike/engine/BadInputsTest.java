package io.culvert.gateway.core.ike.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.contract.TunnelEvent;
import io.culvert.gateway.core.ike.message.IkeMessage;
import io.culvert.gateway.core.ike.payload.AuthPayload;
import io.culvert.gateway.core.ike.payload.DeletePayload;
import io.culvert.gateway.core.ike.payload.NotifyPayload;
import io.culvert.gateway.core.ike.payload.Payload;
import io.culvert.gateway.core.ike.payload.SaPayload;
import io.culvert.gateway.core.ike.sa.DropReason;
import io.culvert.gateway.core.ike.task.IkeConfig;
import io.culvert.gateway.core.wire.AuthMethod;
import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.ExchangeType;
import io.culvert.gateway.core.wire.NotifyType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Inputs from a peer that means no good, or knows no better. */
class BadInputsTest {
  @Test
  void badInput10InformationalForNoSaAndResponseNobodyAskedForHarmNothing() {
    Lab lab = new Lab();
    RawDevice stranger = RawDevice.afterInit(new Lab(IkeConfig.standard(), 9).gateway);
    RawDevice device = RawDevice.connected(lab.gateway);

    Bytes noSa = stranger.seal(ExchangeType.INFORMATIONAL, List.of(), 0, false);
    assertThat(lab.inject(Lab.DEVICE, noSa.toArray())).hasSize(1);
    assertThat(lab.gateway.dropped(DropReason.UNKNOWN_SPI)).isEqualTo(1);

    for (int id = 0; id < 5; id++) {
      assertThat(device.send(device.seal(ExchangeType.INFORMATIONAL, List.of(), id, true)))
          .isEmpty();
    }
    assertThat(lab.gateway.dropped(DropReason.UNREQUESTED_RESPONSE)).isEqualTo(5);
    assertThat(lab.gateway.children).hasSize(1);
  }

  @Test
  void badInput13MessagesOfAnotherStateAreDroppedAndHarmNothing() {
    Lab lab = new Lab();
    RawDevice device = RawDevice.afterInit(lab.gateway);

    // CREATE_CHILD_SA and INFORMATIONAL before IKE_AUTH
    assertThat(device.request(ExchangeType.CREATE_CHILD_SA, device.createChild())).isEmpty();
    assertThat(device.request(ExchangeType.INFORMATIONAL, List.of(DeletePayload.ike()))).isEmpty();
    assertThat(lab.gateway.dropped(DropReason.WRONG_STATE)).isEqualTo(2);
    assertThat(device.request(ExchangeType.IKE_AUTH, device.authPayloads(device.auth())))
        .isPresent();
    assertThat(lab.gateway.children).hasSize(1);

    // IKE_AUTH once more
    assertThat(device.request(ExchangeType.IKE_AUTH, device.authPayloads(device.auth()))).isEmpty();
    assertThat(lab.gateway.dropped(DropReason.WRONG_STATE)).isEqualTo(3);
    assertThat(lab.gateway.children).hasSize(1);

    // rekey of a deleted SA
    assertThat(
            device.request(
                ExchangeType.INFORMATIONAL, List.of(DeletePayload.esp(RawDevice.OUR_SPI))))
        .isPresent();
    assertThat(RawDevice.error(rekey(device, RawDevice.OUR_SPI)))
        .isEqualTo(NotifyType.CHILD_SA_NOT_FOUND);
    assertThat(lab.gateway.children).isEmpty();
  }

  @Test
  void requestsAfterARefusedAuthenticationAreDropped() {
    Lab lab = new Lab();
    RawDevice device = RawDevice.afterInit(lab.gateway);
    AuthPayload wrong = new AuthPayload(AuthMethod.SHARED_KEY.value(), Bytes.of(new byte[32]));
    assertThat(RawDevice.error(device.request(ExchangeType.IKE_AUTH, device.authPayloads(wrong))))
        .isEqualTo(NotifyType.AUTHENTICATION_FAILED);

    assertThat(device.request(ExchangeType.CREATE_CHILD_SA, device.createChild())).isEmpty();
    assertThat(device.request(ExchangeType.IKE_AUTH, device.authPayloads(device.auth()))).isEmpty();

    assertThat(lab.gateway.children).isEmpty();
    assertThat(lab.gateway.dropped(DropReason.WRONG_STATE)).isEqualTo(2);
  }

  @Test
  void deviceThatWantsEapIsRefused() {
    Lab lab = new Lab();
    RawDevice device = RawDevice.afterInit(lab.gateway);
    List<Payload> payloads = new ArrayList<>(List.of(device.id()));
    payloads.addAll(device.child());

    assertThat(RawDevice.error(device.request(ExchangeType.IKE_AUTH, payloads)))
        .isEqualTo(NotifyType.AUTHENTICATION_FAILED);
    assertThat(lab.gateway.reasons()).containsExactly("auth-method-unsupported");
    assertThat(lab.gateway.events.getFirst().evidence())
        .containsEntry("offered", "EAP")
        .containsEntry("configured", "SHARED_KEY");
  }

  @Test
  void authWithoutIdentityIsInvalidSyntaxAndEndsTheSa() {
    Lab lab = new Lab();
    RawDevice device = RawDevice.afterInit(lab.gateway);
    List<Payload> payloads = new ArrayList<>(List.of(device.auth()));
    payloads.addAll(device.child());

    assertThat(RawDevice.error(device.request(ExchangeType.IKE_AUTH, payloads)))
        .isEqualTo(NotifyType.INVALID_SYNTAX);
    assertThat(lab.gateway.reasons()).containsExactly("invalid-message");
    lab.run(Duration.ofSeconds(11));
    assertThat(lab.gateway.engine.snapshot().ikeSas()).isZero();
  }

  private static Optional<IkeMessage> rekey(RawDevice device, int spi) {
    return device.request(
        ExchangeType.CREATE_CHILD_SA,
        device.createChild(NotifyPayload.ofEsp(NotifyType.REKEY_SA, spi)));
  }

  @Test
  void transportModeIsAnsweredInTunnelMode() {
    Lab lab = new Lab();
    RawDevice device = RawDevice.connected(lab.gateway);

    IkeMessage answer =
        device
            .request(
                ExchangeType.CREATE_CHILD_SA,
                device.createChild(NotifyPayload.of(NotifyType.USE_TRANSPORT_MODE)))
            .orElseThrow();

    assertThat(answer.first(SaPayload.class)).isPresent();
    assertThat(answer.notification(NotifyType.USE_TRANSPORT_MODE)).isEmpty();
    assertThat(lab.gateway.children).hasSize(2);
  }

  @Test
  void unknownNotifiesAreIgnored() {
    Lab lab = new Lab();
    RawDevice device = RawDevice.connected(lab.gateway);
    List<Payload> unknown =
        List.of(
            new NotifyPayload(0, Bytes.EMPTY, 40_000, Bytes.of(new byte[9])),
            new NotifyPayload(0, Bytes.EMPTY, 8_191, Bytes.EMPTY));

    assertThat(device.request(ExchangeType.INFORMATIONAL, unknown).orElseThrow().payloads())
        .isEmpty();
    assertThat(lab.gateway.eventTypes()).containsExactly(TunnelEvent.Type.ESTABLISHED);
  }

  @Test
  void flippedBitsNeverPassAndNeverMoveTheWindow() {
    Lab lab = new Lab();
    RawDevice device = RawDevice.connected(lab.gateway);
    Bytes request =
        device.seal(
            ExchangeType.INFORMATIONAL, List.of(DeletePayload.ike()), device.nextId(), false);
    Random random = new Random(9);

    for (int i = 0; i < 2000; i++) {
      byte[] altered = request.toArray();
      altered[random.nextInt(altered.length)] ^= (byte) (1 << random.nextInt(8));
      device.send(Bytes.of(altered));
      device.send(Bytes.of(Arrays.copyOf(altered, random.nextInt(altered.length))));
    }

    assertThat(lab.gateway.children).hasSize(1);
    assertThat(device.request(ExchangeType.INFORMATIONAL, List.of())).isPresent();
  }

  @Test
  void initiatorThatDoesNotBelieveTheGatewayClosesTheTunnel() {
    Lab lab = new Lab();
    RawDevice device = RawDevice.connected(lab.gateway);

    //   HDR, SK {N(AUTHENTICATION_FAILED)}  ─►
    //                                       ◄─   HDR, SK {}
    device.request(
        ExchangeType.INFORMATIONAL, List.of(NotifyPayload.of(NotifyType.AUTHENTICATION_FAILED)));

    assertThat(lab.gateway.children).isEmpty();
    assertThat(lab.gateway.reasons()).containsExactly("peer-deleted");
  }
}
