package io.culvert.gateway.core.ike.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.contract.EncryptionCipher;
import io.culvert.contract.TunnelEvent;
import io.culvert.gateway.core.ike.crypto.EncryptionAlgorithm;
import io.culvert.gateway.core.ike.proposal.EspPolicy;
import io.culvert.gateway.core.ike.proposal.IkePolicy;
import io.culvert.gateway.core.ike.task.ChildSaInstall;
import io.culvert.gateway.core.ike.task.IkeConfig;
import io.culvert.gateway.core.ike.task.InitiatorProfile;
import io.culvert.gateway.core.net.TrafficSelector;
import io.culvert.gateway.core.wire.EncrId;
import io.culvert.gateway.core.wire.IntegId;
import io.culvert.gateway.core.wire.KeMethod;
import io.culvert.gateway.core.wire.PrfId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** From nothing to a tunnel. */
class NegotiationTest {
  @Test
  void fourMessagesMakeATunnel() {
    Lab lab = new Lab();

    // device                                         gateway
    //   HDR, SA, KE, Ni, N(NAT…)                ─►
    //                                           ◄─   HDR, SA, KE, Nr, N(NAT…)
    //   HDR, SK {IDi, AUTH, SA, TSi, TSr}       ─►
    //                                           ◄─   HDR, SK {IDr, AUTH, SA, TSi, TSr}
    lab.connect();

    assertThat(lab.trace).hasSize(4);
    assertThat(lab.gateway.eventTypes()).containsExactly(TunnelEvent.Type.ESTABLISHED);
    assertThat(lab.device.eventTypes()).containsExactly(TunnelEvent.Type.ESTABLISHED);
    lab.assertChildrenMatch();
    ChildSaInstall child = lab.gateway.onlyChild();
    assertThat(child.tunnelId()).isEqualTo(Lab.TUNNEL);
    assertThat(child.inside()).isEqualTo(List.of(Lab.INSIDE));
    assertThat(child.outside()).isEqualTo(List.of(TrafficSelector.any4()));
    assertThat(lab.gateway.engine.snapshot().halfOpen()).isZero();
  }

  @Test
  void establishedEventNamesThePeerAndWhatWasAgreed() {
    Lab lab = new Lab();

    lab.connect();

    assertThat(lab.gateway.events.getFirst().evidence())
        .containsEntry("identity", "device.example")
        .containsEntry("remote", "198.51.100.7 port 4500")
        .containsEntry("psk-slot", "slot0")
        .containsEntry("esp", "AES_GCM_16_256")
        .containsKey("ike");
  }

  @Test
  void establishedEventTellsHowLongTheHandshakeTookFromItsFirstRequest() {
    Lab lab = new Lab();
    lab.network = packet -> List.of(packet.later(Duration.ofMillis(20).toNanos()));

    lab.connect();

    // From IKE_SA_INIT on: its answer and IKE_AUTH take 21 ms each.
    assertThat(lab.gateway.events.getFirst().evidence()).containsEntry("handshake-ms", "42");
  }

  static Stream<Arguments> phaseOne() {
    List<Integer> keys = List.of(128, 192, 256);
    List<IntegId> integrities =
        List.of(
            IntegId.HMAC_SHA1_96,
            IntegId.HMAC_SHA2_256_128,
            IntegId.HMAC_SHA2_384_192,
            IntegId.HMAC_SHA2_512_256);
    List<PrfId> prfs =
        List.of(PrfId.HMAC_SHA1, PrfId.HMAC_SHA2_256, PrfId.HMAC_SHA2_384, PrfId.HMAC_SHA2_512);
    // Latin squares: with every integrity algorithm each PRF and each key size comes up.
    return IntStream.range(0, 16)
        .mapToObj(
            i -> Arguments.of(keys.get(i % 3), integrities.get(i / 4), prfs.get((i + i / 4) % 4)));
  }

