package io.culvert.gateway.core.ike.proposal;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.contract.EncryptionCipher;
import io.culvert.gateway.core.ike.crypto.EncryptionAlgorithm;
import io.culvert.gateway.core.ike.crypto.EspSuite;
import io.culvert.gateway.core.ike.payload.Proposal;
import io.culvert.gateway.core.ike.payload.SaPayload;
import io.culvert.gateway.core.ike.payload.Transform;
import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.EncrId;
import io.culvert.gateway.core.wire.IntegId;
import io.culvert.gateway.core.wire.KeMethod;
import io.culvert.gateway.core.wire.TransformType;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EspSelectionTest {
  private static final Transform AES128 = Transform.of(TransformType.ENCR, 12, 128);
  private static final Transform AES256 = Transform.of(TransformType.ENCR, 12, 256);
  private static final Transform GCM256 = Transform.of(TransformType.ENCR, 20, 256);
  private static final Transform SHA1 = Transform.of(TransformType.INTEG, 2);
  private static final Transform SHA256 = Transform.of(TransformType.INTEG, 12);
  private static final Transform NO_INTEG = Transform.of(TransformType.INTEG, 0);
  private static final Transform NO_GROUP = Transform.of(TransformType.KE, 0);
  private static final Transform MODP_2048 = Transform.of(TransformType.KE, 14);
  private static final Transform MODP_4096 = Transform.of(TransformType.KE, 16);
  private static final Transform NO_ESN = Transform.of(TransformType.ESN, 0);
  private static final Transform ESN = Transform.of(TransformType.ESN, 1);
  private static final Bytes PEER_SPI = Bytes.ofHex("c0ffee01");
  private static final Bytes OUR_SPI = Bytes.ofHex("0badcafe");
  private static final OptionalInt NO_KE = OptionalInt.empty();

  private static Proposal esp(int number, Transform... transforms) {
    return new Proposal(number, 3, PEER_SPI, List.of(transforms));
  }

  private static Selection<EspSuite> select(
      EncryptionCipher cipher, OptionalInt keSent, Proposal... proposals) {
    return ProposalSelector.selectEsp(
        new SaPayload(List.of(proposals)), EspPolicy.of(cipher), keSent, OUR_SPI);
  }

  private static <S> Selection.Chosen<S> chosen(Selection<S> selection) {
    assertThat(selection).isInstanceOf(Selection.Chosen.class);
    return (Selection.Chosen<S>) selection;
  }

  private static void refused(Selection<?> selection) {
    assertThat(selection).isInstanceOf(Selection.NoProposal.class);
  }

  @Test
  void spiOfTheWrongLengthOrOfAReservedValueIsRefused() {
    for (String spi : List.of("", "c0ffee", "c0ffee0102", "00000000", "000000ff")) {
      Proposal proposal = new Proposal(1, 3, Bytes.ofHex(spi), List.of(GCM256, NO_ESN));
      refused(select(EncryptionCipher.AES256_GCM, NO_KE, proposal));
    }
    Proposal lowest = new Proposal(1, 3, Bytes.ofHex("00000100"), List.of(GCM256, NO_ESN));
    assertThat(chosen(select(EncryptionCipher.AES256_GCM, NO_KE, lowest)).peerSpi())
        .isEqualTo(Bytes.ofHex("00000100"));
  }

  @Test
  void tunnelsCipherIsTheOnlyOneForItsChildren() {
    var offer = esp(1, AES128, SHA1, SHA256, NO_ESN);
    refused(select(EncryptionCipher.AES256_CBC, NO_KE, offer));
    refused(select(EncryptionCipher.NULL, NO_KE, offer));
    var chosen = chosen(select(EncryptionCipher.AES128_CBC, NO_KE, offer));
    assertThat(chosen.suite())
        .isEqualTo(
            new EspSuite(
                new EncryptionAlgorithm(EncrId.AES_CBC, 128),
                Optional.of(IntegId.HMAC_SHA2_256_128),
                Optional.empty()));
    assertThat(chosen.answer())
        .isEqualTo(new Proposal(1, 3, OUR_SPI, List.of(AES128, SHA256, NO_ESN)));
  }

  @ParameterizedTest
  @EnumSource(EncryptionCipher.class)
  void everyCipherAcceptsItsOwnOffer(EncryptionCipher cipher) {
    EspPolicy policy = EspPolicy.of(cipher);
    var answer =
        chosen(
            ProposalSelector.selectEsp(
                policy.offer(PEER_SPI, Optional.empty()), policy.withoutPfs(), NO_KE, OUR_SPI));
    assertThat(answer.suite().encryption()).isEqualTo(policy.encryption());
    var accepted =
        ProposalSelector.acceptEsp(
            new SaPayload(List.of(answer.answer())), policy, Optional.empty(), PEER_SPI);
    assertThat(chosen(accepted).suite()).isEqualTo(answer.suite());
    assertThat(chosen(accepted).peerSpi()).isEqualTo(OUR_SPI);
  }

  @Test
  void aeadGoesWithNoIntegrityOrTheSingleOneNone() {
    var gcm = EncryptionCipher.AES256_GCM;
    assertThat(chosen(select(gcm, NO_KE, esp(1, GCM256, NO_ESN))).answer().transforms())
        .containsExactly(GCM256, NO_ESN);
    assertThat(chosen(select(gcm, NO_KE, esp(1, GCM256, NO_INTEG, NO_ESN))).answer().transforms())
        .containsExactly(GCM256, NO_INTEG, NO_ESN);
    refused(select(gcm, NO_KE, esp(1, GCM256, SHA256, NO_ESN)));
    refused(select(gcm, NO_KE, esp(1, GCM256, NO_INTEG, SHA256, NO_ESN)));
    refused(select(EncryptionCipher.AES256_CBC, NO_KE, esp(1, GCM256, AES256, SHA256, NO_ESN)));
  }

  @Test
  void cbcAndNullNeedIntegrity() {
    Transform none = Transform.of(TransformType.ENCR, 11);
    refused(select(EncryptionCipher.NULL, NO_KE, esp(1, none, NO_ESN)));
    refused(select(EncryptionCipher.NULL, NO_KE, esp(1, none, NO_INTEG, NO_ESN)));
    refused(select(EncryptionCipher.AES256_CBC, NO_KE, esp(1, AES256, NO_ESN)));
    chosen(select(EncryptionCipher.NULL, NO_KE, esp(1, none, SHA1, NO_ESN)));
  }

  @Test
  void extendedSequenceNumbersAreNotChosen() {
    var gcm = EncryptionCipher.AES256_GCM;
    assertThat(chosen(select(gcm, NO_KE, esp(1, GCM256, ESN, NO_ESN))).answer().transforms())
        .containsExactly(GCM256, NO_ESN);
    refused(select(gcm, NO_KE, esp(1, GCM256, ESN)));
    refused(select(gcm, NO_KE, esp(1, GCM256)));
  }

  @Test
  void pfsFollowsTheKePayload() {
    var gcm = EncryptionCipher.AES256_GCM;
    Proposal both = esp(1, GCM256, NO_ESN, NO_GROUP, MODP_2048, MODP_4096);
    assertThat(chosen(select(gcm, OptionalInt.of(16), both)).suite().pfs())
        .hasValue(KeMethod.MODP_4096);
    var without = chosen(select(gcm, NO_KE, both));
    assertThat(without.suite().pfs()).isEmpty();
    assertThat(without.answer().transforms()).contains(NO_GROUP);
    Proposal groupOnly = esp(1, GCM256, NO_ESN, MODP_4096);
    assertThat(chosen(select(gcm, NO_KE, groupOnly)).suite().pfs()).hasValue(KeMethod.MODP_4096);
    Proposal plain = esp(1, GCM256, NO_ESN);
    Proposal second = esp(2, GCM256, NO_ESN, MODP_2048);
    assertThat(chosen(select(gcm, OptionalInt.of(14), plain, second)).suite().pfs())
        .hasValue(KeMethod.MODP_2048);
    assertThat(chosen(select(gcm, OptionalInt.of(14), plain)).suite().pfs()).isEmpty();
  }

  @Test
  void groupsOfferedInIkeAuthAreOverlooked() {
    EspPolicy policy = EspPolicy.of(EncryptionCipher.AES256_GCM);
    for (Proposal offered :
        List.of(
            esp(1, GCM256, NO_ESN),
            esp(1, GCM256, NO_ESN, MODP_2048),
            esp(1, GCM256, NO_ESN, Transform.of(TransformType.KE, 2), MODP_4096),
            esp(1, GCM256, NO_ESN, NO_GROUP, MODP_2048))) {
      var chosen =
          chosen(
              ProposalSelector.selectEspInAuth(new SaPayload(List.of(offered)), policy, OUR_SPI));
      assertThat(chosen.suite().pfs()).isEmpty();
      assertThat(chosen.answer().transforms()).doesNotContain(MODP_2048, MODP_4096);
    }
  }

  @Test
  void childAnswerMustHaveTheGroupOffered() {
    EspPolicy policy = EspPolicy.of(EncryptionCipher.AES256_GCM);
    SaPayload with = new SaPayload(List.of(esp(1, GCM256, NO_ESN, MODP_2048)));
    SaPayload without = new SaPayload(List.of(esp(1, GCM256, NO_ESN)));
    Optional<KeMethod> pfs = Optional.of(KeMethod.MODP_2048);
    chosen(ProposalSelector.acceptEsp(with, policy, pfs, OUR_SPI));
    refused(ProposalSelector.acceptEsp(without, policy, pfs, OUR_SPI));
    refused(ProposalSelector.acceptEsp(with, policy, Optional.empty(), OUR_SPI));
    refused(ProposalSelector.acceptEsp(with, policy, Optional.of(KeMethod.MODP_4096), OUR_SPI));
  }

  @Test
  void offerHasTheGroupOfItsKeyExchangeFirstAndAllOthersForAPeerThatInsistsOnOne() {
    EspPolicy policy = EspPolicy.of(EncryptionCipher.AES256_GCM);

    SaPayload offer = policy.offer(OUR_SPI, Optional.of(KeMethod.MODP_3072));

    assertThat(offer.proposals()).hasSize(1);
    assertThat(offer.proposals().getFirst().transforms())
        .filteredOn(t -> t.type() == TransformType.KE.value())
        .extracting(Transform::id)
        .startsWith(KeMethod.MODP_3072.value())
        .containsExactlyInAnyOrderElementsOf(
            policy.groups().stream().map(KeMethod::value).toList());
  }
}
