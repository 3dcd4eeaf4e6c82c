package io.culvert.gateway.core.ike.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.contract.EncryptionCipher;
import io.culvert.contract.TunnelEvent;
import io.culvert.gateway.core.ike.message.IkeMessage;
import io.culvert.gateway.core.ike.payload.KePayload;
import io.culvert.gateway.core.ike.payload.NotifyPayload;
import io.culvert.gateway.core.ike.payload.Payload;
import io.culvert.gateway.core.ike.payload.Proposal;
import io.culvert.gateway.core.ike.payload.SaPayload;
import io.culvert.gateway.core.ike.payload.Transform;
import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.EncrId;
import io.culvert.gateway.core.wire.ExchangeType;
import io.culvert.gateway.core.wire.IntegId;
import io.culvert.gateway.core.wire.KeMethod;
import io.culvert.gateway.core.wire.NotifyType;
import io.culvert.gateway.core.wire.PrfId;
import io.culvert.gateway.core.wire.ProtocolId;
import io.culvert.gateway.core.wire.TransformType;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** How devices of the field put their offers together; docs/devices.md says which. */
class DeviceOffersTest {
  private static final Transform AES256 =
      Transform.of(TransformType.ENCR, EncrId.AES_CBC.value(), 256);
  private static final Transform GCM256 =
      Transform.of(TransformType.ENCR, EncrId.AES_GCM_16.value(), 256);
  private static final Transform TRIPLE_DES = Transform.of(TransformType.ENCR, 3);
  private static final Transform SHA256 =
      Transform.of(TransformType.INTEG, IntegId.HMAC_SHA2_256_128.value());
  private static final Transform PRF_SHA256 =
      Transform.of(TransformType.PRF, PrfId.HMAC_SHA2_256.value());
  private static final Transform MODP_1024 = Transform.of(TransformType.KE, 2);
  private static final Transform MODP_2048 =
      Transform.of(TransformType.KE, KeMethod.MODP_2048.value());
  private static final Transform NO_ESN = Transform.of(TransformType.ESN, 0);
  private static final Transform ESN = Transform.of(TransformType.ESN, 1);

  private final Lab lab = new Lab();

  private static Proposal ike(int number, Transform... transforms) {
    return new Proposal(number, ProtocolId.IKE.value(), Bytes.EMPTY, List.of(transforms));
  }

  private static Proposal esp(int number, Transform... transforms) {
    return new Proposal(
        number, ProtocolId.ESP.value(), Bytes.ofInt(RawDevice.OUR_SPI), List.of(transforms));
  }

  private IkeMessage answerTo(RawDevice device, Proposal... proposals) {
    return RawDevice.clear(
        device.send(device.initRequest(new SaPayload(List.of(proposals)))).getFirst());
  }

  /** IKE_AUTH with that offer for the child SA. */
  private IkeMessage authenticate(RawDevice device, Proposal... proposals) {
    List<Payload> payloads = new ArrayList<>(device.authPayloads(device.auth()));
    payloads.removeIf(SaPayload.class::isInstance);
    payloads.add(new SaPayload(List.of(proposals)));
    return device.request(ExchangeType.IKE_AUTH, payloads).orElseThrow();
  }

  private void assertEstablished() {
    assertThat(lab.gateway.eventTypes()).containsExactly(TunnelEvent.Type.ESTABLISHED);
    assertThat(lab.gateway.children).hasSize(1);
  }

  @Test
  void eachTransformInAProposalOfItsOwnIsNegotiated() {
    RawDevice device = new RawDevice(lab.gateway, Lab.DEVICE, 77);

    IkeMessage init =
        answerTo(
            device,
            ike(1, TRIPLE_DES, PRF_SHA256, SHA256, MODP_1024),
            ike(2, TRIPLE_DES, PRF_SHA256, SHA256, MODP_2048),
            ike(3, AES256, PRF_SHA256, SHA256, MODP_1024),
            ike(4, AES256, PRF_SHA256, SHA256, MODP_2048));

    assertThat(init.first(SaPayload.class).orElseThrow().proposals().getFirst())
        .isEqualTo(ike(4, AES256, PRF_SHA256, SHA256, MODP_2048));

    IkeMessage auth =
        authenticate(
            RawDevice.afterInit(lab.gateway, 78),
            esp(1, TRIPLE_DES, SHA256, NO_ESN),
            esp(2, AES256, SHA256, NO_ESN),
            esp(3, GCM256, NO_ESN));
    assertThat(auth.first(SaPayload.class).orElseThrow().proposals().getFirst().number())
        .isEqualTo(3);
  }

