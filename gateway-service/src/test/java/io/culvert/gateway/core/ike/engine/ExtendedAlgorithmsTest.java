package io.culvert.gateway.core.ike.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.gateway.core.ike.crypto.EncryptionAlgorithm;
import io.culvert.gateway.core.ike.crypto.KeyExchange;
import io.culvert.gateway.core.ike.message.IkeMessage;
import io.culvert.gateway.core.ike.message.MessageCodec;
import io.culvert.gateway.core.ike.payload.KePayload;
import io.culvert.gateway.core.ike.payload.Payload;
import io.culvert.gateway.core.ike.proposal.EspPolicy;
import io.culvert.gateway.core.ike.proposal.IkePolicy;
import io.culvert.gateway.core.ike.task.InitiatorProfile;
import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.EncrId;
import io.culvert.gateway.core.wire.IntegId;
import io.culvert.gateway.core.wire.KeMethod;
import io.culvert.gateway.core.wire.PrfId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The operator's extended algorithms, engine against engine. */
class ExtendedAlgorithmsTest {
  private static final List<KeMethod> GROUPS =
      List.of(
          KeMethod.CURVE25519,
          KeMethod.ECP_256,
          KeMethod.ECP_384,
          KeMethod.MODP_2048,
          KeMethod.MODP_3072);
  private static final List<PrfId> PRFS =
      List.of(PrfId.HMAC_SHA1, PrfId.HMAC_SHA2_256, PrfId.HMAC_SHA2_384, PrfId.HMAC_SHA2_512);

  private static Lab extendedLab() {
    return new Lab(NegotiationTest.config(IkePolicy.extended()), 1);
  }

  /** Each group and PRF meets each cipher and key length. */
  static Stream<Arguments> suites() {
    List<Integer> keys = List.of(128, 192, 256);
    return IntStream.range(0, GROUPS.size() * PRFS.size() * 2)
        .mapToObj(
            i ->
                Arguments.of(
                    i % 2 == 0 ? EncrId.AES_GCM_16 : EncrId.AES_CBC,
                    keys.get((i / 2) % 3),
                    PRFS.get((i / 2) % PRFS.size()),
                    GROUPS.get((i / 2) % GROUPS.size())));
  }

  @ParameterizedTest
  @MethodSource("suites")
  void everySuiteIsNegotiatedAndCarriesTheIkeSaThroughARekey(
      EncrId cipher, int keyBits, PrfId prf, KeMethod group) {
    Lab lab = extendedLab();
    List<IntegId> integrities =
        cipher == EncrId.AES_GCM_16 ? List.of() : List.of(IntegId.HMAC_SHA2_256_128);
    IkePolicy offer =
        new IkePolicy(
            List.of(new EncryptionAlgorithm(cipher, keyBits)),
            integrities,
            List.of(prf),
            List.of(group));

    lab.connect(NegotiationTest.with(Lab.profile(), offer, group));

    lab.assertChildrenMatch();
    assertThat(lab.trace).hasSize(4);
    assertThat(lab.gateway.events.getFirst().evidence().get("ike"))
        .startsWith(cipher + "_" + keyBits)
        .endsWith("PRF_" + prf + "/" + group);
    lab.give(lab.gateway, new Input.RekeyIke(Lab.TUNNEL));
    lab.settle();
    lab.give(lab.device, new Input.CreateChild(Lab.TUNNEL));
    lab.settle();
    assertThat(lab.gateway.children).hasSize(2);
    lab.assertChildrenMatch();
    assertThat(lab.gateway.reasons()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"ECP_256", "ECP_384", "CURVE25519"})
  void everyCurveGivesPerfectForwardSecrecy(KeMethod group) {
    Lab lab = extendedLab();
    InitiatorProfile p = Lab.profile();
    EspPolicy esp = p.esp().withGroups(List.of(group));
    lab.connect(
        new InitiatorProfile(
            p.tunnelId(),
            p.identity(),
            p.wantedPeer(),
            p.psk(),
            p.ike(),
            p.firstKe(),
            esp,
            Optional.of(group),
            p.inside(),
            p.outside(),
            p.initialContact()));

    lab.give(lab.device, new Input.RekeyChild(lab.device.onlyChild().inboundSpi()));
    lab.settle();
    assertThat(lab.gateway.onlyChild().suite().pfs()).contains(group);
    lab.assertChildrenMatch();

    lab.give(lab.gateway, new Input.RekeyChild(lab.gateway.onlyChild().inboundSpi()));
    lab.settle();
    assertThat(lab.gateway.onlyChild().suite().pfs()).contains(group);
    lab.assertChildrenMatch();
  }

