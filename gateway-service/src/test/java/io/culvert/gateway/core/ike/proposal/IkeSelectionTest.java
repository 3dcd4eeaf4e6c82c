package io.culvert.gateway.core.ike.proposal;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.gateway.core.ike.crypto.EncryptionAlgorithm;
import io.culvert.gateway.core.ike.crypto.IkeSuite;
import io.culvert.gateway.core.ike.payload.Proposal;
import io.culvert.gateway.core.ike.payload.SaPayload;
import io.culvert.gateway.core.ike.payload.Transform;
import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.EncrId;
import io.culvert.gateway.core.wire.IntegId;
import io.culvert.gateway.core.wire.KeMethod;
import io.culvert.gateway.core.wire.PrfId;
import io.culvert.gateway.core.wire.TransformType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class IkeSelectionTest {
  private static final Transform AES128 = Transform.of(TransformType.ENCR, 12, 128);
  private static final Transform AES256 = Transform.of(TransformType.ENCR, 12, 256);
  private static final Transform GCM256 = Transform.of(TransformType.ENCR, 20, 256);
  private static final Transform PRF_SHA1 = Transform.of(TransformType.PRF, 2);
  private static final Transform PRF_SHA256 = Transform.of(TransformType.PRF, 5);
  private static final Transform SHA1 = Transform.of(TransformType.INTEG, 2);
  private static final Transform SHA256 = Transform.of(TransformType.INTEG, 12);
  private static final Transform NO_INTEG = Transform.of(TransformType.INTEG, 0);
  private static final Transform NO_GROUP = Transform.of(TransformType.KE, 0);
  private static final Transform MODP_1024 = Transform.of(TransformType.KE, 2);
  private static final Transform MODP_2048 = Transform.of(TransformType.KE, 14);
  private static final Transform MODP_4096 = Transform.of(TransformType.KE, 16);

  private static Proposal ike(int number, Transform... transforms) {
    return new Proposal(number, 1, Bytes.EMPTY, List.of(transforms));
  }

  private static Selection<IkeSuite> select(int keSent, Proposal... proposals) {
    return ProposalSelector.selectIke(
        new SaPayload(List.of(proposals)),
        IkePolicy.standard(),
        OptionalInt.of(keSent),
        Bytes.EMPTY);
  }

  private static <S> Selection.Chosen<S> chosen(Selection<S> selection) {
    assertThat(selection).isInstanceOf(Selection.Chosen.class);
    return (Selection.Chosen<S>) selection;
  }

  private static void refused(Selection<?> selection) {
    assertThat(selection).isInstanceOf(Selection.NoProposal.class);
  }

  @Test
  void answerHasTheNumberOfTheProposalOurSpiAndOneTransformOfEachType() {
    var chosen =
        chosen(select(14, ike(7, AES128, AES256, PRF_SHA1, SHA1, SHA256, PRF_SHA256, MODP_2048)));
    assertThat(chosen.suite())
        .isEqualTo(
            new IkeSuite(
                new EncryptionAlgorithm(EncrId.AES_CBC, 256),
                Optional.of(IntegId.HMAC_SHA2_256_128),
                PrfId.HMAC_SHA2_256,
                KeMethod.MODP_2048));
    assertThat(chosen.answer())
        .isEqualTo(new Proposal(7, 1, Bytes.EMPTY, List.of(AES256, PRF_SHA256, SHA256, MODP_2048)));
  }

  @Test
  void firstAcceptableProposalOfThePeerIsTaken() {
    var chosen =
        chosen(
            select(
                14,
                ike(1, GCM256, PRF_SHA256, MODP_2048),
                ike(2, AES128, PRF_SHA1, SHA1, MODP_2048),
                ike(3, AES256, PRF_SHA256, SHA256, MODP_2048)));
    assertThat(chosen.answer().number()).isEqualTo(2);
  }

  @Test
  void groupOfTheKePayloadIsPreferredWithinAProposalAndAmongProposals() {
    var within = select(16, ike(1, AES256, PRF_SHA256, SHA256, MODP_2048, MODP_4096));
    assertThat(chosen(within).suite().ke()).isEqualTo(KeMethod.MODP_4096);
    var among =
        select(
            16,
            ike(1, AES256, PRF_SHA256, SHA256, MODP_2048),
            ike(2, AES128, PRF_SHA1, SHA1, MODP_4096));
    assertThat(chosen(among).answer().number()).isEqualTo(2);
  }

  @Test
  void whenTheGroupOfTheKePayloadIsNotAllowedAnotherOfferedOneIsWanted() {
    var selection = select(2, ike(1, AES256, PRF_SHA256, SHA256, MODP_1024, MODP_4096));
    assertThat(chosen(selection).suite().ke()).isEqualTo(KeMethod.MODP_4096);
  }

  @Test
  void ikeProposalThatLacksATypeIsRefused() {
    refused(select(14, ike(1, PRF_SHA256, SHA256, MODP_2048)));
    refused(select(14, ike(1, AES256, SHA256, MODP_2048)));
    refused(select(14, ike(1, AES256, PRF_SHA256, MODP_2048)));
    refused(select(14, ike(1, AES256, PRF_SHA256, SHA256)));
    refused(select(14, ike(1)));
    refused(select(0, ike(1, AES256, PRF_SHA256, SHA256, NO_GROUP)));
    refused(select(14, ike(1, AES256, PRF_SHA256, NO_INTEG, MODP_2048)));
  }

  @Test
  void keyLengthIsNeededForAesAndOutOfPlaceElsewhere() {
    Transform noLength = Transform.of(TransformType.ENCR, 12);
    Transform oddLength = Transform.of(TransformType.ENCR, 12, 160);
    Transform prfWithLength = Transform.of(TransformType.PRF, 5, 256);
    refused(select(14, ike(1, noLength, PRF_SHA256, SHA256, MODP_2048)));
    refused(select(14, ike(1, oddLength, PRF_SHA256, SHA256, MODP_2048)));
    refused(select(14, ike(1, AES256, prfWithLength, SHA256, MODP_2048)));
    var other = select(14, ike(1, noLength, oddLength, AES128, PRF_SHA256, SHA256, MODP_2048));
    assertThat(chosen(other).suite().encryption().keyBits()).isEqualTo(128);
  }

  @Test
  void transformWithAnUnknownAttributeIsPassedOver() {
    Transform odd =
        new Transform(
            1, 12, OptionalInt.of(256), List.of(new Transform.Attribute(99, false, Bytes.EMPTY)));
    refused(select(14, ike(1, odd, PRF_SHA256, SHA256, MODP_2048)));
    var other = select(14, ike(1, odd, AES128, PRF_SHA256, SHA256, MODP_2048));
    assertThat(chosen(other).answer().transforms()).contains(AES128).doesNotContain(odd);
  }

  @Test
  void unknownOrMisplacedTransformTypeSpoilsItsProposalOnly() {
    for (int type = 0; type <= 255; type++) {
      if (type < 1 || type > 4) {
        Transform odd = new Transform(type, 1, OptionalInt.empty(), List.of());
        var selection =
            select(
                14,
                ike(1, AES256, PRF_SHA256, SHA256, MODP_2048, odd),
                ike(2, AES128, PRF_SHA1, SHA1, MODP_2048));
        assertThat(chosen(selection).answer().number()).as("type %d", type).isEqualTo(2);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(TransformType.class)
  void everyOtherNumberOfARegistryIsPassedOver(TransformType type) {
    for (int id = 0; id <= 1100; id++) {
      var numbers = OptionalInt.of(id);
      List<Transform> transforms = new ArrayList<>(List.of(AES256, PRF_SHA256, SHA256, MODP_2048));
      transforms.removeIf(t -> t.type() == type.value());
      transforms.add(Transform.of(type, numbers.getAsInt()));
      boolean allowed =
          switch (type) {
            case ENCR, ESN -> false;
            case PRF -> List.of(2, 5, 6, 7).contains(id);
            case INTEG -> List.of(2, 12, 13, 14).contains(id);
            case KE -> List.of(14, 15, 16, 18).contains(id);
            case ADDKE1, ADDKE2, ADDKE3, ADDKE4, ADDKE5, ADDKE6, ADDKE7 -> false;
          };
      var selection = select(14, ike(1, transforms.toArray(Transform[]::new)));
      assertThat(selection instanceof Selection.Chosen).as("%s %d", type, id).isEqualTo(allowed);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2, 3, 4, 255})
  void anotherProtocolIsRefused(int protocol) {
    refused(
        select(
            14,
            new Proposal(
                1, protocol, Bytes.EMPTY, List.of(AES256, PRF_SHA256, SHA256, MODP_2048))));
  }

  @Test
  void rekeyOfAnIkeSaNeedsASpiOfEightOctetsThatIsNotZero() {
    Bytes ours = Bytes.ofLong(5);
    List<Transform> transforms = List.of(AES256, PRF_SHA256, SHA256, MODP_2048);
    for (Bytes spi : List.of(Bytes.EMPTY, Bytes.ofInt(1), Bytes.ofLong(0))) {
      SaPayload offer = new SaPayload(List.of(new Proposal(1, 1, spi, transforms)));
      refused(ProposalSelector.selectIke(offer, IkePolicy.standard(), OptionalInt.of(14), ours));
    }
    SaPayload offer = new SaPayload(List.of(new Proposal(1, 1, Bytes.ofLong(9), transforms)));
    var chosen =
        chosen(ProposalSelector.selectIke(offer, IkePolicy.standard(), OptionalInt.of(14), ours));
    assertThat(chosen.peerSpi()).isEqualTo(Bytes.ofLong(9));
    assertThat(chosen.answer().spi()).isEqualTo(ours);
  }

  @Test
  void answerOfTheOtherEndMustBeOneOfWhatWasOffered() {
    IkePolicy policy = IkePolicy.standard();
    Proposal good = ike(1, AES256, PRF_SHA256, SHA256, MODP_2048);
    assertThat(chosen(accept(policy, good)).suite().ke()).isEqualTo(KeMethod.MODP_2048);
    refused(accept(policy, good, ike(2, AES128, PRF_SHA1, SHA1, MODP_2048)));
    refused(accept(policy, ike(1, AES256, AES128, PRF_SHA256, SHA256, MODP_2048)));
    refused(accept(policy, ike(1, AES256, PRF_SHA256, SHA256, MODP_4096)));
    refused(accept(policy, ike(1, AES256, PRF_SHA256, SHA256)));
    refused(accept(policy, ike(1, GCM256, PRF_SHA256, MODP_2048)));
  }

  private static Selection<IkeSuite> accept(IkePolicy policy, Proposal... answer) {
    return ProposalSelector.acceptIke(
        new SaPayload(List.of(answer)), policy, KeMethod.MODP_2048, Bytes.EMPTY);
  }

  @Test
  void standardPolicyIsTheListOfTheDesign() {
    IkePolicy policy = IkePolicy.standard();
    assertThat(policy.encryptions())
        .extracting(EncryptionAlgorithm::id)
        .containsOnly(EncrId.AES_CBC);
    assertThat(policy.encryptions())
        .extracting(EncryptionAlgorithm::keyBits)
        .containsExactly(256, 192, 128);
    assertThat(policy.integrities()).extracting(IntegId::value).containsExactly(12, 13, 14, 2);
    assertThat(policy.prfs()).extracting(PrfId::value).containsExactly(5, 6, 7, 2);
    assertThat(policy.groups()).extracting(KeMethod::value).containsExactly(14, 15, 16, 18);
    assertThat(policy.preferring(KeMethod.MODP_8192).groups())
        .extracting(KeMethod::value)
        .containsExactly(18, 14, 15, 16);
    assertThat(policy.preferring(KeMethod.ECP_256)).isEqualTo(policy);
  }

  @Test
  void refusalNamesWhatWasOfferedAndWhatIsAllowed() {
    Transform unknown = Transform.of(TransformType.KE, 999);
    Transform unknownType = new Transform(200, 7, OptionalInt.empty(), List.of());
    var none = none(select(14, ike(1, GCM256, PRF_SHA256, MODP_1024, unknown, unknownType)));
    assertThat(none.offered())
        .startsWith("[1 IKE ENCR-AES_GCM_16-256 PRF-HMAC_SHA2_256 KE-MODP_1024 KE-999")
        .endsWith("TRANSFORM-200-7]");
    assertThat(none.allowed()).startsWith("IKE ENCR-AES_CBC-256").endsWith("KE-MODP_8192");
  }

  @Test
  void refusalOfTheLongestOfferIsBoundedAndPrintable() {
    Transform odd = new Transform(255, 65535, OptionalInt.of(65535), List.of());
    Proposal proposal = new Proposal(255, 255, Bytes.EMPTY, Collections.nCopies(64, odd));
    SaPayload offer = new SaPayload(Collections.nCopies(64, proposal));
    var none =
        none(
            ProposalSelector.selectIke(
                offer, IkePolicy.standard(), OptionalInt.of(14), Bytes.EMPTY));
    assertThat(none.offered())
        .hasSizeLessThanOrEqualTo(ProposalText.LIMIT)
        .matches("[ -~]+")
        .endsWith(" ...");
    assertThat(none.allowed()).endsWith("KE-MODP_8192");
  }

  private static Selection.NoProposal<?> none(Selection<?> selection) {
    assertThat(selection).isInstanceOf(Selection.NoProposal.class);
    return (Selection.NoProposal<?>) selection;
  }
}
