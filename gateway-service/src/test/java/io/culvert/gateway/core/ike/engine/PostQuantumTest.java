package io.culvert.gateway.core.ike.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.gateway.core.ike.crypto.EncryptionAlgorithm;
import io.culvert.gateway.core.ike.crypto.IkeKeys;
import io.culvert.gateway.core.ike.crypto.InvalidKeException;
import io.culvert.gateway.core.ike.crypto.KeyEncapsulation;
import io.culvert.gateway.core.ike.crypto.Prf;
import io.culvert.gateway.core.ike.crypto.Secret;
import io.culvert.gateway.core.ike.message.IkeMessage;
import io.culvert.gateway.core.ike.payload.KePayload;
import io.culvert.gateway.core.ike.payload.NotifyPayload;
import io.culvert.gateway.core.ike.payload.Payload;
import io.culvert.gateway.core.ike.proposal.IkePolicy;
import io.culvert.gateway.core.ike.sa.DropReason;
import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.EncrId;
import io.culvert.gateway.core.wire.ExchangeType;
import io.culvert.gateway.core.wire.IntegId;
import io.culvert.gateway.core.wire.KeMethod;
import io.culvert.gateway.core.wire.NotifyType;
import io.culvert.gateway.core.wire.PrfId;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** ML-KEM-768 in IKE_INTERMEDIATE, behind another key exchange (RFC 9242, RFC 9370). */
class PostQuantumTest {
  private static final int ML_KEM_768 = KeMethod.ML_KEM_768.value();

  private static Lab postQuantumLab() {
    return new Lab(NegotiationTest.config(IkePolicy.postQuantum()), 1);
  }

  private static IkePolicy policy(EncrId cipher, PrfId prf, KeMethod group) {
    return new IkePolicy(
        List.of(new EncryptionAlgorithm(cipher, 256)),
        cipher == EncrId.AES_GCM_16 ? List.of() : List.of(IntegId.HMAC_SHA2_384_192),
        List.of(prf),
        List.of(group),
        List.of(KeMethod.ML_KEM_768));
  }

  @ParameterizedTest
  @CsvSource({
    "AES_GCM_16, HMAC_SHA2_512, CURVE25519",
    "AES_GCM_16, HMAC_SHA2_256, ECP_384",
    "AES_GCM_16, HMAC_SHA1, MODP_2048",
    "AES_CBC, HMAC_SHA2_384, ECP_256",
    "AES_CBC, HMAC_SHA2_256, CURVE25519",
    "AES_CBC, HMAC_SHA2_256, MODP_3072"
  })
  void sixMessagesMakeATunnelThatAQuantumComputerCannotRead(
      EncrId cipher, PrfId prf, KeMethod group) {
    Lab lab = postQuantumLab();

    // device                                                   gateway
    //   HDR, SA(… ADDKE1), KE, Ni, N(INTERMEDIATE…)       ─►
    //                                   ◄─  HDR, SA(… ADDKE1), KE, Nr, N(INTERMEDIATE…)
    //   HDR, SK {KE(ML-KEM-768)}                          ─►
    //                                   ◄─  HDR, SK {KE(ML-KEM-768)}
    //   HDR, SK {IDi, AUTH, SA, TSi, TSr}                 ─►
    //                                   ◄─  HDR, SK {IDr, AUTH, SA, TSi, TSr}
    lab.connect(NegotiationTest.with(Lab.profile(), policy(cipher, prf, group), group));

    // The encapsulation key takes two fragments (RFC 7383).
    assertThat(lab.trace.stream().map(p -> p.data().get(18)))
        .containsExactly(34, 34, 43, 43, 43, 35, 35);
    lab.assertChildrenMatch();
    assertThat(lab.gateway.children).hasSize(1);
    assertThat(lab.gateway.events.getFirst().evidence().get("ike")).endsWith(group + "/ML_KEM_768");
    assertThat(lab.gateway.engine.snapshot().halfOpen()).isZero();
  }

  @Test
  void tunnelLivesThroughRekeysWhichHaveNoAdditionalKeyExchange() {
    Lab lab = postQuantumLab();
    lab.connect(NegotiationTest.with(Lab.profile(), IkePolicy.postQuantum(), KeMethod.CURVE25519));

    for (End end : List.of(lab.gateway, lab.device)) {
      lab.give(end, new Input.RekeyIke(Lab.TUNNEL));
      lab.settle();
      lab.give(end, new Input.RekeyChild(end.onlyChild().inboundSpi()));
      lab.settle();
      lab.assertChildrenMatch();
    }

    assertThat(lab.gateway.reasons()).isEmpty();
    assertThat(lab.gateway.children).hasSize(1);
  }

