package io.culvert.gateway.core.ike.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.contract.TunnelEvent;
import io.culvert.gateway.core.ike.crypto.EncryptionAlgorithm;
import io.culvert.gateway.core.ike.message.IkeMessage;
import io.culvert.gateway.core.ike.payload.IdPayload;
import io.culvert.gateway.core.ike.payload.NotifyPayload;
import io.culvert.gateway.core.ike.payload.Payload;
import io.culvert.gateway.core.ike.payload.SaPayload;
import io.culvert.gateway.core.ike.payload.TsPayload;
import io.culvert.gateway.core.ike.proposal.IkePolicy;
import io.culvert.gateway.core.wire.EncrId;
import io.culvert.gateway.core.wire.ExchangeType;
import io.culvert.gateway.core.wire.IntegId;
import io.culvert.gateway.core.wire.KeMethod;
import io.culvert.gateway.core.wire.NotifyType;
import io.culvert.gateway.core.wire.PrfId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** IKE SAs that start without a child SA (RFC 6023). */
class ChildlessTest {
  @Test
  void deviceAuthenticatesWithoutChildAndMakesOneLater() {
    Lab lab = new Lab();

    //   HDR, SA, KE, Ni            ─►
    //                              ◄─   HDR, SA, KE, Nr, N(CHILDLESS_IKEV2_SUPPORTED)
    //   HDR, SK {IDi, AUTH}        ─►
    //                              ◄─   HDR, SK {IDr, AUTH}
    lab.connect(Lab.profile().withoutChild());

    assertThat(lab.trace).hasSize(4);
    assertThat(lab.gateway.children).isEmpty();
    assertThat(lab.gateway.eventTypes()).containsExactly(TunnelEvent.Type.ESTABLISHED);
    assertThat(lab.device.eventTypes()).containsExactly(TunnelEvent.Type.ESTABLISHED);
    assertThat(lab.gateway.events.getFirst().evidence())
        .containsEntry("psk-slot", "slot0")
        .doesNotContainKey("esp");

    //   HDR, SK {SA, Ni, TSi, TSr} ─►
    //                              ◄─   HDR, SK {SA, Nr, TSi, TSr}
    lab.give(lab.device, new Input.CreateChild(Lab.TUNNEL));
    lab.settle();

    lab.assertChildrenMatch();
    assertThat(lab.gateway.children).hasSize(1);
  }

  @Test
  void childlessIkeSaIsKeptAliveAndRekeyed() {
    Lab lab = new Lab();
    lab.connect(Lab.profile().withoutChild());

    lab.run(Duration.ofHours(9));

    assertThat(lab.gateway.engine.connections()).hasSize(1);
    assertThat(lab.gateway.reasons()).isEmpty();
    assertThat(lab.gateway.eventTypes()).contains(TunnelEvent.Type.REKEYED);
  }

  @Test
  void gatewayAnnouncesItWhereTheRequestLeavesRoom() {
    Lab lab = new Lab();
    RawDevice terse = new RawDevice(lab.gateway, Lab.DEVICE, 5);
    RawDevice usual = new RawDevice(lab.gateway, Lab.at("198.51.100.9", 500), 6);

    IkeMessage bare = RawDevice.clear(terse.send(terse.shortestInitRequest()).getFirst());
    IkeMessage full = RawDevice.clear(usual.send(usual.initRequest()).getFirst());

    assertThat(bare.notification(NotifyType.CHILDLESS_IKEV2_SUPPORTED)).isEmpty();
    assertThat(full.notification(NotifyType.CHILDLESS_IKEV2_SUPPORTED)).isPresent();
  }

  @Test
  void deviceThatIsNotToldAsksForAChildAtOnce() {
    Lab lab = new Lab();
    IkePolicy shortest =
        new IkePolicy(
            List.of(new EncryptionAlgorithm(EncrId.AES_CBC, 256)),
            List.of(IntegId.HMAC_SHA2_256_128),
            List.of(PrfId.HMAC_SHA2_256),
            List.of(KeMethod.MODP_2048));

    // RFC 6023 §3: an initiator must not leave the child out unless the responder said it may.
    lab.connect(NegotiationTest.with(Lab.profile(), shortest, KeMethod.MODP_2048).withoutChild());

    assertThat(lab.gateway.children).hasSize(1);
    lab.assertChildrenMatch();
  }

  @Test
  void halfARequestForAChildIsASyntaxErrorOfTheChildAlone() {
    for (Class<? extends Payload> missing : List.of(SaPayload.class, TsPayload.class)) {
      Lab lab = new Lab();
      RawDevice device = RawDevice.afterInit(lab.gateway);
      List<Payload> payloads = new ArrayList<>(device.authPayloads(device.auth()));
      payloads.removeIf(missing::isInstance);

      IkeMessage answer = device.request(ExchangeType.IKE_AUTH, payloads).orElseThrow();

      assertThat(answer.first(IdPayload.class)).isPresent();
      assertThat(answer.error().flatMap(NotifyPayload::knownType))
          .contains(NotifyType.INVALID_SYNTAX);
      assertThat(lab.gateway.eventTypes())
          .containsExactly(TunnelEvent.Type.ESTABLISHED, TunnelEvent.Type.FAILED);
      assertThat(lab.gateway.reasons()).containsExactly("invalid-message");
    }
  }
}
