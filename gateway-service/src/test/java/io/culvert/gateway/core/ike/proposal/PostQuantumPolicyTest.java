package io.culvert.gateway.core.ike.proposal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.culvert.gateway.core.ike.crypto.IkeSuite;
import io.culvert.gateway.core.ike.payload.Proposal;
import io.culvert.gateway.core.ike.payload.SaPayload;
import io.culvert.gateway.core.ike.payload.Transform;
import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.KeMethod;
import io.culvert.gateway.core.wire.TransformType;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** The additional key exchange an operator may allow (RFC 9370). */
class PostQuantumPolicyTest {
  private static final Transform AES256 = Transform.of(TransformType.ENCR, 12, 256);
  private static final Transform GCM256 = Transform.of(TransformType.ENCR, 20, 256);
  private static final Transform PRF_SHA256 = Transform.of(TransformType.PRF, 5);
  private static final Transform SHA256 = Transform.of(TransformType.INTEG, 12);
  private static final Transform MODP_2048 = Transform.of(TransformType.KE, 14);
  private static final Transform ML_KEM_768 = Transform.of(TransformType.ADDKE1, 36);
  private static final Transform NO_ADDKE1 = Transform.of(TransformType.ADDKE1, 0);

  private static Proposal ike(int number, Transform... transforms) {
    return new Proposal(number, 1, Bytes.EMPTY, List.of(transforms));
  }

  private static Selection.Chosen<IkeSuite> chosen(Selection<IkeSuite> selection) {
    assertThat(selection).isInstanceOf(Selection.Chosen.class);
    return (Selection.Chosen<IkeSuite>) selection;
  }

  private static Selection.NoProposal<IkeSuite> refused(Selection<IkeSuite> selection) {
    assertThat(selection).isInstanceOf(Selection.NoProposal.class);
    return (Selection.NoProposal<IkeSuite>) selection;
  }

  private static Selection<IkeSuite> postQuantum(Transform... additional) {
    return select(IkePolicy.postQuantum(), gcm(1, additional));
  }

  private static Proposal gcm(int number, Transform... additional) {
    List<Transform> transforms = new ArrayList<>(List.of(GCM256, PRF_SHA256, MODP_2048));
    transforms.addAll(List.of(additional));
    return ike(number, transforms.toArray(Transform[]::new));
  }

  private static Selection<IkeSuite> select(IkePolicy policy, Proposal... proposals) {
    return ProposalSelector.selectIke(
        new SaPayload(List.of(proposals)), policy, OptionalInt.of(14), Bytes.EMPTY);
  }

  @Test
  void mlKemIsTakenWhereItIsOfferedAndDoneWithoutWhereItIsNot() {
    var with = chosen(postQuantum(NO_ADDKE1, ML_KEM_768));
    assertThat(with.suite().additional()).contains(KeMethod.ML_KEM_768);
    assertThat(with.answer().transforms())
        .containsExactly(GCM256, PRF_SHA256, MODP_2048, ML_KEM_768);

    assertThat(chosen(postQuantum()).suite().additional()).isEmpty();
    var none = chosen(postQuantum(NO_ADDKE1));
    assertThat(none.suite().additional()).isEmpty();
    assertThat(none.answer().transforms()).contains(NO_ADDKE1);
  }

  @Test
  void otherOrFurtherAdditionalKeyExchangesSpoilTheirProposalUnlessTheyMayBeLeftOut() {
    Transform other = Transform.of(TransformType.ADDKE1, 37);
    refused(postQuantum(other));
    chosen(postQuantum(other, NO_ADDKE1));
    for (int type = 7; type <= 12; type++) {
      Transform further = new Transform(type, 36, OptionalInt.empty(), List.of());
      Transform none = new Transform(type, 0, OptionalInt.empty(), List.of());
      refused(postQuantum(ML_KEM_768, further));
      var left = chosen(postQuantum(ML_KEM_768, further, none));
      assertThat(left.answer().transforms()).contains(ML_KEM_768, none).doesNotContain(further);
    }
  }

  @Test
  void mlKemInThePlaceOfTheFirstKeyExchangeIsRefused() {
    Transform first = Transform.of(TransformType.KE, 36);
    refused(select(IkePolicy.postQuantum(), ike(1, GCM256, PRF_SHA256, first)));
  }

  @Test
  void policyThatDeclinesTakesTheProposalOrTransformWithoutAdditionalKeyExchange() {
    IkePolicy declining = IkePolicy.postQuantum().decliningAdditional();
    var second = chosen(select(declining, gcm(1, ML_KEM_768), gcm(2)));
    assertThat(second.answer().number()).isEqualTo(2);
    var none = chosen(select(declining, gcm(1, ML_KEM_768, NO_ADDKE1)));
    assertThat(none.suite().additional()).isEmpty();
    refused(select(declining, gcm(1, ML_KEM_768)));
    assertThat(IkePolicy.standard().decliningAdditional()).isEqualTo(IkePolicy.standard());
  }

  @Test
  void otherPoliciesDoNotKnowOfAdditionalKeyExchanges() {
    for (IkePolicy policy : List.of(IkePolicy.standard(), IkePolicy.extended())) {
      assertThat(policy.hasAdditional()).isFalse();
      refused(select(policy, ike(1, AES256, PRF_SHA256, SHA256, MODP_2048, ML_KEM_768)));
    }
  }

  @Test
  void offerRepeatsEachProposalWithoutTheAdditionalKeyExchange() {
    SaPayload offer = IkePolicy.postQuantum().offer(Bytes.EMPTY);
    assertThat(offer.proposals())
        .extracting(p -> p.ofType(TransformType.ADDKE1))
        .containsExactly(List.of(ML_KEM_768), List.of(ML_KEM_768), List.of(), List.of());
    assertThat(offer.proposals()).extracting(Proposal::number).containsExactly(1, 2, 3, 4);
    SaPayload required =
        IkePolicy.postQuantum().withAdditional(List.of(KeMethod.ML_KEM_768)).offer(Bytes.EMPTY);
    assertThat(required.proposals()).hasSize(2);
  }

  @Test
  void requiredAdditionalKeyExchangeCannotBeLeftOut() {
    IkePolicy required = IkePolicy.postQuantum().withAdditional(List.of(KeMethod.ML_KEM_768));
    refused(select(required, gcm(1)));
    refused(select(required, gcm(1, NO_ADDKE1)));
    chosen(select(required, gcm(1, ML_KEM_768)));
    assertThatThrownBy(() -> IkePolicy.extended().withAdditional(List.of(KeMethod.ML_KEM_1024)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