  @Test
  void everyMessageLostOnceIsSentAgainAndTheTunnelComesUp() {
    for (int lost = 0; lost < 7; lost++) {
      Lab lab = postQuantumLab();
      int victim = lost;
      lab.network = packet -> lab.trace.size() - 1 == victim ? List.of() : List.of(packet);
      lab.connect(
          NegotiationTest.with(Lab.profile(), IkePolicy.postQuantum(), KeMethod.CURVE25519));
      lab.run(Duration.ofSeconds(3));
      assertThat(lab.gateway.children).as("lost message %d", lost).hasSize(1);
      lab.assertChildrenMatch();
    }
  }

  @Test
  void gatewayThatDoesNotKnowItAndDeviceThatDoesMeetWithoutIt() {
    Lab lab = new Lab(NegotiationTest.config(IkePolicy.extended()), 1);
    lab.connect(NegotiationTest.with(Lab.profile(), IkePolicy.postQuantum(), KeMethod.CURVE25519));

    assertThat(lab.trace).hasSize(4);
    lab.assertChildrenMatch();
    assertThat(lab.gateway.events.getFirst().evidence().get("ike")).endsWith("CURVE25519");
  }

  @Test
  void deviceThatDoesNotKnowItIsServedWithoutIt() {
    Lab lab = postQuantumLab();
    lab.connect();
    assertThat(lab.trace).hasSize(4);
    lab.assertChildrenMatch();
  }

  /** A device that computes by itself what RFC 9242 §3.3 and RFC 9370 §2.2.2 say. */
  private static final class Device {
    final RawDevice raw;
    final Prf prf;
    final KeyEncapsulation ours;

    Device(Lab lab) {
      raw =
          new RawDevice(lab.gateway, Lab.DEVICE, 77, IkePolicy.postQuantum())
              .with(NotifyPayload.of(NotifyType.INTERMEDIATE_EXCHANGE_SUPPORTED));
      raw.init();
      prf = Prf.of(raw.session().suite().prf());
      ours = KeyEncapsulation.begin(raw.randomness);
    }

    Optional<IkeMessage> send(Payload... payloads) {
      return raw.request(ExchangeType.IKE_INTERMEDIATE, List.of(payloads));
    }

    Payload ke() {
      return new KePayload(ML_KEM_768, ours.publicValue());
    }

    void intermediate() throws InvalidKeException {
      IkeKeys old = raw.session().keys();
      KePayload answer = send(ke()).orElseThrow().first(KePayload.class).orElseThrow();
      assertThat(answer.method()).isEqualTo(ML_KEM_768);
      byte[] request = prf.compute(old.pi(), clear(0x08, ours.publicValue()));
      byte[] response = prf.compute(old.pr(), clear(0x20, answer.data()));
      raw.intAuth =
          Bytes.of(
              ByteBuffer.allocate(request.length + response.length + 4)
                  .put(request)
                  .put(response)
                  .putInt(2)
                  .array());
      Secret shared = ours.agree(answer.data());
      raw.use(
          IkeKeys.rekeyed(
              raw.session().suite(),
              prf,
              old.d(),
              shared,
              new IkeKeys.Exchange(
                  raw.nonce, raw.session().nonceR(), raw.spi, raw.session().gatewaySpi())));
    }

    /** Header, generic header of SK and the one payload, all lengths without IV, padding, ICV. */
    private byte[] clear(int flags, Bytes value) {
      int payload = 8 + value.length();
      return ByteBuffer.allocate(28 + 4 + payload)
          .putLong(raw.spi)
          .putLong(raw.session().gatewaySpi())
          .put((byte) 46)
          .put((byte) 0x20)
          .put((byte) 43)
          .put((byte) flags)
          .putInt(1)
          .putInt(28 + 4 + payload)
          .put((byte) 34)
          .put((byte) 0)
          .putShort((short) (4 + payload))
          .put((byte) 0)
          .put((byte) 0)
          .putShort((short) payload)
          .putShort((short) ML_KEM_768)
          .putShort((short) 0)
          .put(value.toArray())
          .array();
    }