  @ParameterizedTest
  @MethodSource("phaseOne")
  void everyPhaseOneAlgorithmIsNegotiated(int keyBits, IntegId integrity, PrfId prf) {
    Lab lab = new Lab();
    IkePolicy offer =
        new IkePolicy(
            List.of(new EncryptionAlgorithm(EncrId.AES_CBC, keyBits)),
            List.of(integrity),
            List.of(prf),
            List.of(KeMethod.MODP_2048));

    lab.connect(with(Lab.profile(), offer, KeMethod.MODP_2048));

    lab.assertChildrenMatch();
    assertThat(lab.gateway.events.getFirst().evidence().get("ike"))
        .contains(Integer.toString(keyBits), integrity.toString(), prf.toString());
  }

  @ParameterizedTest
  @EnumSource(names = {"MODP_2048", "MODP_3072", "MODP_4096", "MODP_8192"})
  void everyPhaseOneGroupIsNegotiated(KeMethod group) {
    Lab lab = new Lab();

    lab.connect(with(Lab.profile(), IkePolicy.standard(), group));

    lab.assertChildrenMatch();
    assertThat(lab.trace).hasSize(4);
    assertThat(lab.gateway.events.getFirst().evidence().get("ike")).endsWith(group.toString());
  }

  @ParameterizedTest
  @EnumSource
  void everyPhaseTwoCipherIsNegotiated(EncryptionCipher cipher) {
    Lab lab = new Lab();
    lab.gateway.know("device.example", Lab.accepted(cipher, Lab.PSK));

    lab.connect(Lab.profile("device.example", Lab.PSK, EspPolicy.of(cipher)));

    lab.assertChildrenMatch();
    ChildSaInstall child = lab.gateway.onlyChild();
    assertThat(child.suite().encryption()).isEqualTo(EspPolicy.of(cipher).encryption());
    assertThat(child.inbound().encryption().length())
        .isEqualTo(child.suite().encryption().keyMaterialLength());
  }

  @ParameterizedTest
  @EnumSource(
      names = {"HMAC_SHA1_96", "HMAC_SHA2_256_128", "HMAC_SHA2_384_192", "HMAC_SHA2_512_256"})
  void everyPhaseTwoIntegrityIsNegotiated(IntegId integrity) {
    Lab lab = new Lab();
    lab.gateway.know("device.example", Lab.accepted(EncryptionCipher.AES128_CBC, Lab.PSK));
    EspPolicy offer =
        new EspPolicy(new EncryptionAlgorithm(EncrId.AES_CBC, 128), List.of(integrity), List.of());

    lab.connect(Lab.profile("device.example", Lab.PSK, offer));

    lab.assertChildrenMatch();
    assertThat(lab.gateway.onlyChild().suite().integrity()).contains(integrity);
  }

  @Test
  void anotherCipherThanTheTunnelsMakesAnIkeSaWithoutChildAndSaysWhy() {
    Lab lab = new Lab();
    lab.gateway.know("device.example", Lab.accepted(EncryptionCipher.AES128_CBC, Lab.PSK));

    //   HDR, SK {IDi, AUTH, SA(GCM), TSi, TSr}  ─►
    //                                           ◄─   HDR, SK {IDr, AUTH, N(NO_PROPOSAL_CHOSEN)}
    lab.connect();

    assertThat(lab.gateway.children).isEmpty();
    assertThat(lab.gateway.eventTypes())
        .containsExactly(TunnelEvent.Type.ESTABLISHED, TunnelEvent.Type.FAILED);
    assertThat(lab.gateway.reasons()).containsExactly("proposal-mismatch-child");
    assertThat(lab.gateway.events.getLast().evidence().get("offered")).contains("AES_GCM_16-256");
    assertThat(lab.gateway.events.getLast().evidence().get("configured")).contains("AES_CBC-128");
    assertThat(lab.gateway.events.getLast().remedy()).isPresent();
    assertThat(lab.device.events.getFirst().evidence())
        .containsEntry("child", "NO_PROPOSAL_CHOSEN");
  }