  @Test
  void standardGatewayRefusesWhatOnlyTheExtendedPolicyAllows() {
    IkePolicy all = IkePolicy.standard();
    for (KeMethod group : List.of(KeMethod.CURVE25519, KeMethod.ECP_256, KeMethod.ECP_384)) {
      refusedByStandard(NegotiationTest.groups(group), group);
    }
    refusedByStandard(
        new IkePolicy(
            List.of(new EncryptionAlgorithm(EncrId.AES_GCM_16, 256)),
            List.of(),
            all.prfs(),
            all.groups()),
        KeMethod.MODP_2048);
  }

  private static void refusedByStandard(IkePolicy offer, KeMethod group) {
    Lab lab = new Lab();
    lab.connect(NegotiationTest.with(Lab.profile(), offer, group));
    assertThat(lab.gateway.reasons()).containsExactly("proposal-mismatch-ike");
    assertThat(lab.gateway.children).isEmpty();
  }

  @Test
  void extendedDeviceFindsTheStandardGatewaysAlgorithms() {
    Lab lab = new Lab();

    //   HDR, SA(GCM | CBC), KE(31), Ni  ─►
    //                                   ◄─   HDR, N(INVALID_KE_PAYLOAD, 14)
    //   HDR, SA(GCM | CBC), KE(14), Ni  ─►   …
    lab.connect(NegotiationTest.with(Lab.profile(), IkePolicy.extended(), KeMethod.CURVE25519));

    assertThat(lab.trace).hasSize(6);
    lab.assertChildrenMatch();
    assertThat(lab.gateway.events.getFirst().evidence().get("ike"))
        .startsWith("AES_CBC_256")
        .endsWith("MODP_2048");
  }

  @ParameterizedTest
  @EnumSource(names = {"ECP_256", "ECP_384", "CURVE25519"})
  void badInput2And3KeThatIsNoValueOfItsCurveMakesNoIkeSa(KeMethod group) {
    int length = KeyExchange.publicValueLength(group);
    List<byte[]> invalid = new ArrayList<>(List.of(new byte[length]));
    if (group != KeMethod.CURVE25519) {
      byte[] ones = new byte[length];
      Arrays.fill(ones, (byte) 0xff);
      invalid.add(ones);
    }
    for (byte[] value : invalid) {
      Lab lab = replacingKe(group, value);
      assertThat(lab.gateway.events.getFirst().evidence())
          .containsEntry("problem", "the KE value is not of its group");
    }
    for (int wrong : new int[] {1, length - 1, length + 1, 1000}) {
      Lab lab = replacingKe(group, new byte[wrong]);
      assertThat(lab.trace).allMatch(Lab.Packet::toGateway);
      assertThat(lab.gateway.events.getFirst().evidence())
          .containsEntry("problem", "KE data of the wrong length for its group");
    }
  }

  /** A connection whose first message carries this value. */
  private static Lab replacingKe(KeMethod group, byte[] value) {
    Lab lab = extendedLab();
    lab.network =
        packet ->
            List.of(
                packet.toGateway() && packet.data().get(18) == 34
                    ? packet.with(withKe(packet.data(), value))
                    : packet);
    lab.connect(NegotiationTest.with(Lab.profile(), IkePolicy.extended(), group));
    assertThat(lab.gateway.children).isEmpty();
    assertThat(lab.gateway.reasons()).startsWith("invalid-message");
    return lab;
  }

  private static Bytes withKe(Bytes datagram, byte[] value) {
    IkeMessage message = RawDevice.clear(datagram);
    List<Payload> payloads =
        message.payloads().stream()
            .map(p -> p instanceof KePayload ke ? new KePayload(ke.method(), Bytes.of(value)) : p)
            .toList();
    return Bytes.of(
        MessageCodec.encodeUnprotected(
            new IkeMessage(
                message.initiatorSpi(),
                message.responderSpi(),
                message.exchange(),
                message.fromInitiator(),
                message.response(),
                message.messageId(),
                payloads)));
  }
}