    Optional<IkeMessage> authenticate() {
      return raw.request(ExchangeType.IKE_AUTH, raw.authPayloads(raw.auth()));
    }
  }

  @Test
  void authSignsTheIntermediateExchangeAsTheRfcSays() throws Exception {
    Lab lab = postQuantumLab();
    Device device = new Device(lab);
    device.intermediate();

    assertThat(device.authenticate().orElseThrow().error()).isEmpty();
    assertThat(lab.gateway.children).hasSize(1);
  }

  @Test
  void authThatDoesNotSignTheIntermediateExchangeIsRefused() throws Exception {
    for (int octet : new int[] {-1, 0, 31, 32, 63, 67}) {
      Lab lab = postQuantumLab();
      Device device = new Device(lab);
      device.intermediate();
      byte[] signed = device.raw.intAuth.toArray();
      if (octet < 0) {
        signed = new byte[0];
      } else {
        signed[octet] ^= 1;
      }
      device.raw.intAuth = Bytes.of(signed);

      assertThat(RawDevice.error(device.authenticate()))
          .isEqualTo(NotifyType.AUTHENTICATION_FAILED);
      assertThat(lab.gateway.children).isEmpty();
      assertThat(lab.gateway.reasons()).containsExactly("psk-mismatch");
    }
  }

  @Test
  void authBeforeTheAgreedIntermediateExchangeIsDropped() throws Exception {
    Lab lab = postQuantumLab();
    Device device = new Device(lab);

    assertThat(device.authenticate()).isEmpty();
    assertThat(lab.gateway.dropped(DropReason.WRONG_STATE)).isEqualTo(1);

    device.intermediate();
    assertThat(device.send(device.ke())).isEmpty();
    assertThat(lab.gateway.dropped(DropReason.WRONG_STATE)).isEqualTo(2);
    assertThat(device.authenticate().orElseThrow().error()).isEmpty();
  }

  @Test
  void intermediateExchangeThatWasNotAgreedIsDropped() {
    Lab lab = new Lab();
    RawDevice device = RawDevice.afterInit(lab.gateway);

    Bytes value = KeyEncapsulation.begin(device.randomness).publicValue();
    assertThat(
            device.request(
                ExchangeType.IKE_INTERMEDIATE, List.of(new KePayload(ML_KEM_768, value))))
        .isEmpty();
    assertThat(lab.gateway.dropped(DropReason.WRONG_STATE)).isEqualTo(1);
  }

  @Test
  void badInput2And3KeyThatIsNoneOfItsMethodEndsTheNegotiation() {
    byte[] outOfRange = new byte[KeyEncapsulation.KEY_LENGTH];
    outOfRange[1] = (byte) 0xff;
    outOfRange[0] = (byte) 0xff;
    List<List<Payload>> invalid =
        List.of(
            List.of(),
            List.of(new KePayload(ML_KEM_768, Bytes.of(new byte[1]))),
            List.of(new KePayload(ML_KEM_768, Bytes.of(new byte[1183]))),
            List.of(new KePayload(ML_KEM_768, Bytes.of(new byte[1185]))),
            List.of(new KePayload(ML_KEM_768, Bytes.of(outOfRange))),
            List.of(new KePayload(37, Bytes.of(new byte[1184]))),
            List.of(new KePayload(14, Bytes.of(new byte[256]))));
    for (List<Payload> payloads : invalid) {
      Lab lab = postQuantumLab();
      Device device = new Device(lab);

      assertThat(RawDevice.error(device.send(payloads.toArray(Payload[]::new))))
          .isEqualTo(NotifyType.INVALID_SYNTAX);
      assertThat(lab.gateway.reasons()).containsExactly("invalid-message");
      assertThat(device.authenticate()).isEmpty();
      lab.run(Duration.ofSeconds(40));
      assertThat(lab.gateway.engine.snapshot().ikeSas()).isZero();
    }
  }

  @Test
  void offerWithoutTheNotificationIsAnsweredWithoutAdditionalKeyExchange() {
    Lab lab = postQuantumLab();
    RawDevice device = new RawDevice(lab.gateway, Lab.DEVICE, 77, IkePolicy.postQuantum());
    device.init();
    assertThat(device.session().suite().additional()).isEmpty();
    assertThat(device.request(ExchangeType.IKE_AUTH, device.authPayloads(device.auth())))
        .isPresent();
    assertThat(lab.gateway.children).hasSize(1);
  }
}