  @Test
  void everythingInOneProposalIsNegotiated() {
    RawDevice device = new RawDevice(lab.gateway, Lab.DEVICE, 77);

    IkeMessage init =
        answerTo(
            device,
            ike(
                1,
                AES256,
                Transform.of(TransformType.ENCR, EncrId.AES_CBC.value(), 128),
                TRIPLE_DES,
                Transform.of(TransformType.ENCR, 2),
                PRF_SHA256,
                Transform.of(TransformType.PRF, 1),
                SHA256,
                Transform.of(TransformType.INTEG, 1),
                MODP_1024,
                MODP_2048));

    assertThat(init.first(SaPayload.class).orElseThrow().proposals())
        .containsExactly(ike(1, AES256, PRF_SHA256, SHA256, MODP_2048));
  }

  @Test
  void keyLengthThatIsMissingOrInTheLongFormIsPassedOver() {
    Transform none = Transform.of(TransformType.ENCR, EncrId.AES_CBC.value());
    Transform longForm =
        new Transform(
            TransformType.ENCR.value(),
            EncrId.AES_CBC.value(),
            OptionalInt.empty(),
            List.of(new Transform.Attribute(14, false, Bytes.ofInt(256))));
    RawDevice device = new RawDevice(lab.gateway, Lab.DEVICE, 77);

    IkeMessage init =
        answerTo(device, ike(1, none, longForm, AES256, PRF_SHA256, SHA256, MODP_2048));

    assertThat(init.first(SaPayload.class).orElseThrow().proposals())
        .containsExactly(ike(1, AES256, PRF_SHA256, SHA256, MODP_2048));
  }

  @Test
  void groupOfferedInIkeAuthIsOverlooked() {
    IkeMessage answer =
        authenticate(
            RawDevice.afterInit(lab.gateway), esp(1, GCM256, NO_ESN, MODP_1024, MODP_2048));

    assertThat(answer.error()).isEmpty();
    assertThat(answer.first(SaPayload.class).orElseThrow().proposals())
        .singleElement()
        .satisfies(p -> assertThat(p.transforms()).containsExactly(GCM256, NO_ESN));
    assertEstablished();
  }

  @Test
  void extendedSequenceNumbersBesideOrdinaryOnesAreNegotiated() {
    IkeMessage answer = authenticate(RawDevice.afterInit(lab.gateway), esp(1, GCM256, ESN, NO_ESN));

    assertThat(answer.error()).isEmpty();
    assertEstablished();
  }

  @Test
  void integrityNoneBesideAnAeadIsAccepted() {
    Transform none = Transform.of(TransformType.INTEG, 0);

    authenticate(RawDevice.afterInit(lab.gateway), esp(1, GCM256, none, NO_ESN));

    assertEstablished();
  }

  @Test
  void cipherOfThePhaseTwoMayComeWithOthersTheTunnelDoesNotAllow() {
    lab.gateway.know("device.example", Lab.accepted(EncryptionCipher.AES256_CBC, Lab.PSK));

    IkeMessage answer =
        authenticate(RawDevice.afterInit(lab.gateway), esp(1, TRIPLE_DES, AES256, SHA256, NO_ESN));

    assertThat(answer.first(SaPayload.class).orElseThrow().proposals().getFirst().transforms())
        .containsExactly(AES256, SHA256, NO_ESN);
  }

  @Test
  void groupOfTheKeThatIsNotOneOfTheOfferIsAskedForAgain() {
    RawDevice device = RawDevice.connected(lab.gateway);
    List<Payload> payloads = new ArrayList<>(device.createChild());
    payloads.removeIf(SaPayload.class::isInstance);
    payloads.add(new SaPayload(List.of(esp(1, GCM256, NO_ESN, MODP_1024, MODP_2048))));
    payloads.add(new KePayload(2, Bytes.of(new byte[128])));

    //   HDR, SK {SA(2, 14), Ni, KE(2), TSi, TSr}  ─►
    //                                             ◄─   HDR, SK {N(INVALID_KE_PAYLOAD, 14)}
    IkeMessage answer = device.request(ExchangeType.CREATE_CHILD_SA, payloads).orElseThrow();

    assertThat(answer.notification(NotifyType.INVALID_KE_PAYLOAD).map(NotifyPayload::data))
        .contains(Bytes.of((byte) 0, (byte) 14));
    // No failure yet: the device is told how to go on.
    assertEstablished();
  }

  @Test
  void eleventhChildIsAnsweredNoAdditionalSas() {
    RawDevice device = RawDevice.connected(lab.gateway);
    for (int i = 0; i < 9; i++) {
      assertThat(
              device
                  .request(ExchangeType.CREATE_CHILD_SA, device.createChild())
                  .flatMap(IkeMessage::error))
          .isEmpty();
    }

    assertThat(RawDevice.error(device.request(ExchangeType.CREATE_CHILD_SA, device.createChild())))
        .isEqualTo(NotifyType.NO_ADDITIONAL_SAS);
    assertThat(lab.gateway.children).hasSize(10);
  }
}