  @Test
  void noCommonPhaseOneAlgorithmIsRefusedAndReported() {
    IkePolicy only8192 = groups(KeMethod.MODP_8192);
    Lab lab = new Lab(config(only8192), 1);

    //   HDR, SA(14), KE(14), Ni  ─►
    //                            ◄─   HDR, N(NO_PROPOSAL_CHOSEN)
    lab.connect(with(Lab.profile(), groups(KeMethod.MODP_2048), KeMethod.MODP_2048));

    assertThat(lab.trace).hasSize(2);
    assertThat(lab.gateway.reasons()).containsExactly("proposal-mismatch-ike");
    assertThat(lab.gateway.events.getFirst().evidence().get("offered")).contains("MODP_2048");
    assertThat(lab.gateway.events.getFirst().evidence().get("configured")).contains("MODP_8192");
    assertThat(lab.device.reasons()).containsExactly("refused-by-peer");
    assertThat(lab.gateway.engine.snapshot().ikeSas()).isZero();
  }

  @Test
  void wrongGuessOfTheGroupCostsOneRoundTrip() {
    Lab lab = new Lab(config(groups(KeMethod.MODP_3072)), 1);

    //   HDR, SA(14, 15), KE(14), Ni  ─►
    //                                ◄─   HDR, N(INVALID_KE_PAYLOAD, 15)
    //   HDR, SA(14, 15), KE(15), Ni  ─►   …
    lab.connect();

    assertThat(lab.trace).hasSize(6);
    lab.assertChildrenMatch();
    assertThat(lab.gateway.reasons()).isEmpty();
    assertThat(lab.gateway.events.getFirst().evidence().get("ike")).endsWith("MODP_3072");
  }

  @Test
  void gatewayCallsItselfByTheIdentityAskedForWhenItIsItsOwn() {
    IkeConfig named =
        new IkeConfig(
            List.of(Lab.fqdn("gw.example"), Lab.fqdn("sfo1.example")),
            IkePolicy.standard(),
            true,
            IkeConfig.HalfOpen.standard(),
            IkeConfig.Timing.standard(),
            IkeConfig.Fragmentation.standard());
    Lab lab = new Lab(named, 1);

    lab.connect(wanting("sfo1.example"));

    assertThat(lab.device.events.getFirst().evidence()).containsEntry("identity", "sfo1.example");
    assertThat(lab.gateway.questions.getFirst().wanted()).contains(Lab.fqdn("sfo1.example"));
  }

  @Test
  void gatewayCallsItselfByItsAddressWhenItIsAskedForSomebodyElse() {
    Lab lab = new Lab();

    lab.connect(wanting("somebody.example"));

    assertThat(lab.device.events.getFirst().evidence()).containsEntry("identity", "192.0.2.1");
  }

  static IkePolicy groups(KeMethod... groups) {
    IkePolicy all = IkePolicy.standard();
    return new IkePolicy(all.encryptions(), all.integrities(), all.prfs(), List.of(groups));
  }

  static IkeConfig config(IkePolicy policy) {
    return new IkeConfig(
        List.of(),
        policy,
        true,
        IkeConfig.HalfOpen.standard(),
        IkeConfig.Timing.standard(),
        IkeConfig.Fragmentation.standard());
  }

  static IkeConfig plain() {
    return new IkeConfig(
        List.of(),
        IkePolicy.standard(),
        false,
        IkeConfig.HalfOpen.standard(),
        IkeConfig.Timing.standard(),
        IkeConfig.Fragmentation.standard());
  }

  static InitiatorProfile with(InitiatorProfile p, IkePolicy ike, KeMethod firstKe) {
    return new InitiatorProfile(
        p.tunnelId(),
        p.identity(),
        p.wantedPeer(),
        p.psk(),
        ike,
        firstKe,
        p.esp(),
        p.pfs(),
        p.inside(),
        p.outside(),
        p.initialContact());
  }

  private static InitiatorProfile wanting(String name) {
    InitiatorProfile p = Lab.profile();
    return new InitiatorProfile(
        p.tunnelId(),
        p.identity(),
        Optional.of(Lab.fqdn(name)),
        p.psk(),
        p.ike(),
        p.firstKe(),
        p.esp(),
        p.pfs(),
        p.inside(),
        p.outside(),
        p.initialContact());
  }
}
